// SPDX-License-Identifier: MIT
#pragma once

// pv::pipeline: several queries in one round trip.
#include <promptview/queryset/read_pipeline.hpp>

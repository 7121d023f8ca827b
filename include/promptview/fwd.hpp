// SPDX-License-Identifier: MIT
#pragma once

// The names of promptview without their definitions.
#include <promptview/base/fwd.hpp>

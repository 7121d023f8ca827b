// SPDX-License-Identifier: MIT
#pragma once

// get_many: the objects with these keys, in one round trip.
#include <promptview/queryset/get_many.hpp>

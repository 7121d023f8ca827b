// SPDX-License-Identifier: MIT
#pragma once

// All that promptview throws.
#include <promptview/base/error.hpp>

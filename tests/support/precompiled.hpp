// SPDX-License-Identifier: MIT
// Precompiled for the tests; never included by hand. Each test still includes what it uses.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <vector>

#include <promptview/json.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing.hpp>
#include <promptview_test/catch.hpp>

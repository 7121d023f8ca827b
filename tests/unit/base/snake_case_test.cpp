// SPDX-License-Identifier: MIT
#include <promptview/base/snake_case.hpp>
#include <promptview_test/catch.hpp>

using promptview::detail::default_table;
using promptview::detail::snake_case;

static_assert(snake_case("User").view() == "user");
static_assert(snake_case("UserRole").view() == "user_role");
static_assert(snake_case("HTTPLogEntry").view() == "http_log_entry");
static_assert(snake_case("LogHTTP").view() == "log_http");
static_assert(snake_case("HTTP").view() == "http");
static_assert(snake_case("A").view() == "a");
static_assert(snake_case("ABc").view() == "a_bc");
static_assert(snake_case("user").view() == "user");
static_assert(snake_case("user_role").view() == "user_role");
static_assert(snake_case("User_Role").view() == "user_role");
static_assert(snake_case("Version2").view() == "version2");
static_assert(snake_case("Point3D").view() == "point3_d");
static_assert(snake_case("Größe").view() == "größe");
static_assert(snake_case("").view().empty());
static_assert(default_table("User").view() == "users");
static_assert(default_table("HTTPLogEntry").view() == "http_log_entrys");

TEST_CASE("the longest text that a name can become fits") {
  CHECK(snake_case("aBaBaBaB").view() == "a_ba_ba_ba_b");
  CHECK(default_table("aBaBaBaB").view() == "a_ba_ba_ba_bs");
}

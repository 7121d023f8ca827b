// SPDX-License-Identifier: MIT
// expect-first: error_the_value_has_another_type

#include <promptview/promptview.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  std::optional<std::string> bio{};
  std::chrono::sys_days born{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), FIELD(name), FIELD(age), FIELD(bio), FIELD(born))

auto rows = User::query().filter("age__gt", pv::lower(&User::name));

// SPDX-License-Identifier: MIT
// expect-first: the value has another type than the field: use pv::cast
// max_lines: 15

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

auto set = pv::set(&User::age, "5");

// SPDX-License-Identifier: MIT
// expect: a query beside `in` needs one column
// max_lines: 15

#include <promptview/promptview.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  std::optional<std::string> bio{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), FIELD(name), FIELD(age), FIELD(bio))

auto rows = User::query().filter("age__in", User::query().values(&User::age, &User::name));

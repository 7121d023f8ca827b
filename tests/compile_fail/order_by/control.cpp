// SPDX-License-Identifier: MIT
// expect: ok

#include <promptview/model.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  std::optional<std::string> bio{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), FIELD(name), FIELD(age), FIELD(bio))

auto one = User::query().order_by("name", "-age");
auto two = User::query().order_by("age", pv::descending);
auto three = User::query().order_by("age", true);
auto four = User::query().order_by(pv::runtime("-age"), "name");
auto eight = User::query().order_by("id", "id", "id", "id", "id", "id", "id", "-id");

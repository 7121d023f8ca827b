// SPDX-License-Identifier: MIT
// expect-first: error_no_such_field_in_this_model

#include <promptview/model.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), FIELD(name))

auto rows = User::query().filter("telephone", "x");

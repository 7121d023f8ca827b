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

void write(User& user) {
  user.save_fields("age");
  user.save_fields("name", "age", "bio");
  pv::save_fields(user, "name", "age");
  pv::on("replica").save_fields(user, "age");
}

// SPDX-License-Identifier: MIT
// expect: pass objects that can be changed

#include <promptview/model.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string email{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), FIELD(email, unique), FIELD(name), FIELD(age))

void write(const std::vector<User>& users) { User::bulk_create(users); }

// SPDX-License-Identifier: MIT
// expect-first: error_the_conflict_target_must_be_one_unique_set_of_the_model
// max_lines: 15

#include <promptview/model.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string email{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), FIELD(email, unique), FIELD(name), FIELD(age))

void write(std::vector<User>& users) { User::bulk_create(users, {.update_on = "name"}); }

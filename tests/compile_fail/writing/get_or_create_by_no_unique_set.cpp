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
  int version{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), FIELD(email, unique), FIELD(name), FIELD(age),
                 FIELD(version, row_version))

void write() { User::get_or_create({.email = "a"}, "name, age"); }

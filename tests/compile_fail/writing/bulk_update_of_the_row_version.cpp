// SPDX-License-Identifier: MIT
// expect-first: error_save_fields_takes_no_key_and_no_field_that_the_database_makes
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

void write(std::vector<User>& users) { pv::bulk_update(users, "version"); }

// SPDX-License-Identifier: MIT
// expect-first: the model has no TABLE(soft_remove=...): nothing can be restored
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

void write(User& user) { user.restore(); }

// SPDX-License-Identifier: MIT
// expect-first: error_no_such_field_in_this_model_did_you_mean
// expect-first: Spelt<3>{"age"}
// max_lines: 15

#include <promptview/model.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  std::optional<std::string> bio{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), FIELD(name), FIELD(age), FIELD(bio))

void write(User& user) { user.save_fields("agee"); }

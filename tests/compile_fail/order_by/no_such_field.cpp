// SPDX-License-Identifier: MIT
// expect-first: error_order_by_takes_field_names_of_this_model_or_their_names_with_a_minus_did_you_mean
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

auto rows = User::query().order_by("agee");

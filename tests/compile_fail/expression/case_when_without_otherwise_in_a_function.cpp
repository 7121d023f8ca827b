// SPDX-License-Identifier: MIT
// expect: end case_when(...) with .otherwise(value) or .or_null()
// max_lines: 15

#include <promptview/promptview.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  std::optional<std::string> bio{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), FIELD(name), FIELD(age), FIELD(bio))

auto name = pv::lower(pv::case_when(User::q("age__lt", 18), "minor"));

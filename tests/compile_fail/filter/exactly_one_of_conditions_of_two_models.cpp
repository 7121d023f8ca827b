// SPDX-License-Identifier: MIT
// expect: the two conditions are of rows of two models
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

struct Tag : pv::Model<Tag> {
  std::string name{};
};
PROMPTVIEW_MODEL(Tag, postgres, "tags", FIELD(name))

auto one = User::q("name", "x") ^ Tag::q("name", "x");

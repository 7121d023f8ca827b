// SPDX-License-Identifier: MIT
// expect: in_bulk needs a model whose primary key is one field; use filter() for others

#include <promptview/in_bulk.hpp>
#include <promptview/model.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  std::optional<std::string> bio{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), FIELD(name), FIELD(age), FIELD(bio))

struct Line : pv::Model<Line> {
  int a{};
  int b{};
};
PROMPTVIEW_MODEL(Line, postgres, "lines", FIELD(a, primary_key), FIELD(b, primary_key))

auto rows() { return Line::query().in_bulk({1, 2}); }

// SPDX-License-Identifier: MIT
// expect: the value has no column type: pass a text, a number, or a type with a promptview::TypeMapping

#include <promptview/model.hpp>
#include <promptview/postgres.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  std::optional<std::string> bio{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), FIELD(name), FIELD(age), FIELD(bio))

struct Plain {};

auto rows() { return pv::raw<int>("SELECT $1", Plain{}); }

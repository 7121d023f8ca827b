// SPDX-License-Identifier: MIT
// expect: raw reads rows into a model, a struct of PROMPTVIEW_STRUCT, a std::tuple of mapped types, or one mapped type

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

auto rows() { return pv::raw<Plain>("SELECT 1"); }

// SPDX-License-Identifier: MIT
// expect: the model has no primary key: mark a field primary_key, or use filter() and exists()

#include <promptview/model.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  std::optional<std::string> bio{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), FIELD(name), FIELD(age), FIELD(bio))

struct Keyless : pv::Model<Keyless> {
  int a{};
};
PROMPTVIEW_MODEL(Keyless, postgres, "keyless", FIELD(a))

bool found() { return Keyless::query().contains(Keyless{}); }

// SPDX-License-Identifier: MIT
// expect: PROMPTVIEW_MODEL(User): an item is none of FIELD, RELATION, INDEX, UNIQUE, CONSTRAINT, TABLE: correct its name in name

#include <promptview/model.hpp>

namespace pv = promptview;

namespace app {
struct Address {
  std::string street{};
};
struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  Address address{};
  std::optional<std::optional<int>> age{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), name)
}  // namespace app

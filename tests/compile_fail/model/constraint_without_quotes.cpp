// SPDX-License-Identifier: MIT
// expect: PROMPTVIEW_MODEL(User): CONSTRAINT(id > 0) takes a text first: put it in quotes

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
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), FIELD(name), CONSTRAINT(id > 0))
}  // namespace app

// SPDX-License-Identifier: MIT
// expect: FIELD(age): the member's type has no column type

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
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), FIELD(age))
}  // namespace app

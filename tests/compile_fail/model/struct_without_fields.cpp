// SPDX-License-Identifier: MIT
// expect: PROMPTVIEW_STRUCT(Address): it has no field: add FIELD(member) for each member

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
PROMPTVIEW_STRUCT(Address)
}  // namespace app

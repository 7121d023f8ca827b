// SPDX-License-Identifier: MIT
// expect: PROMPTVIEW_STRUCT(Address): remove all options but column: a struct has no table

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
PROMPTVIEW_STRUCT(Address, FIELD(street, unique))
}  // namespace app

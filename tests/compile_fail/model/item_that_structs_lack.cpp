// SPDX-License-Identifier: MIT
// expect: PROMPTVIEW_STRUCT(Address): an item is no FIELD: correct or remove it, a struct has no table in INDEX("street")

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
PROMPTVIEW_STRUCT(Address, FIELD(street), INDEX("street"))
}  // namespace app

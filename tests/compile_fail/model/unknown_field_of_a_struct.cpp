// SPDX-License-Identifier: MIT
// expect: FIELD(stret): the struct has no data member 'stret': correct the name or add the member

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
PROMPTVIEW_STRUCT(Address, FIELD(stret))
}  // namespace app

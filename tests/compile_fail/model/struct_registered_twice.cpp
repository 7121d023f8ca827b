// SPDX-License-Identifier: MIT
// expect: this is a redefinition of the registration of app::Address: remove one of both

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
PROMPTVIEW_STRUCT(Address, FIELD(street))
PROMPTVIEW_STRUCT(Address, FIELD(street))
}  // namespace app

// SPDX-License-Identifier: MIT
// expect: FIELD(street): unknown option in 'colum="x"'; see the list of options at PROMPTVIEW_MODEL: did you mean column?

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
PROMPTVIEW_STRUCT(Address, FIELD(street, colum="x"))
}  // namespace app

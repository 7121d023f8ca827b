// SPDX-License-Identifier: MIT
// expect: PROMPTVIEW_STRUCT(app::Address) stands outside of the namespace of the struct: move it into that namespace, behind the struct

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
}  // namespace app

PROMPTVIEW_STRUCT(app::Address, FIELD(street))

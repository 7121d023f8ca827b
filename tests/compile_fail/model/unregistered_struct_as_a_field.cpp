// SPDX-License-Identifier: MIT
// expect: FIELD(home): the member's type has no column type

#include <promptview/model.hpp>

namespace pv = promptview;

struct Address {
  std::string street{};
};
struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  Address home{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id), FIELD(home))

// SPDX-License-Identifier: MIT
// expect: RELATION(home): the member is no relation

#include <promptview/model.hpp>

namespace pv = promptview;

struct Address : pv::Model<Address> {
  pv::Auto<std::int64_t> id{};
};
struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  Address home{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id), RELATION(home))

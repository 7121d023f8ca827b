// SPDX-License-Identifier: MIT
// expect: PROMPTVIEW_ENUM(Role): write the enumerators without quotes

#include <promptview/model.hpp>

namespace pv = promptview;

enum class Role { guest, member };
PROMPTVIEW_ENUM(Role, "guest", "member")
struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  Role role{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id), FIELD(role))

// SPDX-License-Identifier: MIT
// expect: PROMPTVIEW_ENUM(Role): membr is no enumerator of the enum: correct its name: did you mean member?

#include <promptview/model.hpp>

namespace pv = promptview;

enum class Role { guest, member };
PROMPTVIEW_ENUM(Role, guest, membr)
struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  Role role{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id), FIELD(role))

// SPDX-License-Identifier: MIT
// expect: PROMPTVIEW_MODEL(User): RELATION("name") takes the name of a data member first, without quotes or anything else

#include <promptview/model.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id), RELATION("name"))

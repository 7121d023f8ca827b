// SPDX-License-Identifier: MIT
// expect: PROMPTVIEW_MODEL(User): FIELD(id) FIELD(name) is more than one item: put commas between items

#include <promptview/model.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id) FIELD(name))

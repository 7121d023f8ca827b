// SPDX-License-Identifier: MIT
// expect: did you mean 

#include <promptview/model.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
};
PROMPTVIEW_MODEL(Usr, postgres, "users", FIELD(id), FIELD(name))

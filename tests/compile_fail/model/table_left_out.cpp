// SPDX-License-Identifier: MIT
// expect: PROMPTVIEW_MODEL(User): write the table's name in quotes behind the backend

#include <promptview/model.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
};
PROMPTVIEW_MODEL(User, postgres, FIELD(id), FIELD(name))

// SPDX-License-Identifier: MIT
// expect: PROMPTVIEW_ENUM(User): the type is no enum

#include <promptview/model.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
};
PROMPTVIEW_ENUM(User, id, name)

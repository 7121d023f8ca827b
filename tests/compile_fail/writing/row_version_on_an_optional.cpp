// SPDX-License-Identifier: MIT
// expect: row_version takes one field, a plain integer that is not part of the primary key

#include <promptview/model.hpp>
#include <promptview/types/time.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::optional<int> version{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), FIELD(version, row_version))

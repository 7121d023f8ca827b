// SPDX-License-Identifier: MIT
// expect: TABLE(soft_remove=...) names a FIELD that is a std::optional of a timestamp

#include <promptview/model.hpp>
#include <promptview/types/time.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::optional<std::string> at{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), FIELD(at), TABLE(soft_remove="at"))

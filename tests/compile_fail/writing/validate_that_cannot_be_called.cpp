// SPDX-License-Identifier: MIT
// expect: validate collects problems: write a public void validate(pv::Problems& problems) const

#include <promptview/model.hpp>
#include <promptview/types/time.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  void validate(pv::Problems&) {}
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key))

void write(User& user) { user.save(); }

// SPDX-License-Identifier: MIT
// expect: before_remove changes nothing: write a public void before_remove() const

#include <promptview/model.hpp>
#include <promptview/types/time.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  void before_remove() {}
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key))

void write(const User& user) { user.remove(); }

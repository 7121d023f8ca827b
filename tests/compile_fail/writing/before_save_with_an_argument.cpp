// SPDX-License-Identifier: MIT
// expect: before_save is called without arguments: write a public void before_save()

#include <promptview/model.hpp>
#include <promptview/types/time.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  void before_save(int) {}
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key))

void write(User& user) { user.save(); }

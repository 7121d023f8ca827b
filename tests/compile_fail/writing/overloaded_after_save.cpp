// SPDX-License-Identifier: MIT
// expect: after_save is called without arguments: write a public void after_save()

#include <promptview/model.hpp>
#include <promptview/types/time.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  void after_save(int) {}
  void after_save(const char*) {}
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key))

void write(User& user) { user.insert(); }

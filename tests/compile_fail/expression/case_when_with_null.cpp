// SPDX-License-Identifier: MIT
// expect-first: null has no type here: pass an empty std::optional<T>

#include <promptview/promptview.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  std::optional<std::string> bio{};
  std::chrono::sys_days born{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), FIELD(name), FIELD(age), FIELD(bio), FIELD(born))

auto x = pv::case_when(User::q("age__gt", 3), "a").otherwise(nullptr);

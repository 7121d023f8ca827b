// SPDX-License-Identifier: MIT
// expect-first: a field of the struct has another type than in the query

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

struct Card {
  std::string name{};
  std::string bio{};
};
PROMPTVIEW_STRUCT(Card, FIELD(name), FIELD(bio))
auto rows = User::query().values_as<Card>();

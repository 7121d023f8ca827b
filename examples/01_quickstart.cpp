// SPDX-License-Identifier: MIT
// Quickstart: a struct becomes a table; its objects are saved, read, queried and removed.
//
// expect: CREATE TABLE IF NOT EXISTS "quickstart_users"
// expect: id 1: John, 30
// expect: INSERT INTO "quickstart_users" ("name", "age", "bio") VALUES ($1, $2, $3) RETURNING "id"
// expect: WHERE "age" > $1 ORDER BY "age" DESC LIMIT 10
// expect: adults: Mary (41) John (30)
// expect: starts with jo: John
// expect: younger than 18, or with a bio: 2
// expect: after John left: Mary Tim
#include <fmt/format.h>

#include <promptview/promptview.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id;         // empty until the database generates it
  std::string name{};
  int age{};
  std::optional<std::string> bio{};  // NULL
};
PROMPTVIEW_MODEL(User, postgres, "quickstart_users",
                 FIELD(id, primary_key),
                 FIELD(name, index=btree),
                 FIELD(age),
                 FIELD(bio))

int main() {
  pv::postgres::connect_or_embed();  // the database of PROMPTVIEW_POSTGRES_URL, or else a throw-away one
  pv::postgres::set_statement_log([](const pv::postgres::StatementEvent& event) {  // to show what is sent
    fmt::print("\033[2m{}{}{}\033[0m\n", event.sql, event.values.empty() ? "" : "  -- ", event.values);
  }, {.values = true});

  fmt::print("\n# The table, with its index\n");
  User::drop();
  User::initialize();

  fmt::print("\n# Saving: the database gives the key\n");
  User john{.name = "John", .age = 30};
  john.save();
  fmt::print("id {}: {}, {}\n", *john.id, john.name, john.age);
  User::create({.name = "Mary", .age = 41, .bio = "Climbs."});
  User::create({.name = "Tim", .age = 12});

  fmt::print("\n# Reading one by its key, changing it, saving it again\n");
  std::optional<User> found = User::get(*john.id);
  if (!found) return 1;
  found->bio = "Sails.";
  found->save();

  fmt::print("\n# Queries: field names, lookups and value types are checked when this compiles\n");
  const std::vector<User> adults = User::query().filter("age__gt", 25).order_by("-age").limit(10).execute();
  fmt::print("adults:");
  for (const User& user : adults) fmt::print(" {} ({})", user.name, user.age);
  fmt::print("\n");
  const std::optional<User> first = User::query().filter("name__istartswith", "jo").first();
  fmt::print("starts with jo: {}\n", first ? first->name : "nobody");
  const std::int64_t some =
      User::query().filter(User::q("age__lt", 18) || !User::q("bio__isnull", true)).exclude("name", "John").count();
  fmt::print("younger than 18, or with a bio: {}\n", some);

  fmt::print("\n# Removing\n");
  found->remove();
  std::string left;
  for (const User& user : User::query().order_by("name")) left += " " + user.name;
  fmt::print("after John left:{}\n", left);
}

// SPDX-License-Identifier: MIT
#include <cstdio>
#include <string>

#include <promptview/promptview.hpp>

struct Item : promptview::Model<Item> {
  int a{};
  int b{};
};
PROMPTVIEW_MODEL(Item, postgres, "items", FIELD(a))  // b is no field

int main() {
  std::printf("promptview %s\n", promptview::version);
  const Item item{.a = 1};  // without a warning, with -Wextra too
  // The backend is part of the program.
  const std::string sql = Item::query().filter("a", item.a).to_sql();
  std::puts(sql.c_str());
  return sql == "SELECT \"a\" FROM \"items\" WHERE \"a\" = 1" ? 0 : 1;
}

// SPDX-License-Identifier: MIT
#include <cstdio>
#include <string>

#include <promptview/promptview.hpp>

struct Item : promptview::Model<Item> {
  int a{};
};
PROMPTVIEW_MODEL(Item, postgres, "items", FIELD(a))

int main() {
  std::printf("promptview %s\n", promptview::version);
  // The backend is part of the program.
  const std::string sql = Item::query().filter("a", 1).to_sql();
  std::puts(sql.c_str());
  return sql == "SELECT \"a\" FROM \"items\" WHERE \"a\" = 1" ? 0 : 1;
}

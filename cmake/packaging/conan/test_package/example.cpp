// SPDX-License-Identifier: MIT
#include <cstdio>
#include <string>

#include <promptview/promptview.hpp>

struct Item : promptview::Model<Item> {
  promptview::Auto<int> id{};
  std::string name{};
};
PROMPTVIEW_MODEL(Item, postgres, "items", FIELD(id, primary_key), FIELD(name))

int main() {
  const std::string sql = Item::query().filter("name", "pen").to_sql();
  std::printf("promptview %s: %s\n", promptview::version, sql.c_str());
  return sql == R"(SELECT "id", "name" FROM "items" WHERE "name" = 'pen')" ? 0 : 1;
}

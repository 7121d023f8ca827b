// SPDX-License-Identifier: MIT
#include <cstdio>
#include <string>

#include <promptview/version.hpp>

std::string sql_of_authors();
std::string sql_of_books();
std::string sql_of_shelves();

int main() {
  std::printf("promptview %s\n", promptview::version);
  for (const std::string& sql : {sql_of_authors(), sql_of_books(), sql_of_shelves()}) std::puts(sql.c_str());
  return sql_of_authors() == "SELECT \"a\" FROM \"authors\" WHERE \"a\" = 1" && sql_of_books() == "SELECT \"a\" FROM \"books\" WHERE \"a\" = 1" &&
                 sql_of_shelves() == "SELECT \"a\" FROM \"shelves\" WHERE \"a\" = 1"
             ? 0
             : 1;
}

// SPDX-License-Identifier: MIT
#include <string>

#include <promptview/model.hpp>
#include <promptview/postgres.hpp>

namespace {
struct Book : promptview::Model<Book> {
  int a{};
};
PROMPTVIEW_MODEL(Book, postgres, "", FIELD(a))
}  // namespace

std::string sql_of_books() { return Book::query().filter("a", 1).to_sql(); }

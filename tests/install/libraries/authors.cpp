// SPDX-License-Identifier: MIT
#include <string>

#include <promptview/model.hpp>
#include <promptview/postgres.hpp>

namespace {
struct Author : promptview::Model<Author> {
  int a{};
};
PROMPTVIEW_MODEL(Author, postgres, "", FIELD(a))
}  // namespace

std::string sql_of_authors() { return Author::query().filter("a", 1).to_sql(); }

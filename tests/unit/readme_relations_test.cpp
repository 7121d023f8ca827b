// SPDX-License-Identifier: MIT
// The manual's table of lookups across relations is what the code makes of them.
#include <string>

#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/blog.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/readme.hpp>

namespace pv = promptview;
using namespace promptview_test::blog;

namespace {

// A star for the columns of the model, and the tables by their short names.
std::string shortened(std::string sql) {
  const auto replace = [&sql](const std::string& from, const std::string& to) {
    for (std::size_t at = sql.find(from); at != std::string::npos; at = sql.find(from, at + to.size())) sql.replace(at, from.size(), to);
  };
  for (const std::string& table : {std::string{}, std::string{"\"blog_posts\"."}})
    replace(table + "\"id\", " + table + "\"title\", " + table + "\"body\", " + table + "\"author_id\", " + table + "\"reviewer_id\"", "*");
  for (const std::string& table : {std::string{}, std::string{"\"blog_authors\"."}})
    replace(table + "\"id\", " + table + "\"name\", " + table + "\"age\", " + table + "\"company_id\"", "*");
  replace("blog_", "");
  replace("|", "\\|");
  return sql;
}
std::string sql(const auto& query) { return pv::postgres::SQLBuilder::select(query.select()).sql; }

}  // namespace

#define ROW(...)                                                                                               \
  CHECK_THAT(table, promptview_test::contains("\n| `" + shortened(#__VA_ARGS__) + "` | `" + shortened(sql(__VA_ARGS__)) + "` |\n")); \
  ++rows

TEST_CASE("the manual's lookups across relations are what the code makes of them") {
  const std::string table = promptview_test::manual_section("lookups", "Lookups across relations");
  const pv::QuerySet<Post> posts;
  const pv::QuerySet<Author> authors;
  std::size_t rows = 0;
  ROW(posts.filter("author", 5));
  ROW(posts.filter("author__id", 5));
  ROW(posts.filter("author__name", "ann"));
  ROW(posts.filter("author__company__name__isnull", true));
  ROW(posts.order_by("-author__name"));
  ROW(authors.filter("posts__title", "x"));
  ROW(authors.filter(Author::q("posts__title", "x") && Author::q("posts__body", "y")));
  ROW(authors.exclude("posts__title", "x"));
  ROW(authors.filter("posts__isnull", true));
  ROW(posts.filter("tags", 5));
  ROW(posts.filter("tags__name", "red"));
  ROW(authors.order_by("posts__title"));
  ROW(posts.values(&Post::title, pv::path(&Post::author, &Author::name)));
  ROW(authors.annotate<"n">(pv::count(&Author::posts)).filter("n__gt", 1));
  ROW(authors.annotate<"n">(pv::count(&Author::posts)));
  ROW(authors.values_list(pv::sum(pv::path(&Author::posts, &Post::likes, &Like::weight))));
  std::size_t lines = 0;
  for (std::size_t at = table.find("\n| `"); at != std::string::npos; at = table.find("\n| `", at + 1)) ++lines;
  CHECK(lines == rows);
}

// SPDX-License-Identifier: MIT
// Pages in an order with NULLs, which are read as several ranges, of queries that filter across relations and load them.
#include <promptview/promptview.hpp>
#include <promptview_test/blog.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

#include <string>
#include <vector>

namespace pv = promptview;
using namespace promptview_test::blog;

namespace {

// Walks page by page: "id author reviewer" of each post, as it was loaded.
std::vector<std::string> pages_of(const pv::QuerySet<Post>& query) {
  std::vector<std::string> found;
  std::string cursor;
  do {
    const pv::Page<Post> page = query.page_after(cursor, 2);
    for (const Post& post : page.rows)
      found.push_back(std::to_string(*post.id) + " " + post.author->name + " " + (post.reviewer.has_key() ? post.reviewer->name : "-"));
    cursor = page.next;
  } while (!cursor.empty());
  return found;
}

}  // namespace

TEST_CASE("pages in an order with NULLs, with conditions across relations and loaded relations") {
  const promptview_test::TestDatabase database;
  Company::initialize();
  Author::initialize();
  Profile::initialize();
  Tag::initialize();
  Post::initialize();
  Like::initialize();
  std::vector<Author> authors{{.name = "Ann", .age = 3}, {.name = "Bob", .age = 4}};
  Author::save_all(authors);
  std::vector<Post> posts{{.title = "a", .author = 1, .reviewer = 2}, {.title = "b", .author = 2}, {.title = "c", .author = 1, .reviewer = 1},
                          {.title = "d", .author = 1},                {.title = "e", .author = 2}, {.title = "f", .author = 2, .reviewer = 2}};
  Post::save_all(posts);
  const std::vector<std::string> wanted{"3 Ann Ann", "1 Ann Bob", "6 Bob Bob", "2 Bob -", "4 Ann -", "5 Bob -"};
  const auto by_reviewer = Post::query().filter("author__age__gt", 2).order_by("reviewer", "id");
  CHECK(pages_of(by_reviewer.include("author").include("reviewer")) == wanted);
  CHECK(pages_of(by_reviewer.join_related("author").join_related("reviewer")) == wanted);
  const pv::Transaction transaction;
  CHECK(pages_of(by_reviewer.include("author").include("reviewer").select_for_update({.of = "self"})) == wanted);
}

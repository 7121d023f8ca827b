// SPDX-License-Identifier: MIT
// Filters and orders across relations on a real server: which rows come, and how often.
#include <promptview/promptview.hpp>
#include <promptview_test/blog.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

#include <string>
#include <vector>

namespace pv = promptview;
using namespace promptview_test::blog;

namespace {

using Texts = std::vector<std::string>;

Texts titles(const pv::QuerySet<Post>& query) { return query.order_by("title").values_list(&Post::title).execute(); }
Texts names(const pv::QuerySet<Author>& query) { return query.order_by("name").values_list(&Author::name).execute(); }

// Two companies; ann (acme), bob (no company), cid (bolt, no posts); posts a1, a2 of ann, b1 of bob.
struct Blog : promptview_test::TestDatabase {
  Blog() {
    Company::initialize();
    Author::initialize();
    Profile::initialize();
    Tag::initialize();
    Post::initialize();
    Like::initialize();
    execute(R"(CREATE TABLE IF NOT EXISTS blog_post_tags (post_id bigint, tag_id bigint, PRIMARY KEY (post_id, tag_id));
      INSERT INTO blog_companies (name) VALUES ('acme'), ('bolt');
      INSERT INTO blog_authors (name, age, company_id) VALUES ('ann', 30, 1), ('bob', 40, NULL), ('cid', 50, 2);
      INSERT INTO blog_profiles (author_id, motto) VALUES (1, 'carpe'), (2, NULL);
      INSERT INTO blog_posts (title, body, author_id, reviewer_id) VALUES ('a1', 'long', 1, 2), ('a2', NULL, 1, NULL), ('b1', 'x', 2, 3);
      INSERT INTO blog_tags (name) VALUES ('red'), ('blue'), ('none');
      INSERT INTO blog_post_tags VALUES (1, 1), (1, 2), (2, 1), (3, 2);
      INSERT INTO blog_likes (post_id, weight) VALUES (1, 1), (1, 2), (1, 3), (3, 5))");
  }
};

}  // namespace

TEST_CASE("relations: filters across relations to one") {
  const Blog blog;
  const auto posts = Post::query();
  CHECK(titles(posts.filter("author__name", "ann")) == Texts{"a1", "a2"});
  CHECK(titles(posts.filter("author__name__icontains", "B")) == Texts{"b1"});
  CHECK(titles(posts.filter("author__company__name", "acme")) == Texts{"a1", "a2"});
  CHECK(titles(posts.filter("author__company__name__isnull", true)) == Texts{"b1"});
  CHECK(titles(posts.exclude("author__company__name", "acme")) == Texts{"b1"});
  CHECK(titles(posts.filter("author__company__name__ne", "acme")) == Texts{"b1"});
  CHECK(titles(posts.filter("reviewer__name", "bob")) == Texts{"a1"});
  CHECK(titles(posts.exclude("reviewer__name", "bob")) == Texts{"a2", "b1"});
  CHECK(titles(posts.filter("reviewer__isnull", true)) == Texts{"a2"});
  CHECK(titles(posts.filter("author__profile__motto__isnull", true)) == Texts{"b1"});
  CHECK(titles(posts.filter("author__profile__isnull", true)).empty());
  CHECK(titles(posts.filter(Post::q("reviewer__name", "bob") || Post::q("author__name", "bob"))) == Texts{"a1", "b1"});
  CHECK(titles(posts.filter(Post::q("reviewer__name", "bob") ^ Post::q("author__name", "ann"))) == Texts{"a2"});
  CHECK(titles(posts.filter("author__name", "ann").filter("reviewer__age__gt", 39)) == Texts{"a1"});
  CHECK(posts.filter("author__name", "ann").count() == 2);
  CHECK(posts.filter("author__name", "ann").exists());
  CHECK_FALSE(posts.filter("author__name", "zoe").exists());
  CHECK(posts.filter("author__name", "ann").order_by("author__name", "-id").first()->title == "a2");
  CHECK(titles(posts.filter(pv::runtime("author__age"), "30")) == Texts{"a1", "a2"});
}

TEST_CASE("relations: filters across relations to many give each row once") {
  const Blog blog;
  const auto authors = Author::query();
  CHECK(names(authors.filter("posts__title__startswith", "a")) == Texts{"ann"});
  CHECK(names(authors.filter("posts__isnull", true)) == Texts{"cid"});
  CHECK(names(authors.filter("posts__isnull", false)) == Texts{"ann", "bob"});
  CHECK(names(authors.exclude("posts__title", "a1")) == Texts{"bob", "cid"});
  CHECK(names(authors.filter("profile__isnull", true)) == Texts{"cid"});
  CHECK(names(authors.filter("posts__tags__name", "red")) == Texts{"ann"});
  CHECK(names(authors.filter("posts__tags__name__in", {"red", "blue"})) == Texts{"ann", "bob"});
  CHECK(names(authors.filter("posts__likes__weight__gt", 0)) == Texts{"ann", "bob"});
  CHECK(names(authors.filter("reviews__author__name", "ann")) == Texts{"bob"});
  CHECK(titles(Post::query().filter("tags", 1)) == Texts{"a1", "a2"});
  CHECK(titles(Post::query().filter("tags__in", {1, 2})) == Texts{"a1", "a2", "b1"});
  CHECK(titles(Post::query().filter("tags__isnull", true)).empty());
  CHECK(titles(Post::query().filter("author__posts__title", "a2")) == Texts{"a1", "a2"});
  CHECK(titles(Post::query().filter("author__reviews__author__name", "ann")) == Texts{"b1"});
  CHECK(Tag::query().filter("posts__isnull", true).one().name == "none");
  CHECK(Tag::query().filter("posts__author__company__name", "acme").count() == 2);
  // One post that is both, or two posts.
  CHECK(names(authors.filter(Author::q("posts__title", "a1") && Author::q("posts__body__isnull", true))).empty());
  CHECK(names(authors.filter("posts__title", "a1").filter("posts__body__isnull", true)) == Texts{"ann"});
  CHECK(names(authors.exclude(Author::q("posts__title", "a1") && Author::q("posts__body__isnull", true))) == Texts{"ann", "bob", "cid"});
  CHECK(names(authors.filter("posts__title__in", Texts{})).empty());
}

TEST_CASE("relations: queries of other shapes across relations") {
  const Blog blog;
  const auto of_ann = Post::query().filter("author__name", "ann");
  CHECK(of_ann.union_with(Post::query().filter("tags__name", "blue")).count() == 3);
  CHECK(of_ann.as_cte<"of_ann">().filter("tags__name", "blue").count() == 1);
  CHECK(of_ann.as_cte<"of_ann">().filter("reviewer__name", "bob").count() == 1);
  CHECK(of_ann.order_by("id").limit(1).count() == 1);
  CHECK(Author::query().filter("id__in", of_ann.filter("reviewer__name", "bob").values_list(&Post::id)).count() == 1);
  CHECK(Like::query().filter("post__in", of_ann).count() == 3);
  CHECK(Like::query().filter(pv::exists(of_ann.filter("reviewer__age", pv::outer<Post>(&Like::weight)))).count() == 0);
  CHECK(of_ann.distinct().count() == 2);
  CHECK(of_ann.distinct_on("author__name").order_by("author__name", "-title").execute().at(0).title == "a2");
  std::size_t streamed = 0;
  for (const Post& post : of_ann.order_by("author__name", "id").stream(1)) streamed += post.title.size();
  CHECK(streamed == 4);
  CHECK(Post::query().latest("author__age")->title == "b1");
  CHECK(Post::query().earliest("reviewer__age")->title == "a1");
  CHECK(Author::query().values_list(&Author::name).filter("posts__likes__weight", 5).execute() == Texts{"bob"});
  CHECK(Author::query().annotate<"n">(pv::count()).filter("company__name", "bolt").order_by("company__name").execute().size() == 1);
  CHECK(of_ann.page_after("", 1).rows.size() == 1);
}

TEST_CASE("relations: orders") {
  const Blog blog;
  const auto ordered = [](const pv::QuerySet<Author>& query) { return query.values_list(&Author::name).execute(); };
  CHECK(ordered(Author::query().order_by("company__name")) == Texts{"ann", "cid", "bob"});
  CHECK(ordered(Author::query().order_by(pv::nulls_first("-company__name"))) == Texts{"bob", "cid", "ann"});
  CHECK(ordered(Author::query().order_by("posts__title")) == Texts{"ann", "bob", "cid"});
  CHECK(ordered(Author::query().order_by(pv::nulls_last("-posts__title"))) == Texts{"bob", "ann", "cid"});
  CHECK(ordered(Author::query().order_by(pv::runtime("-reviews__likes__weight"), "name")) == Texts{"ann", "cid", "bob"});
  CHECK(ordered(Author::query().order_by("company__name", pv::descending)) == Texts{"bob", "cid", "ann"});
  CHECK(ordered(Author::query().order_by("company__name").reverse()) == Texts{"bob", "cid", "ann"});
}

TEST_CASE("relations: update and remove rows by what is related") {
  const Blog blog;
  CHECK(Post::query().filter("author__name", "ann").filter("tags__name", "blue").update(pv::set(&Post::title, "new")) == 1);
  CHECK(titles(Post::query()) == Texts{"a2", "b1", "new"});
  CHECK(Post::query().exclude("reviewer__company__name", "bolt").update(pv::set(&Post::body, "y")) == 2);
  CHECK(Post::query().filter("reviewer__name__isnull", true).update(pv::set(&Post::body, "z")) == 1);
  CHECK(Like::query().filter("post__author__name", "ann").remove() == 3);
  CHECK(Like::query().filter("post__tags__name", "blue").order_by("id").limit(1).remove() == 1);
  CHECK(Like::query().count() == 0);
}

TEST_CASE("relations: locks of joined rows") {
  const Blog blog;
  pv::Transaction transaction;
  CHECK(Post::query().filter("author__name", "ann").select_for_update().execute().size() == 2);
  CHECK(Post::query().filter("author__name", "ann").select_for_update({.of = "author"}).execute().size() == 2);
  CHECK(Post::query().select_for_update({.of = "author"}).execute().size() == 3);
  CHECK(Post::query().order_by("reviewer__name").select_for_update().execute().size() == 3);
  CHECK(Post::query().filter("reviewer__name", "bob").select_for_update({.of = "reviewer"}).execute().size() == 1);
  CHECK_THROWS_AS(Post::query().select_for_update({.of = "reviewer"}).execute(), pv::InvalidValue);
  CHECK_THROWS_AS(Post::query().select_for_update({.of = "tags"}), pv::InvalidValue);
}

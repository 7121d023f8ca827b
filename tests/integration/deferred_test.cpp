// SPDX-License-Identifier: MIT
// Rows of which some fields were not read: each call gives them, and nothing that is written loses what was left out.
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <promptview/json.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;
using promptview::testing::count_queries;

namespace deferred_test {

struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<struct Post> posts{};
};

struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  pv::Deferred<std::string> body{};
  pv::Deferred<std::optional<int>> rating{};
  pv::ForeignKey<Author> author{};
  std::int64_t edition{};
};
PROMPTVIEW_MODEL(Author, postgres, "deferred_test_authors", FIELD(id, primary_key), FIELD(name), RELATION(posts))
PROMPTVIEW_MODEL(Post, postgres, "deferred_test_posts", FIELD(id, primary_key), FIELD(title), FIELD(body, default_sql="'empty'"), FIELD(rating),
                 RELATION(author), FIELD(edition, row_version))

// Its key is the application's.
struct Page : pv::Model<Page> {
  std::string slug{};
  std::string title{};
  pv::Deferred<std::string> body{};
};
PROMPTVIEW_MODEL(Page, postgres, "deferred_test_pages", FIELD(slug, primary_key), FIELD(title), FIELD(body))

class Posts {
 public:
  Posts() {
    Author::initialize();
    Post::initialize();
    Page::initialize();
    Author ann{.name = "Ann"};
    ann.save();
    std::vector<Post> made{{.title = "a", .body = "body a", .rating = 5, .author = *ann.id}, {.title = "b", .body = "body b", .rating = std::nullopt, .author = *ann.id}};
    pv::save_all(made);
  }

 private:
  TestDatabase database_{};
};

std::string bodies() { return TestDatabase::ask("SELECT string_agg(title || '=' || body || ',' || coalesce(rating::text, '-'), ' ' ORDER BY id) FROM deferred_test_posts"); }
const std::string as_they_were = "a=body a,5 b=body b,-";

// What was read, and that the rest was not.
bool is_b(const Post& post) {
  return post.id == 2 && post.title == "b" && post.body.was_left_out() && post.rating.is_loaded() && post.rating == std::nullopt && post.author.key() == 1;
}

}  // namespace deferred_test

using namespace deferred_test;

TEST_CASE("a field that was left out throws where it is read, and save() leaves its column as it is") {
  const Posts rows;
  std::optional<Post> post = Post::query().filter("title", "b").defer("body", "rating").first();
  REQUIRE(post);
  CHECK_THROWS_MATCHES(post->body.value(), pv::FieldNotLoaded, message_contains("the field \"body\" was left out"));
  CHECK_THROWS_AS(post->rating.value(), pv::FieldNotLoaded);
  post->title = "c";
  CHECK(count_queries([&] { post->save(); }).round_trips == 1);
  CHECK(bodies() == "a=body a,5 c=body b,-");
  CHECK(post->edition == 1);
  CHECK(!post->body.is_loaded());
  post->rating = 3;
  post->update();
  CHECK(bodies() == "a=body a,5 c=body b,3");
  post->refresh();
  CHECK(post->body == "body b");
  CHECK(post->rating == 3);
  post->body = "new";
  post->save();
  CHECK(bodies() == "a=body a,5 c=new,3");
}

TEST_CASE("many objects are written each without what was left out of it") {
  const Posts rows;
  std::vector<Post> posts = Post::query().order_by("id").only("title").execute();
  posts[0].title = "A";
  posts[1].body = "other";
  pv::save_all(posts);
  CHECK(bodies() == "A=body a,5 b=other,-");
  posts[0].rating = 1;
  pv::update_all(posts);
  CHECK(bodies() == "A=body a,1 b=other,-");
  CHECK(pv::bulk_update(posts, "title") == 2);
  CHECK(bodies() == "A=body a,1 b=other,-");
}

TEST_CASE("to write what was left out is refused, and nothing is written") {
  const Posts rows;
  std::vector<Post> posts = Post::query().order_by("id").defer("body").execute();
  posts[0].body = "changed";
  posts[0].title = posts[1].title = "changed";
  CHECK_THROWS_MATCHES(pv::bulk_update(posts, "title", "body"), pv::FieldNotLoaded, message_contains("deferred_test::Post.body (object 1): "));
  CHECK_THROWS_MATCHES(posts[1].save_fields("body"), pv::FieldNotLoaded, message_contains("deferred_test::Post.body: "));
  const std::string insert = "deferred_test::Post.body: refresh() the object first: a query left the field out, and an insert would write another value";
  CHECK_THROWS_MATCHES(posts[1].insert(), pv::FieldNotLoaded, message(insert));
  CHECK_THROWS_MATCHES(posts[1].upsert(), pv::FieldNotLoaded, message(insert));
  CHECK_THROWS_MATCHES(posts[1].upsert("id"), pv::FieldNotLoaded, message(insert));
  CHECK_THROWS_MATCHES(pv::get_or_create(posts[1], "id"), pv::FieldNotLoaded, message(insert));
  CHECK_THROWS_MATCHES(pv::bulk_create(posts), pv::FieldNotLoaded, message_contains("deferred_test::Post.body (object 1): refresh() the object first"));
  CHECK_THROWS_AS(Post::query().filter("body", posts[1].body).exists(), pv::FieldNotLoaded);
  CHECK(bodies() == as_they_were);
}

TEST_CASE("a new object without a value inserts the column's default, which comes back") {
  const Posts rows;
  Post one{.title = "c", .author = 1};
  one.save();
  CHECK(one.body == "empty");
  CHECK(one.rating == std::nullopt);
  std::vector<Post> many{{.title = "d", .author = 1}, {.title = "e", .body = "", .author = 1}};
  CHECK(pv::bulk_create(many) == 2);
  CHECK(many[0].body == "empty");
  CHECK(many[1].body == "");
  CHECK(bodies() == as_they_were + " c=empty,- d=empty,- e=,-");
  std::vector<Post> wrong{{.title = "f", .author = 1}, {.title = "g", .author = 99}};
  CHECK_THROWS_AS(pv::save_all(wrong), pv::ForeignKeyViolation);
  CHECK(!wrong[0].body.is_loaded());
  CHECK(!wrong[0].body.was_left_out());
}

TEST_CASE("of a key of the application, what was left out says that there is a row") {
  const Posts rows;
  Page page{.slug = "home", .title = "Home"};
  CHECK_THROWS_AS(page.save(), pv::NotNullViolation);
  page.body = "text";
  page.save();
  std::optional<Page> read = Page::query().defer("body").first();
  read->title = "Start";
  read->save();
  CHECK(TestDatabase::ask("SELECT title || body FROM deferred_test_pages") == "Starttext");
  CHECK_THROWS_MATCHES(read->upsert(), pv::FieldNotLoaded, message_contains("Page.body: refresh() the object first"));
  Page::query().remove();
  CHECK_THROWS_AS(read->save(), pv::NotFound);
}

TEST_CASE("objects that a failed write puts back know what was left out of them, and which were given none") {
  const Posts posts;
  Author ann = Author::query().one();
  SECTION("rows of a relation") {
    std::vector<Post> read = Post::query().defer("body").order_by("title").execute();
    Post gone = read[1];
    gone.remove();
    read.push_back(Post{.title = "new"});
    CHECK_THROWS_AS(ann.posts.add(read), pv::Error);
    CHECK(read[0].body.was_left_out());
    CHECK(read[1].body.was_left_out());
    CHECK_FALSE(read[2].body.is_loaded());
    CHECK_FALSE(read[2].body.was_left_out());
  }
  SECTION("a graph") {
    std::vector<Post> read = Post::query().defer("body").order_by("title").execute();
    read[1].remove();
    CHECK_THROWS_AS(pv::save_graph(read), pv::Error);
    CHECK(read[0].body.was_left_out());
    CHECK(read[1].body.was_left_out());
  }
  CHECK(Post::query().filter("title", "a").one().body == "body a");
}

TEST_CASE("each call that gives rows gives them without the field, or refuses") {
  const Posts rows;
  const pv::QuerySet<Post> query = Post::query().defer("body").order_by("-id");
  CHECK(is_b(query.execute().front()));
  CHECK(is_b(*query.first()));
  CHECK(is_b(*query.reverse().last()));
  CHECK(is_b(query.filter("body", "body b").one()));
  CHECK(is_b(*query.latest("body")));
  CHECK(query.count() == 2);
  CHECK(query.exists());
  CHECK(query.contains(*query.first()));
  CHECK(is_b(query.in_bulk({2}).at(2)));
  CHECK(is_b(query.limit(1).as_cte<"some">().one()));
  CHECK(is_b(query.distinct().execute().front()));
  CHECK(is_b(query.distinct_on("id").execute().front()));
  CHECK(is_b(Post::query().union_with(Post::query()).defer("body").order_by("-id").execute().front()));
  CHECK(is_b(Post::query().order_by("id").recursive(&Post::id, &Post::id).filter("title", "b").defer("body").one()));
  CHECK(query.values_list(&Post::body).execute() == std::vector<std::string>{"body b", "body a"});
  CHECK(Post::query().filter("id__in", query.values_list(&Post::id)).count() == 2);
  CHECK(query.aggregate(pv::max(&Post::body)) == std::tuple{std::optional<std::string>{"body b"}});
  CHECK(query.update(pv::set(&Post::body, "same")) == 2);
}

TEST_CASE("streams, COPY, pages, locks and pipelines give them too") {
  const Posts rows;
  const pv::QuerySet<Post> query = Post::query().defer("body").order_by("-id");
  int streamed = 0;
  for (const Post& post : query.stream(1)) streamed += post.body.was_left_out() && post.rating.is_loaded() ? 1 : 0;
  for (const Post& post : query.copy_out()) streamed += post.body.was_left_out() && post.rating.is_loaded() ? 10 : 0;
  CHECK(streamed == 22);
  const pv::Page<Post> page = query.page_after("", 1);
  CHECK(is_b(page.rows.front()));
  CHECK(query.page_after(page.next, 1).rows.front().body.was_left_out());
  const pv::QuerySet<Post> ranges = query.order_by(pv::nulls_last("-rating"), "id");
  const pv::Page<Post> first = ranges.page_after("", 1);
  CHECK(first.rows.front().title == "a");
  CHECK(is_b(ranges.page_after(first.next, 1).rows.front()));
  CHECK_THROWS_MATCHES(query.order_by("body").page_after("", 1), pv::InvalidValue, message_contains("Post.body: read what pages are ordered by"));
  const auto [found, count] = pv::pipeline(query, query.count_query());
  CHECK(is_b(found.front()));
  CHECK(count == 2);
  pv::Transaction transaction;
  CHECK(is_b(query.select_for_update().execute().front()));
}

TEST_CASE("rows with computed values and relations give them too") {
  const Posts rows;
  const pv::QuerySet<Post> query = Post::query().defer("body").order_by("-id");
  const auto [post, length] = query.annotate<"length">(pv::length(&Post::body)).execute().front();
  CHECK(is_b(post));
  CHECK(length == 6);
  CHECK(is_b(std::get<0>(Post::query().annotate<"n">(pv::count(&Post::rating)).defer("body").order_by("-id").execute().front())));
  const std::vector<Post> joined = query.join_related("author").execute();
  CHECK(is_b(joined.front()));
  CHECK(joined.front().author->name == "Ann");
  CHECK(query.include("author").execute().front().author->name == "Ann");
  const Author author = Author::query().include("posts", query).one();
  CHECK(is_b(author.posts[0]));
  const Author some = Author::query().include("posts", query.limit(1)).one();
  CHECK(is_b(some.posts[0]));
  const Author by_body = Author::query().include("posts", query.order_by("-body")).one();
  CHECK(by_body.posts[0].body == "body b");  // the order needs it
  CHECK(pv::to_json(query.limit(1)).dump() == R"([{"author":1,"edition":0,"id":2,"rating":null,"title":"b"}])");
}

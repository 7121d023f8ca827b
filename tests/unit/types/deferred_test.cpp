// SPDX-License-Identifier: MIT
// Fields that queries leave out: what a Deferred is, and the whole SQL of defer and only.
#include <promptview/json.hpp>
#include <promptview/postgres/store/query_text.hpp>
#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/value_recorder.hpp>

using namespace promptview_test;
namespace pv = promptview;
using pv::Deferred;

namespace {

struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<struct Post> posts{};
};

struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  Deferred<std::string> body{};
  Deferred<std::optional<std::string>> notes{};
  pv::ForeignKey<Author> author{};

  friend bool operator==(const Post&, const Post&) = default;
};
PROMPTVIEW_MODEL(Author, postgres, "deferred_authors", FIELD(id, primary_key), FIELD(name), RELATION(posts))
PROMPTVIEW_MODEL(Post, postgres, "deferred_posts", FIELD(id, primary_key), FIELD(title), FIELD(body, max_length=100, column="text"),
                 FIELD(notes, index=btree), RELATION(author))

struct Log : pv::Model<Log> {
  int level{};
  Deferred<std::string> text{};
};
PROMPTVIEW_MODEL(Log, postgres, "deferred_logs", FIELD(level), FIELD(text))

std::string sql(const auto& query) { return pv::postgres::SQLBuilder::select(query.select()).sql; }
std::string count_sql(const auto& query) { return pv::postgres::SQLBuilder::count(query.select()).sql; }

const pv::QuerySet<Post> posts{};
const std::string without_body = R"(SELECT "id", "title", NULL::void AS "text", "notes", "author_id" FROM "deferred_posts")";

constexpr std::string_view field = "body";
Deferred<std::string> unread() { return Deferred<std::string>::left_out(field); }

static_assert(!Deferred<int>{}.is_loaded());
static_assert(!Deferred<int>{}.was_left_out());
static_assert(Deferred<int>{5}.is_loaded());
static_assert(*Deferred<int>{5} == 5);
static_assert(Deferred<int>{5} == 5);
static_assert(Deferred<int>{5} != 6);
static_assert(Deferred<int>{5} == Deferred<int>{5});
static_assert(Deferred<int>{} != Deferred<int>{0});
static_assert(Deferred<int>{} == Deferred<int>{});
static_assert(Deferred<int>{5} + 1 == 6);
static_assert(std::convertible_to<const char*, Deferred<std::string>>);
static_assert(!std::convertible_to<std::string, Deferred<int>>);

// It is a column like that of a T.
static_assert(pv::TypeMapping<Deferred<std::string>>::type.kind == pv::Kind::text);
static_assert(!pv::TypeMapping<Deferred<std::string>>::type.nullable);
static_assert(pv::TypeMapping<Deferred<std::optional<int>>>::type.nullable);
static_assert(std::same_as<decltype(posts.values_list(&Post::body))::row_type, std::string>);
static_assert(std::same_as<decltype(posts.values_list(&Post::notes))::row_type, std::optional<std::string>>);
static_assert(std::same_as<decltype(posts.defer("body"))::row_type, Post>);

}  // namespace

TEST_CASE("a field without a value throws where it is read, and says what to do") {
  Deferred<std::string> body;
  CHECK_THROWS_MATCHES(body.value(), pv::FieldNotLoaded, message("assign a value, or save() the object to have the column's default: it was given none"));
  body = unread();
  CHECK(body.was_left_out());
  CHECK(!body.is_loaded());
  const std::string text = "refresh() the object, or read it without defer() and only(): the field \"body\" was left out";
  CHECK_THROWS_MATCHES(*body, pv::FieldNotLoaded, message(text));
  CHECK_THROWS_AS(body->size(), pv::FieldNotLoaded);
  CHECK_THROWS_AS(std::string{body}, pv::FieldNotLoaded);
  CHECK_THROWS_AS(static_cast<void>(body == "text"), pv::FieldNotLoaded);
  CHECK_THROWS_AS(std::as_const(body).value(), pv::Error);
  ValueRecorder recorder;
  CHECK_THROWS_AS(pv::TypeMapping<Deferred<std::string>>::write(recorder, body), pv::FieldNotLoaded);
}

TEST_CASE("what is assigned is loaded") {
  Deferred<std::string> body = unread();
  body = "text";
  CHECK(body.is_loaded());
  CHECK(!body.was_left_out());
  CHECK(body == "text");
  *body += "s";
  CHECK(body->size() == 5);
  const std::string copied = body;
  CHECK(copied == "texts");
  body.reset();
  CHECK(body == Deferred<std::string>{});
  CHECK(unread() == Deferred<std::string>{});
  CHECK(unread() != Deferred<std::string>{""});
  Deferred<std::optional<int>> none = std::nullopt;
  CHECK(none.is_loaded());
  CHECK(none == std::nullopt);
  CHECK(Post{.title = "a"} == Post{.title = "a"});
  CHECK(Post{.title = "a"} != Post{.title = "a", .body = "b"});
}

TEST_CASE("defer leaves fields out of the columns, which keep their places") {
  CHECK(sql(posts.defer("body")) == without_body);
  CHECK(sql(posts.defer(&Post::body)) == without_body);
  CHECK(sql(posts.defer("body", "notes")) ==
        R"(SELECT "id", "title", NULL::void AS "text", NULL::void AS "notes", "author_id" FROM "deferred_posts")");
  CHECK(sql(posts.defer("body").defer("notes")) == sql(posts.defer(&Post::notes, "body")));
  CHECK(sql(posts) == R"(SELECT "id", "title", "text", "notes", "author_id" FROM "deferred_posts")");
}

TEST_CASE("only leaves out the deferred fields that it does not name, and replaces what was said before") {
  CHECK(sql(posts.only("id", "title")) == sql(posts.defer("body", "notes")));
  CHECK(sql(posts.only(&Post::id, &Post::title)) == sql(posts.defer("body", "notes")));
  CHECK(sql(posts.only("title", "notes")) == without_body);
  CHECK(sql(posts.defer("notes").only("notes")) == without_body);
  CHECK(sql(posts.only("title", "notes", "body")) == sql(posts));
  CHECK(sql(posts.only("notes").defer("notes")) == sql(posts.only("title")));
}

TEST_CASE("conditions and orders by a field that is left out are those of the table") {
  CHECK(sql(posts.defer("body").filter("body__contains", "x").order_by("-body", "id")) ==
        without_body + R"( WHERE "deferred_posts"."text"::text LIKE $1 ORDER BY "deferred_posts"."text" DESC, "deferred_posts"."id")");
  CHECK(sql(posts.defer("body").distinct_on("body")) ==
        R"(SELECT DISTINCT ON ("deferred_posts"."text") "id", "title", NULL::void AS "text", "notes", "author_id" FROM "deferred_posts" )"
        R"(ORDER BY "deferred_posts"."text", "deferred_posts"."id")");
  CHECK(count_sql(posts.defer("body").filter("body", "x")) == R"(SELECT count(*) FROM "deferred_posts" WHERE "deferred_posts"."text" = $1)");
}

TEST_CASE("a query around one that leaves fields out leaves them out itself, so that it can use them") {
  CHECK(sql(posts.defer("body").as_cte<"some">().filter("body", "x")) ==
        R"(WITH "some" AS (SELECT "id", "title", "text", "notes", "author_id" FROM "deferred_posts") )"
        R"(SELECT "id", "title", NULL::void AS "text", "notes", "author_id" FROM "some" WHERE "some"."text" = $1)");
  CHECK(sql(posts.union_all(posts).defer("body")) ==
        R"(SELECT "id", "title", NULL::void AS "text", "notes", "author_id" FROM ()"
        R"((SELECT "id", "title", "text", "notes", "author_id" FROM "deferred_posts") UNION ALL )"
        R"((SELECT "id", "title", "text", "notes", "author_id" FROM "deferred_posts")) AS "rows")");
  CHECK(sql(posts.defer("body").values(&Post::body)) == R"(SELECT "text" FROM "deferred_posts")");
  CHECK(sql(posts.filter("id__in", posts.defer("body").values_list(&Post::id))) ==
        R"(SELECT "id", "title", "text", "notes", "author_id" FROM "deferred_posts" WHERE "id" = ANY(SELECT "id" FROM "deferred_posts" AS "pv1"))");
}

TEST_CASE("relations that are joined stand behind it, and included rows are read without the fields") {
  CHECK(sql(posts.defer("body").join_related("author")).starts_with(
      R"(SELECT "deferred_posts"."id", "deferred_posts"."title", NULL::void AS "text", "deferred_posts"."notes", "deferred_posts"."author_id", )"));
  const std::string included = pv::postgres::query_text(Author::query().include("posts", posts.defer("body", "notes").order_by("body")).select(),
                                                        pv::SqlText::placeholders);
  CHECK_THAT(included, contains(R"("text", NULL::void AS "notes")"));  // rows are ordered by it
  CHECK_THAT(included, !contains("NULL::void AS \"text\""));
}

TEST_CASE("what would choose other rows is refused") {
  CHECK_THROWS_MATCHES(posts.defer("body").union_with(posts), pv::InvalidValue,
                       message_contains("call defer() and only() behind the set operator, on all of its rows"));
  CHECK_THROWS_MATCHES(posts.intersect(posts.only("id")), pv::InvalidValue, message_contains("call defer() and only() behind"));
  CHECK(sql(posts.defer("body").distinct()) == without_body);
  CHECK_THROWS_MATCHES(sql(Log::query().defer("text").distinct()), pv::InvalidValue,
                       message_contains("put as_cte<\"...\">() between distinct() and defer() or only()"));
  CHECK(sql(Log::query().distinct().as_cte<"all">().defer("text")) ==
        R"(WITH "all" AS (SELECT DISTINCT "level", "text" FROM "deferred_logs") SELECT "level", NULL::void AS "text" FROM "all")");
}

TEST_CASE("JSON leaves out what is not there") {
  Post post{.title = "a"};
  post.notes = std::nullopt;
  post.author = 1;
  post.body = unread();
  CHECK(pv::to_json(post).dump() == R"({"author":1,"id":null,"notes":null,"title":"a"})");
  pv::from_json(pv::Json::parse(R"({"body":"b"})"), post);
  CHECK(post.body == "b");
}

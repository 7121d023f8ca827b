// SPDX-License-Identifier: MIT
// Documents of strangers cross relations only by the paths that are listed.
#include <promptview/promptview.hpp>
#include <promptview_test/blog.hpp>
#include <promptview_test/catch.hpp>

#include <string>

namespace pv = promptview;
using namespace promptview_test::blog;
using promptview_test::message;

namespace {

const pv::DocumentRules<Post> own{.fields = {"title", "author"}};
const pv::DocumentRules<Post> paths{.fields = {"title", "author__name", "tags", "tags__name"}};

std::string tail(const pv::QuerySet<Post>& query) {
  const std::string sql = query.to_sql();
  return sql.substr(sql.find(" WHERE "));
}
std::string json(const std::string& text, const pv::DocumentRules<Post>& rules) { return tail(pv::apply_json(Post::query(), text, rules)); }

}  // namespace

TEST_CASE("documents: fields alone allow no way to other models") {
  CHECK(json(R"({"author": 5})", own) == R"( WHERE "author_id" = 5 LIMIT 100)");
  for (const char* text : {"author__name", "author__id", "author__company__name", "author__posts__title", "tags", "tags__name", "tags__isnull", "likes__isnull",
                           "author__name__icontains", "author__nothing"}) {
    CHECK_THROWS_AS(json(std::string{"{\""} + text + "\": \"1\"}", own), pv::UnknownField);
    CHECK_THROWS_AS(pv::apply_json(Post::query(), std::string{"{\"order\": \""} + text + "\"}", own), pv::UnknownField);
    CHECK_THROWS_AS(pv::apply_query_string(Post::query(), std::string{text} + "=1", own), pv::UnknownField);
  }
  CHECK_THROWS_MATCHES(json(R"({"author__name": "x"})", own), pv::UnknownField,
                       message("/author__name: there is no field for \"author__name\": use title, author"));
}

TEST_CASE("documents: a path that is listed, and no other") {
  CHECK(json(R"({"author__name__icontains": "ann"})", paths) == R"( WHERE UPPER("pv0_1"."name"::text) LIKE UPPER('%ann%') LIMIT 100)");
  CHECK(json(R"({"tags__isnull": false})", paths) ==
        R"( WHERE EXISTS (SELECT 1 FROM "blog_post_tags" AS "pv1_j" WHERE "pv1_j"."post_id" = "blog_posts"."id") LIMIT 100)");
  CHECK(json(R"({"tags__in": [1], "tags__name": "x", "title": "y"})", paths).find(R"("pv1_j"."tag_id" = ANY)") != std::string::npos);
  CHECK(json(R"({"filter": {"title": "x"}, "order": "-author__name"})", paths) == R"( WHERE "blog_posts"."title" = 'x' ORDER BY "pv0_1"."name" DESC LIMIT 100)");
  for (const char* text : {"author", "author__id", "author__age", "author__company__name", "tags__posts__title", "author__posts__author__name"})
    CHECK_THROWS_AS(json(std::string{"{\""} + text + "\": 1}", paths), pv::UnknownField);
}

// SPDX-License-Identifier: MIT
// Objects stand for their keys beside relations.
#include <promptview/promptview.hpp>
#include <promptview_test/blog.hpp>
#include <promptview_test/catch.hpp>

#include <type_traits>
#include <vector>

namespace pv = promptview;
using namespace promptview_test::blog;
using promptview_test::message;

namespace {

std::string where(const auto& query) {
  const std::string sql = query.to_sql();
  return sql.substr(sql.find(" WHERE ") + 7);
}
Author saved(std::int64_t id) {
  Author author;
  author.id = id;
  return author;
}

}  // namespace

TEST_CASE("an object beside a relation is its key") {
  CHECK(where(Post::query().filter("author", saved(5))) == R"("author_id" = 5)");
  CHECK(where(Post::query().filter("author__ne", saved(5))) == R"("author_id" IS DISTINCT FROM 5::bigint)");
  CHECK(where(Post::query().filter("author__in", std::vector<Author>{saved(1), saved(2)})) == R"("author_id" = ANY('{"1","2"}'::bigint[]))");
  CHECK(where(Post::query().filter(pv::runtime("reviewer"), saved(7))) == R"("reviewer_id" = 7)");
  CHECK(where(Like::query().filter("post__author", saved(5))) == R"("pv0_1"."author_id" = 5)");
  Tag tag;
  tag.id = 3;
  CHECK(where(Post::query().filter("tags", tag)).ends_with(R"("pv1_j"."tag_id" = 3))"));
  CHECK(where(Post::query().exclude("tags__in", std::vector{tag})).ends_with(R"("pv1_j"."tag_id" = ANY('{"3"}'::bigint[]))))"));
}

TEST_CASE("an object without a key, or of another model, is refused") {
  CHECK_THROWS_MATCHES(Post::query().filter("author", Author{}), pv::InvalidValue, message("promptview_test::blog::Author: the object has no key yet: save() it first"));
  CHECK_THROWS_AS(Post::query().filter(pv::runtime("author"), Tag{}), pv::InvalidValue);
  CHECK_THROWS_AS(Post::query().filter(pv::runtime("id"), saved(5)), pv::InvalidValue);
}

TEST_CASE("the column of a relation is set as its key") {
  CHECK(pv::set(&Post::author, 5).assignment().value.value.integer == 5);
  CHECK(pv::set(&Post::reviewer, std::nullopt).assignment().value.value.null);
}

TEST_CASE("a chain of objects that hold each other ends without the stack, however long it is") {
  std::vector<pv::Shared<Author>> kept;
  {
    pv::Shared last{Author{.name = "first"}};
    kept.push_back(last);
    for (int i = 0; i < 100'000; ++i) {
      pv::Shared<Post> post{Post{}};
      post->author = last;
      last = pv::Shared{Author{}};
      last->posts.append(post);
    }
  }
  CHECK(kept[0]->name == "first");
  CHECK(kept[0].pointer().get()->holders == 1);
}

TEST_CASE("a relation that knows its object by its place is copied with its object only") {
  STATIC_REQUIRE_FALSE(std::is_convertible_v<const pv::HasMany<Post>&, pv::HasMany<Post>>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<pv::HasMany<Post>, pv::HasMany<Post>>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<const pv::HasOne<Profile>&, pv::HasOne<Profile>>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<const pv::ManyToMany<Tag>&, pv::ManyToMany<Tag>>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<const pv::Reference<Post>&, pv::Reference<Post>>);
  STATIC_REQUIRE(std::is_convertible_v<const Author&, Author>);
  STATIC_REQUIRE(std::is_nothrow_move_constructible_v<Author>);
  STATIC_REQUIRE(std::is_aggregate_v<Author>);
}

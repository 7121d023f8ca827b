// SPDX-License-Identifier: MIT
#include <string>

#include <promptview/postgres/statements/join_table_sql.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;

namespace {

struct Tag;
struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  pv::ManyToMany<Tag> tags{};
};
struct Tag : pv::Model<Tag> {
  std::string name{};
  pv::ManyToMany<Post> posts{};
};
struct Room : pv::Model<Room> {
  std::int32_t floor{};
  std::string name{};
  pv::ManyToMany<Tag> tags{};
};
PROMPTVIEW_MODEL(Post, postgres, "posts", FIELD(id, primary_key), RELATION(tags, through = "post\"tags", related = "posts"), TABLE(schema = "a\"b"))
PROMPTVIEW_MODEL(Tag, postgres, "tags", FIELD(name, primary_key, type = "citext"), RELATION(posts, related = "tags"))
PROMPTVIEW_MODEL(Room, postgres, "rooms", FIELD(floor), FIELD(name), RELATION(tags, through = "room_tags"), TABLE(primary_key = "floor, name"))

using Kind = pv::detail::JoinChange::Kind;

template <class M>
std::string sql(Kind kind) {
  return pv::postgres::join_rows_sql::make(pv::detail::link_of(pv::detail::model_of<M>().relations[0]), kind);
}

}  // namespace

TEST_CASE("relations, SQL of join rows: names are quoted, values are arrays") {
  CHECK(sql<Post>(Kind::add) ==
        R"(INSERT INTO "a""b"."post""tags" ("post_id", "tag_id") SELECT d.o1, d.t1 FROM UNNEST($1::bigint[], $2::citext[]) AS d(o1, t1) )"
        R"(ON CONFLICT DO NOTHING)");
  CHECK(sql<Post>(Kind::remove) ==
        R"(DELETE FROM "a""b"."post""tags" AS j USING UNNEST($1::bigint[], $2::citext[]) AS d(o1, t1) WHERE j."post_id" = d.o1 AND )"
        R"(j."tag_id" = d.t1)");
  CHECK(sql<Post>(Kind::clear) == R"(DELETE FROM "a""b"."post""tags" AS j WHERE j."post_id" = ($1::bigint[])[1])");
  CHECK(sql<Post>(Kind::set) ==
        R"(WITH gone AS (DELETE FROM "a""b"."post""tags" AS j WHERE j."post_id" = ($1::bigint[])[1] AND NOT EXISTS (SELECT FROM )"
        R"(UNNEST($2::citext[]) AS d(t1) WHERE j."tag_id" = d.t1)) INSERT INTO "a""b"."post""tags" ("post_id", "tag_id") SELECT )"
        R"(($1::bigint[])[1], d.t1 FROM UNNEST($2::citext[]) AS d(t1) ON CONFLICT DO NOTHING)");
  CHECK(sql<Post>(Kind::missing) ==
        R"(SELECT d.n FROM UNNEST($1::bigint[], $2::citext[]) WITH ORDINALITY AS d(o1, t1, n) WHERE NOT EXISTS (SELECT FROM )"
        R"("a""b"."post""tags" AS j WHERE j."post_id" = d.o1 AND j."tag_id" = d.t1) ORDER BY d.n)");
}

TEST_CASE("relations, SQL of join rows: keys of several columns") {
  CHECK(sql<Room>(Kind::add) ==
        R"(INSERT INTO "room_tags" ("room_floor", "room_name", "tag_id") SELECT d.o1, d.o2, d.t1 FROM UNNEST($1::integer[], $2::text[], )"
        R"($3::citext[]) AS d(o1, o2, t1) ON CONFLICT DO NOTHING)");
  CHECK(sql<Room>(Kind::keep) ==
        R"(DELETE FROM "room_tags" AS j WHERE j."room_floor" = ($1::integer[])[1] AND j."room_name" = ($2::text[])[1] AND NOT EXISTS )"
        R"((SELECT FROM UNNEST($3::citext[]) AS d(t1) WHERE j."tag_id" = d.t1))");
}

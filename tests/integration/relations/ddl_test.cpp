// SPDX-License-Identifier: MIT
// Tables that refer to each other: made and dropped, in any order.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace relations_ddl_test {

// Registered before what they refer to.
struct Author;
struct Tag;
struct City;
struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  pv::ForeignKey<Author> author{};
  pv::ManyToMany<Tag> tags{};
};
PROMPTVIEW_MODEL(Post, postgres, "relations_ddl_posts", FIELD(id, primary_key), FIELD(title), RELATION(author), RELATION(tags))

// A cycle of three: author, city, mayor.
struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::OptionalForeignKey<City> city{};
  pv::HasMany<Post> posts{};
};
PROMPTVIEW_MODEL(Author, postgres, "relations_ddl_authors", FIELD(id, primary_key), FIELD(name), RELATION(city), RELATION(posts))

struct City : pv::Model<City> {
  std::string name{};
  pv::OptionalOneToOne<Author> mayor{};
  std::int64_t number{};
};
PROMPTVIEW_MODEL(City, postgres, "relations_ddl_cities", FIELD(number, primary_key), FIELD(name), RELATION(mayor, deferrable),
                 TABLE(schema="Relations \"DDL\""))

struct Tag : pv::Model<Tag> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::ManyToMany<Post> posts{};
};
PROMPTVIEW_MODEL(Tag, postgres, "relations_ddl_tags", FIELD(id, primary_key), FIELD(name), RELATION(posts, related="tags"))

// A tree, and a loop of many to many.
struct Part : pv::Model<Part> {
  pv::Auto<std::int64_t> id{};
  pv::OptionalForeignKey<Part> parent{};
  pv::HasMany<Part> parts{};
  pv::ManyToMany<Part> fits{};
};
PROMPTVIEW_MODEL(Part, postgres, "relations_ddl_parts", FIELD(id, primary_key), RELATION(parent), RELATION(parts), RELATION(fits))

// Names of 63 bytes, with capitals and quotes.
#define HOSTILE_TABLE "Relations ' \"DDL\" \\ with a name of sixty three bytes: it's enou"
struct Hostile : pv::Model<Hostile> {
  std::string key{};
  std::optional<std::string> up_key{};
  pv::Reference<Hostile> up{};
  pv::OptionalForeignKey<Hostile, std::string> other{};
  pv::ManyToMany<Hostile> many{};
};
PROMPTVIEW_MODEL(Hostile, postgres, HOSTILE_TABLE, FIELD(key, primary_key, column="Key; DROP TABLE \"x\" -- 'a'"), FIELD(up_key, column="UP"),
                 RELATION(up, fields="up_key"), RELATION(other, column="a column, whose name has sixty-three bytes and a ' in it-------"),
                 RELATION(many, through="The \"join\" table, whose name has sixty-three bytes; and a ' too",
                          source="the \"first\" column", target="the 'second' column"))

// Tables of others: never made, never dropped.
struct Theirs : pv::Model<Theirs> {
  std::int64_t id{};
  pv::ForeignKey<Author> author{};
  pv::ManyToMany<Tag> tags{};
};
PROMPTVIEW_MODEL(Theirs, postgres, "relations_ddl_theirs", FIELD(id, primary_key), RELATION(author), RELATION(tags), TABLE(managed=false))

std::string constraints() {
  return TestDatabase::ask("SELECT coalesce(string_agg(conname, ', ' ORDER BY conname COLLATE \"C\"), '') FROM pg_constraint WHERE contype = 'f' AND "
                           "conrelid::regclass::text LIKE '%relations_ddl_%'");
}
std::string tables() {
  return TestDatabase::ask("SELECT coalesce(string_agg(relname, ', ' ORDER BY relname COLLATE \"C\"), '') FROM pg_class WHERE relkind = 'r' AND "
                           "relname LIKE 'relations_ddl_%'");
}

const std::string all_constraints =
    "relations_ddl_authors_city_id_fkey, relations_ddl_cities_mayor_id_fkey, relations_ddl_parts_fits_from_part_id_fkey, "
    "relations_ddl_parts_fits_to_part_id_fkey, relations_ddl_parts_parent_id_fkey, relations_ddl_posts_author_id_fkey, "
    "relations_ddl_posts_tags_post_id_fkey, relations_ddl_posts_tags_tag_id_fkey";
const std::string all_tables =
    "relations_ddl_authors, relations_ddl_cities, relations_ddl_parts, relations_ddl_parts_fits, relations_ddl_posts, "
    "relations_ddl_posts_tags, relations_ddl_tags";

}  // namespace relations_ddl_test

using namespace relations_ddl_test;

TEST_CASE("initialize_all makes tables that refer to each other, in one round trip behind the one that compares, however often") {
  const TestDatabase database;
  const auto sent = pv::testing::count_queries([] { pv::NamespaceManager::initialize_all(); });
  CHECK(sent.round_trips == 2);
  CHECK(constraints() == all_constraints);
  CHECK(tables() == all_tables);

  City{.name = "Rome", .number = 1}.save();
  Author ann{.name = "Ann", .city = 1};
  ann.save();
  pv::NamespaceManager::initialize_all();
  CHECK(constraints() == all_constraints);
  CHECK(tables() == all_tables);
  CHECK(Author::get(ann.id)->city.key() == 1);

  CHECK(TestDatabase::ask("SELECT count(*) FROM pg_class WHERE relname IN ('relations_ddl_posts_author_id_idx', "
                          "'relations_ddl_posts_tags_tag_id_idx', 'relations_ddl_parts_parent_id_idx', 'relations_ddl_cities_mayor_id_idx')") == "3");
}

TEST_CASE("drop_all drops tables that refer to each other, and nothing of others") {
  const TestDatabase database;
  pv::NamespaceManager::initialize_all();
  TestDatabase::execute("CREATE TABLE relations_ddl_theirs (id bigint PRIMARY KEY, author_id bigint)");
  City{.name = "Rome", .number = 1}.save();
  Author{.name = "Ann", .city = 1}.save();
  TestDatabase::execute("UPDATE \"Relations \"\"DDL\"\"\".relations_ddl_cities SET mayor_id = 1");
  Post{.title = "one", .author = 1}.save();
  TestDatabase::execute("ALTER TABLE relations_ddl_posts RENAME CONSTRAINT relations_ddl_posts_author_id_fkey TO another_name");
  pv::NamespaceManager::drop_all();
  CHECK(tables() == "relations_ddl_theirs");
  pv::NamespaceManager::drop_all();
  pv::NamespaceManager::initialize_all();
  CHECK(constraints() == all_constraints);
}

TEST_CASE("drop_all drops nothing where a table of others refers to one of ours") {
  const TestDatabase database;
  pv::NamespaceManager::initialize_all();
  TestDatabase::execute("CREATE TABLE relations_ddl_theirs (id bigint PRIMARY KEY, author_id bigint REFERENCES relations_ddl_authors)");
  CHECK_THROWS_MATCHES(pv::NamespaceManager::drop_all(), pv::DatabaseError, message_contains("other tables refer to what is to be dropped: drop them first"));
  CHECK(tables() == all_tables + ", relations_ddl_theirs");
  CHECK(constraints() == all_constraints + ", relations_ddl_theirs_author_id_fkey");
}

TEST_CASE("a table is not made before those that it refers to; itself is one of them") {
  const TestDatabase database;
  CHECK_THROWS_MATCHES(Post::initialize(), pv::NotInitialized,
                       message("relations_ddl_test::Post.author: the table of relations_ddl_test::Author does not exist: initialize "
                               "relations_ddl_test::Author first, or use pv::NamespaceManager::initialize_all()"));
  CHECK(tables().empty());
  Part::initialize();
  Part::initialize();
  CHECK(tables() == "relations_ddl_parts, relations_ddl_parts_fits");
  CHECK(constraints() == "relations_ddl_parts_fits_from_part_id_fkey, relations_ddl_parts_fits_to_part_id_fkey, relations_ddl_parts_parent_id_fkey");
  Part::drop();
  Part::drop();
  CHECK(tables().empty());
}

TEST_CASE("a join table comes with the second of its sides and goes with the first") {
  const TestDatabase database;
  pv::NamespaceManager::initialize_all();
  const std::string columns = "SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute WHERE attnum > 0 AND attrelid = "
                              "'relations_ddl_posts_tags'::regclass";
  Tag::drop();
  CHECK(tables() == "relations_ddl_authors, relations_ddl_cities, relations_ddl_parts, relations_ddl_parts_fits, relations_ddl_posts");
  Tag::initialize();
  CHECK(tables() == all_tables);
  CHECK(TestDatabase::ask(columns) == "post_id, tag_id");

  Post::drop();
  CHECK(tables() == "relations_ddl_authors, relations_ddl_cities, relations_ddl_parts, relations_ddl_parts_fits, relations_ddl_tags");
  Post::initialize();
  CHECK(tables() == all_tables);
  CHECK(TestDatabase::ask(columns) == "post_id, tag_id");
  CHECK(constraints() == all_constraints);
}

TEST_CASE("a table that others refer to is not dropped alone") {
  const TestDatabase database;
  pv::NamespaceManager::initialize_all();
  CHECK_THROWS_MATCHES(Author::drop(), pv::DatabaseError,
                       message_contains("relations_ddl_test::Author: other tables refer to what is to be dropped: drop them first, or use "
                                        "pv::NamespaceManager::drop_all()"));
  CHECK(tables() == all_tables);
}

TEST_CASE("names of 63 bytes, with quotes, capitals and spaces") {
  const TestDatabase database;
  Hostile::initialize();
  Hostile::initialize();
  Hostile{.key = "a"}.save();
  Hostile{.key = "b", .up_key = "a", .other = std::string{"a"}}.save();
  CHECK(TestDatabase::ask("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace") == "4");
  CHECK_THROWS_AS((Hostile{.key = "c", .up_key = "x"}.save()), pv::ForeignKeyViolation);
  CHECK_THROWS_AS((Hostile{.key = "c", .other = std::string{"x"}}.save()), pv::ForeignKeyViolation);
  CHECK(Hostile::query().count() == 2);
  Hostile::drop();
  CHECK(TestDatabase::ask("SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace") == "0");
}

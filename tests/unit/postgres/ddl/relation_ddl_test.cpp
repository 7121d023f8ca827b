// SPDX-License-Identifier: MIT
#include <promptview/model.hpp>
#include <promptview/postgres/ddl/relation_ddl.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;
namespace ddl = promptview::postgres::ddl;
using pv::detail::model_of;

namespace relation_ddl_test {

using Statements = std::vector<std::string>;

struct Post;
struct Tag;
struct Profile;

struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string email{};
  pv::HasMany<Post> posts{};
  pv::HasOne<Profile> profile{};
};
PROMPTVIEW_MODEL(Author, postgres, "rd_authors", FIELD(id, primary_key), FIELD(email, unique, max_length=80), RELATION(posts, related="author"),
                 RELATION(profile))

struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<Author> author{};
  pv::OptionalForeignKey<Author, std::string> editor{};
  pv::ManyToMany<Tag> tags{};
};
PROMPTVIEW_MODEL(Post, postgres, "rd_posts", FIELD(id, primary_key), RELATION(author, on_delete=cascade, comment="who wrote it"),
                 RELATION(editor, column="edited \"by\"", references="email", on_delete=set_null, on_update=cascade, deferrable, index=none,
                          name="the editor's key"),
                 RELATION(tags, through="rd_post_tags"))

struct Tag : pv::Model<Tag> {
  std::string slug{};
  pv::ManyToMany<Post> posts{};
};
PROMPTVIEW_MODEL(Tag, postgres, "rd_tags", FIELD(slug, primary_key, max_length=20), RELATION(posts, related="tags"), TABLE(schema="rd lists"))

// The key of another row is its own.
struct Profile : pv::Model<Profile> {
  pv::OneToOne<Author> author{};
  std::string text{};
};
PROMPTVIEW_MODEL(Profile, postgres, "rd_profiles", RELATION(author, primary_key, unique=false, index=btree), FIELD(text))

struct Order : pv::Model<Order> {
  std::int64_t tenant_id{};
  int number{};
};
PROMPTVIEW_MODEL(Order, postgres, "rd_orders", FIELD(tenant_id, column="tenant"), FIELD(number), TABLE(primary_key="tenant_id, number"))

struct OrderLine : pv::Model<OrderLine> {
  std::int64_t tenant_id{};
  int order_number{};
  int line{};
  pv::Reference<Order> order{};
};
PROMPTVIEW_MODEL(OrderLine, postgres, "rd_order_lines", FIELD(tenant_id), FIELD(order_number), FIELD(line),
                 RELATION(order, fields="tenant_id, order_number", on_delete=restrict, on_update=no_action),
                 TABLE(primary_key="order_number, tenant_id, line"))

struct Parcel : pv::Model<Parcel> {
  pv::Auto<std::int64_t> id{};
  std::optional<std::int64_t> tenant_id{};
  std::optional<int> number{};
  pv::Reference<Order> order{};
  pv::Reference<Order> turned{};
};
PROMPTVIEW_MODEL(Parcel, postgres, "rd_parcels", FIELD(id, primary_key), FIELD(tenant_id), FIELD(number),
                 RELATION(order, fields="tenant_id, number", on_delete=set_null),
                 RELATION(turned, fields="number, tenant_id", references="number, tenant_id"))

// Indexes that are there already.
struct Seat : pv::Model<Seat> {
  pv::ForeignKey<Author> first{};
  pv::ForeignKey<Author> second{};
  pv::ForeignKey<Author> unique_set{};
  pv::ForeignKey<Author> indexed{};
  pv::ForeignKey<Author> one{};
  pv::ForeignKey<Author> half{};
  pv::ForeignKey<Author> hashed{};
  pv::ForeignKey<Author> by_expression{};
};
PROMPTVIEW_MODEL(Seat, postgres, "rd_seats", RELATION(first), RELATION(second), RELATION(unique_set), RELATION(indexed), RELATION(one, unique),
                 RELATION(half), RELATION(hashed, index=hash), RELATION(by_expression), UNIQUE("unique_set, second"),
                 INDEX("indexed DESC, first"), INDEX("half", where="half_id > 0"), INDEX("(by_expression_id + 1), by_expression"),
                 TABLE(primary_key="first, second"))

// Trees and loops.
struct Person : pv::Model<Person> {
  pv::Auto<std::int64_t> id{};
  pv::OptionalForeignKey<Person> boss{};
  pv::HasMany<Person> staff{};
  pv::ManyToMany<Person> friends{};
};
PROMPTVIEW_MODEL(Person, postgres, "rd_people", FIELD(id, primary_key), RELATION(boss), RELATION(staff),
                 RELATION(friends, on_delete=restrict, on_update=cascade, deferrable))

// Two foreign keys on one column.
struct Mark : pv::Model<Mark> {
  std::int64_t author_id{};
  pv::Reference<Author> author{};
  pv::Reference<Person> person{};
};
PROMPTVIEW_MODEL(Mark, postgres, "rd_marks", FIELD(author_id, primary_key), RELATION(author, fields="author_id"),
                 RELATION(person, fields="author_id"))

struct Theirs : pv::Model<Theirs> {
  std::int64_t id{};
};
PROMPTVIEW_MODEL(Theirs, postgres, "rd_theirs", FIELD(id), TABLE(managed=false, primary_key="id"))

struct Ours : pv::Model<Ours> {
  pv::Auto<std::int64_t> id{};
  pv::OneToOne<Theirs> theirs{};
};
PROMPTVIEW_MODEL(Ours, postgres, "rd_ours", FIELD(id, primary_key), RELATION(theirs))

template <class M>
std::string foreign_key(std::size_t number) {
  return ddl::create_foreign_keys(model_of<M>()).at(number);
}

}  // namespace relation_ddl_test

using namespace relation_ddl_test;

TEST_CASE("the columns of foreign keys stand in the table, the constraints do not") {
  CHECK(ddl::create_table(model_of<Post>()) ==
        "CREATE TABLE IF NOT EXISTS \"rd_posts\" (\n"
        "  \"id\" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,\n"
        "  \"author_id\" bigint NOT NULL,\n"
        "  \"edited \"\"by\"\"\" text,\n"
        "  PRIMARY KEY (\"id\")\n)");
  CHECK(ddl::comments(model_of<Post>()) == Statements{"COMMENT ON COLUMN \"rd_posts\".\"author_id\" IS 'who wrote it'"});
  CHECK(ddl::create_table(model_of<Ours>()) ==
        "CREATE TABLE IF NOT EXISTS \"rd_ours\" (\n"
        "  \"id\" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,\n"
        "  \"theirs_id\" bigint NOT NULL UNIQUE,\n"
        "  PRIMARY KEY (\"id\")\n)");
}

TEST_CASE("a foreign key is added where it is missing") {
  CHECK(foreign_key<Post>(0) ==
        "DO 'BEGIN IF NOT EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conrelid = to_regclass(''\"rd_posts\"'') "
        "AND conname = ''rd_posts_author_id_fkey'') THEN "
        "IF to_regclass(''\"rd_authors\"'') IS NULL THEN RAISE EXCEPTION USING ERRCODE = ''PV001'', MESSAGE = "
        "''relation_ddl_test::Post.author: the table of relation_ddl_test::Author does not exist: initialize relation_ddl_test::Author first, "
        "or use pv::NamespaceManager::initialize_all()''; END IF; "
        "ALTER TABLE \"rd_posts\" ADD CONSTRAINT \"rd_posts_author_id_fkey\" FOREIGN KEY (\"author_id\") REFERENCES \"rd_authors\" (\"id\") "
        "ON DELETE CASCADE; END IF; END'");
  CHECK_THAT(foreign_key<Ours>(0), promptview_test::contains("MESSAGE = ''relation_ddl_test::Ours.theirs: create the table \"rd_theirs\" "
                                                             "first: relation_ddl_test::Theirs is managed=false''"));
}

TEST_CASE("what the options of a foreign key become") {
  const auto clause = [](const std::string& text) {
    const std::size_t at = text.find("ADD CONSTRAINT ") + 4;
    return text.substr(at, text.find("; END IF; END", at) - at);
  };
  CHECK(clause(foreign_key<Post>(1)) ==
        "CONSTRAINT \"the editor''s key\" FOREIGN KEY (\"edited \"\"by\"\"\") REFERENCES \"rd_authors\" (\"email\") "
        "ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED");
  CHECK(clause(foreign_key<OrderLine>(0)) ==
        "CONSTRAINT \"rd_order_lines_tenant_id_order_number_fkey\" FOREIGN KEY (\"tenant_id\", \"order_number\") REFERENCES \"rd_orders\" "
        "(\"tenant\", \"number\") ON DELETE RESTRICT");
  CHECK(clause(foreign_key<Parcel>(1)) ==
        "CONSTRAINT \"rd_parcels_number_tenant_id_fkey\" FOREIGN KEY (\"number\", \"tenant_id\") REFERENCES \"rd_orders\" (\"number\", \"tenant\")");
  CHECK(clause(foreign_key<Person>(0)) ==
        "CONSTRAINT \"rd_people_boss_id_fkey\" FOREIGN KEY (\"boss_id\") REFERENCES \"rd_people\" (\"id\")");
}

TEST_CASE("two foreign keys on the same columns have two names") {
  CHECK(ddl::foreign_key_names(model_of<Mark>()) == Statements{"rd_marks_author_id_fkey", "rd_marks_author_id_fkey1"});
  CHECK(ddl::foreign_key_names(model_of<Post>()) == Statements{"rd_posts_author_id_fkey", "the editor's key", ""});
}

TEST_CASE("a foreign key gets an index, unless there is one that begins with its columns") {
  CHECK(ddl::create_indexes(model_of<Post>()) ==
        Statements{"CREATE INDEX IF NOT EXISTS \"rd_posts_author_id_idx\" ON \"rd_posts\" USING btree (\"author_id\")"});
  CHECK(ddl::create_indexes(model_of<Profile>()).empty());
  CHECK(ddl::create_indexes(model_of<Ours>()).empty());
  CHECK(ddl::create_indexes(model_of<OrderLine>()).empty());
  CHECK(ddl::create_indexes(model_of<Mark>()).empty());
  CHECK(ddl::create_indexes(model_of<Parcel>()) ==
        Statements{"CREATE INDEX IF NOT EXISTS \"rd_parcels_tenant_id_number_idx\" ON \"rd_parcels\" USING btree (\"tenant_id\", \"number\")",
                   "CREATE INDEX IF NOT EXISTS \"rd_parcels_number_tenant_id_idx\" ON \"rd_parcels\" USING btree (\"number\", \"tenant_id\")"});
  CHECK(ddl::create_indexes(model_of<Seat>()) ==
        Statements{"CREATE INDEX IF NOT EXISTS \"rd_seats_second_id_idx\" ON \"rd_seats\" USING btree (\"second_id\")",
                   "CREATE INDEX IF NOT EXISTS \"rd_seats_half_id_idx\" ON \"rd_seats\" USING btree (\"half_id\")",
                   "CREATE INDEX IF NOT EXISTS \"rd_seats_hashed_id_idx\" ON \"rd_seats\" USING hash (\"hashed_id\")",
                   "CREATE INDEX IF NOT EXISTS \"rd_seats_by_expression_id_idx\" ON \"rd_seats\" USING btree (\"by_expression_id\")",
                   "CREATE INDEX IF NOT EXISTS \"rd_seats_indexed_id_first_id_idx\" ON \"rd_seats\" USING btree (\"indexed_id\" DESC, \"first_id\")",
                   "CREATE INDEX IF NOT EXISTS \"rd_seats_half_id_idx1\" ON \"rd_seats\" USING btree (\"half_id\") WHERE half_id > 0",
                   "CREATE INDEX IF NOT EXISTS \"rd_seats_expr_by_expression_id_idx\" ON \"rd_seats\" USING btree ((by_expression_id + 1), "
                   "\"by_expression_id\")"});
}

TEST_CASE("a join table has both keys, two foreign keys and an index of the other direction") {
  const Statements expected{
      "CREATE TABLE IF NOT EXISTS \"rd_post_tags\" (\n"
      "  \"post_id\" bigint NOT NULL,\n"
      "  \"tag_id\" varchar(20) NOT NULL,\n"
      "  PRIMARY KEY (\"post_id\", \"tag_id\"),\n"
      "  CONSTRAINT \"rd_post_tags_post_id_fkey\" FOREIGN KEY (\"post_id\") REFERENCES \"rd_posts\" (\"id\") ON DELETE CASCADE,\n"
      "  CONSTRAINT \"rd_post_tags_tag_id_fkey\" FOREIGN KEY (\"tag_id\") REFERENCES \"rd lists\".\"rd_tags\" (\"slug\") ON DELETE CASCADE\n)",
      "CREATE INDEX IF NOT EXISTS \"rd_post_tags_tag_id_idx\" ON \"rd_post_tags\" USING btree (\"tag_id\")"};
  CHECK(ddl::create_join_tables(model_of<Post>()) == expected);
  CHECK(ddl::create_join_tables(model_of<Tag>()).empty());

  CHECK(ddl::create_join_tables(model_of<Person>()) ==
        Statements{"CREATE TABLE IF NOT EXISTS \"rd_people_friends\" (\n"
                   "  \"from_person_id\" bigint NOT NULL,\n"
                   "  \"to_person_id\" bigint NOT NULL,\n"
                   "  PRIMARY KEY (\"from_person_id\", \"to_person_id\"),\n"
                   "  CONSTRAINT \"rd_people_friends_from_person_id_fkey\" FOREIGN KEY (\"from_person_id\") REFERENCES \"rd_people\" (\"id\") "
                   "ON DELETE RESTRICT ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,\n"
                   "  CONSTRAINT \"rd_people_friends_to_person_id_fkey\" FOREIGN KEY (\"to_person_id\") REFERENCES \"rd_people\" (\"id\") "
                   "ON DELETE RESTRICT ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED\n)",
                   "CREATE INDEX IF NOT EXISTS \"rd_people_friends_to_person_id_idx\" ON \"rd_people_friends\" USING btree (\"to_person_id\")"});
}

TEST_CASE("a join table is made, and dropped, with whichever side comes last, and first") {
  const Statements with_post = ddl::create_join_tables_around(model_of<Post>());
  REQUIRE(with_post.size() == 1);
  CHECK(with_post == ddl::create_join_tables_around(model_of<Tag>()));
  CHECK_THAT(with_post.front(), promptview_test::starts_with(
                                    "DO 'BEGIN IF to_regclass(''\"rd_posts\"'') IS NOT NULL AND to_regclass(''\"rd lists\".\"rd_tags\"'') "
                                    "IS NOT NULL THEN CREATE TABLE IF NOT EXISTS \"rd_post_tags\" ("));
  const std::vector<const pv::ModelInfo*> both{&model_of<Tag>(), &model_of<Author>()};
  CHECK(ddl::drop_tables(both, ddl::join_tables_around(model_of<Tag>())) ==
        "DROP TABLE IF EXISTS \"rd_post_tags\", \"rd lists\".\"rd_tags\", \"rd_authors\"");
  CHECK(ddl::join_tables_around(model_of<Author>()).empty());
}

// SPDX-License-Identifier: MIT
// Join tables of keys of several fields, of other types and in other schemas.
#include <cstdint>
#include <string>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace join_tables_test {

enum class JoinColour { red, blue };
PROMPTVIEW_ENUM(JoinColour, red, blue)

struct Shelf;
struct Book : pv::Model<Book> {
  std::string isbn{};
  int edition{};
  pv::ManyToMany<Shelf> shelves{};
};
PROMPTVIEW_MODEL(Book, postgres, "join_tables_books", FIELD(isbn, column="ISBN", max_length=13), FIELD(edition), RELATION(shelves),
                 TABLE(primary_key="isbn, edition", schema="Join tables"))

struct Shelf : pv::Model<Shelf> {
  pv::Auto<pv::Uuid> id{};
  pv::ManyToMany<Book> books{};
  pv::ManyToMany<Shelf> next{};
};
PROMPTVIEW_MODEL(Shelf, postgres, "join_tables_shelves", FIELD(id, primary_key), RELATION(books, related="shelves"), RELATION(next))

// A key that is a foreign key, and one that is of a type of its own.
struct Label : pv::Model<Label> {
  pv::OneToOne<Shelf, pv::Uuid> shelf{};
};
PROMPTVIEW_MODEL(Label, postgres, "join_tables_labels", RELATION(shelf, primary_key))
struct Paint : pv::Model<Paint> {
  JoinColour colour{};
  pv::ManyToMany<Label> labels{};
};
PROMPTVIEW_MODEL(Paint, postgres, "join_tables_paints", FIELD(colour, primary_key), RELATION(labels))

std::string columns(const std::string& table) {
  return TestDatabase::ask("SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN '' ELSE ' null' END, "
                           "', ' ORDER BY attnum) FROM pg_attribute WHERE attnum > 0 AND attrelid = '" + table + "'::regclass");
}
// Without the name of the schema.
std::string indexes(const std::string& table) {
  return TestDatabase::ask("SELECT string_agg(regexp_replace(indexdef, '.* ON [^(]*USING ', ''), ', ' ORDER BY indexname COLLATE \"C\") FROM pg_indexes "
                           "WHERE tablename = '" + table + "'");
}

}  // namespace join_tables_test

using namespace join_tables_test;

TEST_CASE("the columns of a join table are those of both keys, its schema that of the side that describes it") {
  const TestDatabase database;
  Shelf::initialize();
  Book::initialize();
  CHECK(columns("\"Join tables\".join_tables_books_shelves") == "book_ISBN character varying(13), book_edition integer, shelf_id uuid");
  CHECK(indexes("join_tables_books_shelves") == "btree (\"book_ISBN\", book_edition, shelf_id), btree (shelf_id)");
  CHECK(columns("join_tables_shelves_next") == "from_shelf_id uuid, to_shelf_id uuid");

  Book{.isbn = "1", .edition = 2}.save();
  Shelf shelf;
  shelf.save();
  TestDatabase::execute("INSERT INTO \"Join tables\".join_tables_books_shelves SELECT '1', 2, id FROM join_tables_shelves");
  CHECK_THROWS_AS(pv::execute("INSERT INTO \"Join tables\".join_tables_books_shelves SELECT '1', 3, id FROM join_tables_shelves"), pv::ForeignKeyViolation);
  Book{.isbn = "1", .edition = 2}.remove();
  CHECK(TestDatabase::ask("SELECT count(*) FROM \"Join tables\".join_tables_books_shelves") == "0");
  Shelf::drop();
  CHECK(TestDatabase::ask("SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname LIKE 'join_tables_%'") == "1");
}

TEST_CASE("a join table of a key that is a foreign key, and of an enumeration") {
  const TestDatabase database;
  Shelf::initialize();
  Label::initialize();
  Paint::initialize();
  CHECK(columns("join_tables_paints_labels") == "paint_id join_colour, label_id uuid");
  CHECK(columns("join_tables_labels") == "shelf_id uuid");
  CHECK(indexes("join_tables_labels") == "btree (shelf_id)");
}

// SPDX-License-Identifier: MIT
#include <cstdint>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace join_related_test {

struct Book;
struct Writer;
struct Publisher : pv::Model<Publisher> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<Writer> writers{};
};
struct Biography;
struct Writer : pv::Model<Writer> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::OptionalForeignKey<Publisher> publisher{};
  pv::HasMany<Book> books{};
  pv::HasOne<Biography> biography{};
};
struct Biography : pv::Model<Biography> {
  pv::Auto<std::int64_t> id{};
  std::string text{};
  pv::OneToOne<Writer> writer{};
};
struct Book : pv::Model<Book> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  pv::ForeignKey<Writer> writer{};
  pv::OptionalForeignKey<Writer> editor{};
};
PROMPTVIEW_MODEL(Publisher, postgres, "join_publishers", FIELD(id, primary_key), FIELD(name), RELATION(writers))
PROMPTVIEW_MODEL(Writer, postgres, "join_writers", FIELD(id, primary_key), FIELD(name), RELATION(publisher), RELATION(books, related="writer"),
                 RELATION(biography))
PROMPTVIEW_MODEL(Biography, postgres, "join_biographies", FIELD(id, primary_key), FIELD(text), RELATION(writer))
PROMPTVIEW_MODEL(Book, postgres, "join_books", FIELD(id, primary_key), FIELD(title), RELATION(writer), RELATION(editor))

void fill() {
  Publisher::initialize();
  Writer::initialize();
  Biography::initialize();
  Book::initialize();
  Publisher{.name = "P"}.save();
  std::vector<Writer> writers{{.name = "Ann", .publisher = 1}, {.name = "Bob"}};
  Writer::save_all(writers);
  Biography{.text = "of Bob", .writer = 2}.save();
  std::vector<Book> books{{.title = "a", .writer = 1, .editor = 2}, {.title = "b", .writer = 2}, {.title = "c", .writer = 1}};
  Book::save_all(books);
}

}  // namespace join_related_test

using namespace join_related_test;

TEST_CASE("join_related: relations to one in one statement") {
  const TestDatabase database;
  fill();
  std::vector<Book> books;
  const auto sent = pv::testing::count_queries([&] {
    books = Book::query().order_by("id").join_related("writer", "writer__publisher", "writer__biography", "editor").execute();
  });
  CHECK(sent.statements == 1);
  CHECK(sent.round_trips == 1);
  REQUIRE(books.size() == 3);
  CHECK(books[0].writer->name == "Ann");
  CHECK(books[0].writer->publisher->name == "P");
  CHECK_FALSE(books[0].writer->biography.has_value());
  CHECK(books[0].editor->name == "Bob");
  CHECK_FALSE(books[0].editor->publisher.is_loaded());
  CHECK(books[1].writer->biography->text == "of Bob");
  CHECK_THROWS_AS(books[1].writer->publisher.get(), pv::NotFound);
  CHECK_THROWS_AS(books[1].editor.get(), pv::NotFound);
  CHECK(&*books[0].writer == &*books[2].writer);

  CHECK(Book::query().join_related("writer").filter("writer__name", "Bob").one().writer->name == "Bob");
  CHECK(Book::query().join_related("writer__publisher").order_by("-writer__name", "id").first()->title == "b");
  CHECK(Book::query().join_related("writer").count() == 3);
  CHECK(Book::query().join_related(pv::runtime("editor")).limit(2).execute().size() == 2);
  CHECK_THROWS_AS(Writer::query().join_related(pv::runtime("books")), pv::InvalidValue);
}

TEST_CASE("join_related beside include, and where rows cannot be joined") {
  for (const pv::ConnectOptions& options : std::vector<pv::ConnectOptions>{{}, {.pipelining = false}}) {
    CAPTURE(options.pipelining);
    const TestDatabase database{options};
    fill();
    std::vector<Book> books;
    const auto sent = pv::testing::count_queries(
        [&] { books = Book::query().order_by("id").join_related("writer").include("writer__books__editor").include("editor__biography").execute(); });
    CHECK(sent.statements == 5);
    REQUIRE(books.size() == 3);
    CHECK(books[0].writer->books.size() == 2);
    CHECK(books[0].writer->books[0].editor->name == "Bob");
    CHECK(books[1].writer->books.size() == 1);
    CHECK(books[0].editor->biography->text == "of Bob");

    const auto joined = Book::query().join_related("writer");
    CHECK(joined.order_by("id").union_with(joined.order_by("id")).execute()[0].writer.is_loaded());
    CHECK(joined.limit(1).as_cte<"one">().one().writer.is_loaded());
    for (const Book& book : joined.stream(2)) CHECK(book.writer.is_loaded());
    for (const auto& [book, n] : joined.annotate<"n">(pv::length(&Book::title))) CHECK((book.writer.is_loaded() && n == 1));
    const auto writers = Writer::query().order_by("id").include("books", Book::query().join_related("writer__publisher")).execute();
    CHECK(writers[0].books[1].writer->publisher->name == "P");
    CHECK(joined.include("writer", Writer::query().filter("name", "Bob")).order_by("id").execute()[1].writer->name == "Bob");
    CHECK_THROWS_AS(joined.include("writer", Writer::query().filter("name", "Bob")).order_by("id").execute()[0].writer.get(), pv::NotFound);
    {
      pv::Transaction transaction;
      CHECK(joined.order_by("id").select_for_update().execute()[0].writer->name == "Ann");
    }
  }
}

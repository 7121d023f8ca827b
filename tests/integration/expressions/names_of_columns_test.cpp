// SPDX-License-Identifier: MIT
// Annotations and computed values beside columns that are called the same: each name means what the user meant by it.
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace names_of_columns_test {

struct Book;
struct Odd;
struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<Book> books{};
  pv::HasMany<Odd> odd{};
};
struct Book : pv::Model<Book> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  pv::ForeignKey<Author> author{};  // the column author_id
};
struct Odd : pv::Model<Odd> {
  std::int64_t id{};
  std::string upper{};
  std::string second{};
  std::string place{};
  std::string order{};
  pv::OptionalForeignKey<Author> author{};
};
struct Word : pv::Model<Word> {
  std::int64_t id{};
  std::string text{};
  std::optional<std::string> tag{};
};
PROMPTVIEW_MODEL(Author, postgres, "named_authors", FIELD(id, primary_key), FIELD(name), RELATION(books), RELATION(odd))
PROMPTVIEW_MODEL(Book, postgres, "named_books", FIELD(id, primary_key), FIELD(title), RELATION(author))
PROMPTVIEW_MODEL(Odd, postgres, "named_odd", FIELD(id, primary_key), FIELD(upper), FIELD(second, column="column 2"),
                 FIELD(place, column="pv_place"), FIELD(order, column="pv_order1"), RELATION(author, column="pv_key1"))
PROMPTVIEW_MODEL(Word, postgres, "named_words", FIELD(id, primary_key), FIELD(text, type="citext"), FIELD(tag, type="citext"), TABLE(managed=false))

}  // namespace names_of_columns_test

using namespace names_of_columns_test;

namespace {

// Author 1, Zoe, wrote 1 "long" and 3 "a"; author 2, Amy, wrote 2 "mid".
struct Library {
  explicit Library(pv::ConnectOptions options = {}) : database{std::move(options)} {
    Author::initialize();
    Book::initialize();
    Odd::initialize();
    for (const char* name : {"Zoe", "Amy"}) Author::create({.name = name});
    Book::create({.title = "long", .author = 1});
    Book::create({.title = "mid", .author = 2});
    Book::create({.title = "a", .author = 1});
    Odd{.id = 1, .upper = "b", .second = "x", .place = "p", .order = "o", .author = 1}.insert();
    Odd{.id = 2, .upper = "a", .second = "y", .place = "q", .order = "n", .author = 1}.insert();
  }
  TestDatabase database;
};

using Ids = std::vector<std::int64_t>;

template <class Query>
Ids ids(const Query& query) {
  Ids found;
  for (const auto& row : query) found.push_back(std::get<0>(row).id.value());
  return found;
}

const pv::QuerySet<Book> books{};
// In another order than the authors' keys.
const auto length = pv::length(&Book::title);
const auto annotated = books.annotate<"author_id">(length);

}  // namespace

TEST_CASE("an annotation that is called as the column of another field: orders") {
  const Library library;
  CHECK(ids(annotated.order_by("author_id")) == Ids{3, 2, 1});
  CHECK(ids(annotated.order_by("-author", "-id")) == Ids{2, 3, 1});
  CHECK(ids(annotated.order_by("author__id", "id")) == Ids{1, 3, 2});
  CHECK(ids(annotated.order_by(pv::asc(&Book::author), pv::desc(annotated.ref<"author_id">()))) == Ids{1, 3, 2});
  CHECK(ids(annotated.order_by("author_id").reverse()) == Ids{1, 2, 3});
  CHECK(ids(annotated.distinct().order_by("author", "author_id")) == Ids{3, 1, 2});
  CHECK(ids(annotated.distinct_on("author").order_by("author", "author_id")) == Ids{3, 2});
  CHECK(std::get<0>(annotated.latest("author_id").value()).id.value() == 1);
  const auto hidden = books.alias<"author_id">(length).order_by("author_id").execute();
  CHECK(hidden.front().title == "a");
  const auto values = books.values(&Book::title).annotate<"author_id">(length);
  using Row = std::tuple<std::string, int>;
  CHECK(values.order_by("-author").execute().front() == Row{"mid", 3});
  CHECK(values.order_by("-author_id").execute().front() == Row{"long", 4});
}

TEST_CASE("an annotation that is called as the column of another field: groups, sets, sources") {
  const Library library;
  const auto counted = books.values(&Book::author).annotate<"author_id">(pv::count());
  using Counted = std::vector<std::tuple<std::int64_t, std::int64_t>>;
  CHECK(counted.order_by("author").execute() == Counted{{1, 2}, {2, 1}});
  CHECK(counted.order_by("author_id").execute() == Counted{{2, 1}, {1, 2}});
  CHECK(counted.filter("author_id__gt", 1).execute() == Counted{{1, 2}});
  CHECK(ids(annotated.union_with(annotated).order_by("author_id")) == Ids{3, 2, 1});
  CHECK(ids(annotated.union_all(annotated).order_by("-author", "author_id").limit(1)) == Ids{2});
  CHECK(counted.union_with(counted).order_by("author_id").execute() == Counted{{2, 1}, {1, 2}});

  const auto last = annotated.annotate<"p">(pv::row_number().over(pv::window().order_by(&Book::id))).filter("p__gt", 1);
  CHECK(ids(last.order_by("author_id")) == Ids{3, 2});
  CHECK(ids(last.filter("author", 2).filter("author_id", 3)) == Ids{2});
  CHECK(ids(annotated.as_cte<"x">().order_by("-author", "author_id")) == Ids{2, 3, 1});
  CHECK(ids(annotated.limit(2).as_cte<"x">().as_cte<"y">().filter("author_id__gt", 3)) == Ids{1});
  CHECK(annotated.limit(2).aggregate(pv::sum(annotated.ref<"author_id">())) == std::tuple{std::optional<std::int64_t>{7}});
  CHECK(annotated.as_cte<"x">().filter("author_id", 4).count() == 1);
  const auto of_others = pv::exists(books.filter("id__ne", pv::outer<Book>(&Book::id)).filter("author", pv::outer<Book>(&Book::author)));
  CHECK(ids(annotated.as_cte<"x">().filter(of_others).order_by("author_id")) == Ids{3, 1});
  CHECK(annotated.as_cte<"x">().to_sql() ==
        R"(WITH "x" AS (SELECT "id", "title", "author_id", char_length("title") AS "pv_annotation1" FROM "named_books") )"
        R"(SELECT "id", "title", "author_id", "pv_annotation1" AS "author_id" FROM "x")");
}

TEST_CASE("an annotation that is called as a column of a relation that is read along") {
  const Library library;
  const auto named = books.annotate<"name">(length).join_related("author");
  CHECK(ids(named.order_by("name")) == Ids{3, 2, 1});
  CHECK(ids(named.order_by("author__name", "name")) == Ids{2, 3, 1});
  CHECK(ids(named.as_cte<"x">().order_by("-name")) == Ids{1, 2, 3});
  CHECK(std::get<0>(named.as_cte<"x">().filter("name", 3).one()).author->name == "Amy");
}

TEST_CASE("values that the server names as a column, and columns that are called as promptview names values") {
  const Library library;
  const auto odd = Odd::query();
  using Texts = std::vector<std::string>;
  CHECK(odd.values_list(pv::upper(&Odd::second)).order_by("upper").execute() == Texts{"Y", "X"});
  CHECK(odd.values(pv::lower(&Odd::second)).annotate<"lower">(-Odd::f(&Odd::id)).order_by("lower").execute().front() ==
        std::tuple{std::string{"y"}, std::int64_t{-2}});
  using Row = std::tuple<std::int64_t, std::string, std::string, std::int64_t, std::int64_t>;
  const auto rank = pv::rank().over(pv::window().order_by(&Odd::id));
  const auto all = odd.values(&Odd::id, pv::upper(&Odd::upper), &Odd::second, &Odd::id).annotate<"p">(rank).filter("p__gt", 1);
  CHECK(all.execute() == std::vector<Row>{{2, "A", "y", 2, 2}});
  CHECK(all.filter("second", "y").count() == 1);
  const auto twice = odd.values(&Odd::id, &Odd::id);
  CHECK(twice.union_with(twice).order_by("-id").execute().front() == std::tuple{std::int64_t{2}, std::int64_t{2}});
  CHECK(twice.as_cte<"t">().order_by("-id").execute().size() == 2);
}

TEST_CASE("an included query on columns that are called as those of its statement") {
  for (const pv::ConnectOptions& options : std::vector<pv::ConnectOptions>{{}, {.pipelining = false}}) {
    CAPTURE(options.pipelining);
    const Library library{options};
    const auto first = Odd::query().alias<"pv_order2">(pv::length(&Odd::place)).order_by(pv::asc(pv::upper(&Odd::order)), "pv_order2").limit(1);
    const auto titles = Book::query().alias<"author_id">(length).order_by("author_id").limit(1);
    const std::vector<Author> authors = Author::query().order_by("id").include("odd", first).include("books", titles).execute();
    CHECK(authors.at(0).odd.size() == 1);
    CHECK(authors.at(0).odd[0].id == 2);
    CHECK(authors.at(0).odd[0].place == "q");
    CHECK(authors.at(0).books[0].title == "a");
    CHECK(authors.at(1).odd.empty());
  }
}

TEST_CASE("an order is that of the column, not of the type that it is read as") {
  const TestDatabase database;
  TestDatabase::execute("CREATE EXTENSION citext; CREATE TABLE named_words (id bigint PRIMARY KEY, text citext NOT NULL, tag citext)");
  TestDatabase::execute("INSERT INTO named_words VALUES (1, 'b', 'y'), (2, 'A', 'X'), (3, 'C', NULL), (4, 'B', 'Z')");
  const pv::QuerySet<Word> words{};
  CHECK(words.order_by("text", "id").values_list(&Word::id).execute() == Ids{2, 1, 4, 3});
  CHECK(words.order_by("text", "id").execute().at(1).text == "b");
  CHECK(words.distinct_on("text").order_by("text", "-id").values_list(&Word::id).execute() == Ids{2, 4, 3});
  CHECK(words.values(&Word::text).annotate<"n">(pv::count()).order_by("text").execute().size() == 4);
  CHECK(words.values_list(&Word::text).distinct().order_by("text").execute().size() == 4);
  const auto counted = words.values(&Word::text, pv::count());  // by what is read: b and B are two
  const auto texts = [](const auto& query) {
    std::string joined;
    for (const auto& [text, n] : query) joined += text;
    return joined;
  };
  CHECK(texts(counted.order_by("-text")).size() == 4);
  CHECK(texts(counted.order_by(pv::asc(pv::lower(&Word::text)), pv::desc(pv::length(&Word::text)))).starts_with("A"));
  const auto named = words.values(&Word::text).annotate<"n">(pv::count());
  CHECK(texts(named.filter(named.q("n__gt", 1) || named.q("text", "B"))).size() == 2);  // as the column compares
  pv::Page<Word> page = words.order_by("text").page_after("", 2);
  CHECK(page.rows.at(1).id == 1);
  CHECK(words.order_by("text").page_after(page.next, 2).rows.at(0).id == 4);
  page = words.order_by("tag").page_after("", 1);
  CHECK(page.rows.at(0).id == 2);
  page = words.order_by("tag").page_after(page.next, 3);
  CHECK(page.rows.at(0).id == 1);
  CHECK(page.rows.at(2).id == 3);
}

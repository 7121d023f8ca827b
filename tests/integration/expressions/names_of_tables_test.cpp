// SPDX-License-Identifier: MIT
// Common table expressions and the names that promptview makes, beside tables that are called the same.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace names_of_tables_test {

struct Book;
struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<Book> books{};
  pv::ManyToMany<Author> friends{};
};
struct Book : pv::Model<Book> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  pv::ForeignKey<Author> author{};
};
// Tables that have names of promptview's own.
struct Node : pv::Model<Node> {
  std::int64_t id{};
  std::optional<std::int64_t> parent{};
  int version{};
};
struct Part : pv::Model<Part> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::OptionalForeignKey<Part> whole{};
  pv::HasMany<Part> parts{};
};
struct Excluded : pv::Model<Excluded> {
  std::int64_t id{};
  int number{};
  int version{};
};
PROMPTVIEW_MODEL(Author, postgres, "authors", FIELD(id, primary_key), FIELD(name), RELATION(books), RELATION(friends, through="gone"))
PROMPTVIEW_MODEL(Book, postgres, "books", FIELD(id, primary_key), FIELD(title), RELATION(author))
PROMPTVIEW_MODEL(Node, postgres, "recursive", FIELD(id, primary_key), FIELD(parent), FIELD(version, row_version))
PROMPTVIEW_MODEL(Part, postgres, "pv0_1", FIELD(id, primary_key), FIELD(name), RELATION(whole), RELATION(parts))
PROMPTVIEW_MODEL(Excluded, postgres, "excluded", FIELD(id, primary_key), FIELD(number), FIELD(version, row_version))

}  // namespace names_of_tables_test

using namespace names_of_tables_test;

namespace {

// Ann wrote A1 and A2; Bob, a friend of hers, B1.
struct Library {
  Library() {
    Author::initialize();
    Book::initialize();
    Node::initialize();
    Part::initialize();
    Excluded::initialize();
    Author ann = Author::create({.name = "Ann"});
    Author bob = Author::create({.name = "Bob"});
    Book::create({.title = "A1", .author = ann});
    Book::create({.title = "A2", .author = ann});
    Book::create({.title = "B1", .author = bob});
    (void)ann.friends.add({bob});
  }
  TestDatabase database{};
};

template <class Query>
std::string names(const Query& query) {
  std::string found;
  for (const auto& each : query.order_by("id")) found += each.name + " ";
  return found;
}

const pv::QuerySet<Author> authors{};
const pv::QuerySet<Book> books{};

}  // namespace

TEST_CASE("a common table expression hides no table of the same name") {
  const Library library;
  const auto ann = authors.filter("name", "Ann");
  CHECK(names(ann.as_cte<"authors">().filter(pv::exists(authors.filter("name", "Bob")))) == "Ann ");
  CHECK(ann.as_cte<"authors">().filter(pv::exists(authors.filter("name", "Bob"))).count() == 1);
  CHECK(names(ann.as_cte<"authors">().filter("friends__name", "Bob")) == "Ann ");
  CHECK(names(ann.as_cte<"gone">().filter("friends__name", "Bob")) == "Ann ");
  CHECK(names(authors.as_cte<"books">().filter("books__title", "B1")) == "Bob ");
  CHECK(names(authors.as_cte<"books">().order_by("name").as_cte<"authors">().filter("books__title__in", {"A1", "B1"})) == "Ann Bob ");
  std::string read;
  for (const Book& book : books.filter("title__ne", "A1").as_cte<"authors">().join_related("author").order_by("id")) read += book.title + book.author->name;
  CHECK(read == "A2AnnB1Bob");
  read.clear();
  for (const Book& book : books.filter("title", "B1").as_cte<"authors">().include("author__books")) read += book.author->name + std::to_string(book.author->books.size());
  CHECK(read == "Bob1");
  for (const auto& [author, n] : ann.as_cte<"books">().annotate<"n">(pv::count(&Author::books))) read += author.name + std::to_string(n);
  CHECK(read == "Bob1Ann2");
  CHECK(books.as_cte<"authors">().order_by(pv::asc(pv::path(&Book::author, &Author::name)), "-id").values_list(&Book::title).execute() ==
        std::vector<std::string>{"A2", "A1", "B1"});
}

TEST_CASE("a common table expression hides no table in sets, pages, streams, updates and queries inside") {
  const Library library;
  const auto bobs = authors.filter("name", "Bob").as_cte<"books">().filter("books__title", "B1");
  CHECK(bobs.union_with(authors.filter("books__title", "A1")).count() == 2);
  CHECK(bobs.page_after("", 5).rows.size() == 1);
  CHECK(names(authors.filter("id__in", bobs)) == "Bob ");
  std::string read;
  for (const Author& author : bobs.stream(1)) read += author.name;
  CHECK(read == "Bob");
  CHECK(bobs.exists());
  CHECK(bobs.update(pv::set(&Author::name, "Rob")) == 1);
  CHECK(names(authors) == "Ann Rob ");
  CHECK(books.filter("title", "B1").as_cte<"authors">().filter("author__name", "Rob").remove() == 1);
}

TEST_CASE("a common table expression can have a name that promptview makes") {
  const Library library;
  const auto wrote_a1 = books.filter("author", pv::outer<Book>(&Author::id)).filter("title", "A1");
  CHECK(names(authors.as_cte<"pv1">().filter(pv::exists(wrote_a1))) == "Ann ");
  CHECK(names(authors.as_cte<"pv1">().filter("books__title", "A1")) == "Ann ");
  CHECK(names(authors.as_cte<"rows">().filter("books__title", "A1")) == "Ann ");
  CHECK(names(authors.as_cte<"pv_cte1">().as_cte<"authors">().filter("friends__books__title", "B1")) == "Ann ");
  CHECK(books.as_cte<"pv0_1">().join_related("author").order_by("id").first()->author->name == "Ann");
  CHECK(books.as_cte<"pv_keys">().include("author").first()->author->name == "Ann");
}

TEST_CASE("trees of a table that is called recursive, and of other names") {
  const Library library;
  for (std::int64_t id = 1; id <= 4; ++id) Node{.id = id, .parent = id == 1 ? std::optional<std::int64_t>{} : id / 2}.insert();
  const auto tree = Node::query().filter("id", 2).recursive(&Node::parent, &Node::id);
  CHECK(tree.count() == 2);
  const auto children = Node::query().filter("parent", pv::outer<Node>(&Node::id));
  CHECK(Node::query().filter("id", 1).recursive(&Node::parent, &Node::id).exclude(pv::exists(children)).order_by("id").values_list(&Node::id).execute() ==
        std::vector<std::int64_t>{3, 4});
  // A step that reads the table, behind a common table expression of the same name and behind another tree.
  CHECK(Node::query().filter("id", 1).as_cte<"recursive">().recursive(&Node::parent, &Node::id).count() == 4);
  CHECK(Node::query().filter("id", 1).as_cte<"pv_step">().recursive(&Node::parent, &Node::id).count() == 4);
  CHECK(tree.recursive(&Node::id, &Node::parent).count() == 3);
}

TEST_CASE("tables can have names that promptview makes") {
  const Library library;
  Part car = Part::create({.name = "car"});
  Part::create({.name = "wheel", .whole = car});
  CHECK(names(Part::query().filter("parts__name", "wheel")) == "car ");
  CHECK(Part::query().filter("name", "wheel").join_related("whole").one().whole->name == "car");
  CHECK(names(Part::query().filter("whole__name", "car")) == "wheel ");
  const auto inside = Part::query().filter("whole", pv::outer<Part>(&Part::id));
  CHECK(names(Part::query().filter(pv::exists(inside))) == "car ");
  CHECK(Part::query().filter(pv::exists(inside)).update(pv::set(&Part::name, "CAR")) == 1);
  CHECK(Part::query().filter(pv::exists(inside)).one().name == "CAR");
  CHECK(pv::atomic([] { return Part::query().filter("whole__name", "CAR").select_for_update().execute().size(); }) == 1);
  CHECK(Part::query().exclude(pv::exists(inside)).remove() == 1);
  CHECK(names(Part::query().limit(1).include("parts")) == "CAR ");
}

TEST_CASE("an upsert into a table that is called excluded") {
  const Library library;
  Excluded one{.id = 1, .number = 2};
  one.save();
  one.number = 3;
  one.save();
  std::vector<Excluded> some{{.id = 1, .number = 4}, {.id = 2, .number = 5}};
  Excluded::bulk_create(some, {.update_on = "id", .update = {"number"}});
  CHECK(Excluded::query().order_by("id").values_list(&Excluded::number).execute() == std::vector{4, 5});
  CHECK(Excluded::query().filter("id", 1).one().version == 2);
}

TEST_CASE("the rows of a join table that is called as one of a statement's own") {
  const Library library;
  Author ann = authors.filter("name", "Ann").one();
  Author eve = Author::create({.name = "Eve"});
  ann.friends.set({eve});
  CHECK(names(ann.friends.query()) == "Eve ");
}

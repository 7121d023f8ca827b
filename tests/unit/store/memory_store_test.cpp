// SPDX-License-Identifier: MIT
// A store that has only what each store has: what it does, and what it says of all that it cannot do.
#include <optional>
#include <string>
#include <vector>

#include <promptview/expressions.hpp>
#include <promptview/get_many.hpp>
#include <promptview/in_bulk.hpp>
#include <promptview/model.hpp>
#include <promptview/page.hpp>
#include <promptview/pipeline.hpp>
#include <promptview/relations.hpp>
#include <promptview/schema.hpp>
#include <promptview/stream.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/memory_store.hpp>

using namespace promptview_test;

namespace memory_test {

struct Post;
struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  std::optional<int> age{};
  double weight{};
  pv::HasMany<Post> posts{};
};
PROMPTVIEW_MODEL(Author, memory, "authors", FIELD(id, primary_key), FIELD(name), FIELD(age), FIELD(weight), RELATION(posts))

struct Post : pv::Model<Post> {
  std::string slug{};
  pv::ForeignKey<Author> author{};
};
PROMPTVIEW_MODEL(Post, memory, "posts", FIELD(slug, primary_key), RELATION(author))

struct Account : pv::Model<Account> {
  pv::Auto<std::int64_t> id{};
  std::string email{};
};
PROMPTVIEW_MODEL(Account, memory, "accounts", FIELD(id, primary_key), FIELD(email, unique))

struct Visit : pv::Model<Visit> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<Author> author{};
};
PROMPTVIEW_MODEL(Visit, memory, "visits", FIELD(id, primary_key), RELATION(author, on_delete=cascade))

struct Note : pv::Model<Note> {
  pv::Auto<std::int64_t> id{};
  int version{};
};
PROMPTVIEW_MODEL(Note, memory, "notes", FIELD(id, primary_key), FIELD(version, row_version))

struct Tag : pv::Model<Tag> {
  pv::Auto<std::int64_t> id{};
  pv::ManyToMany<Author> authors{};
};
PROMPTVIEW_MODEL(Tag, memory, "tags", FIELD(id, primary_key), RELATION(authors))

}  // namespace memory_test

using memory_test::Account;
using memory_test::Author;
using memory_test::Note;
using memory_test::Post;
using memory_test::Tag;
using memory_test::Visit;

namespace {

// Empty tables, with three authors.
struct Authors {
  Authors() {
    Author::drop();
    Post::drop();
    pv::initialize<Author>();
    for (Author* each : {&ann, &bob, &cid}) each->save();
  }
  Author ann{.name = "Ann", .age = 30, .weight = 1.5};
  Author bob{.name = "Bob"};
  Author cid{.name = "Cid", .age = 20, .weight = 2};
};

template <class Authors>
std::string names(const Authors& authors) {
  std::string all;
  for (const Author& each : authors) all += each.name + " ";
  return all;
}

auto refusal(const std::string& text) { return message("memory_test::" + text); }

}  // namespace

TEST_CASE("memory store: objects are saved, got, updated and removed") {
  Authors all;
  CHECK(all.bob.id.value() == all.ann.id.value() + 1);
  CHECK(Author::get(all.bob.id.value())->name == "Bob");
  CHECK_FALSE(Author::get(99).has_value());
  all.bob.age = 40;
  all.bob.save();
  CHECK(Author::get(all.bob.id.value())->age == 40);
  all.bob.name = "not saved";
  all.bob.age = 41;
  all.bob.save_fields("age");
  all.bob.refresh();
  CHECK(all.bob == Author{.id = all.bob.id, .name = "Bob", .age = 41});
  CHECK(all.bob.remove());
  CHECK_FALSE(all.bob.remove());
  CHECK_THROWS_AS(all.bob.save(), pv::NotFound);
  CHECK_THROWS_AS(all.ann.insert(), pv::UniqueViolation);
  CHECK_THROWS_AS(Author{}.update(), pv::NotFound);

  Post post{.slug = "a", .author = all.ann};
  post.save();
  post.author = all.cid;
  post.save();
  CHECK(Post::query().count() == 1);
  CHECK(Post::get("a")->author.key() == all.cid.id.value());
}

TEST_CASE("memory store: queries compare fields with values, in an order, and in parts") {
  const Authors all;
  CHECK(names(Author::query().execute()) == "Ann Bob Cid ");
  CHECK(names(Author::query().filter("name", "Bob")) == "Bob ");
  CHECK(names(Author::query().filter("age", 30).filter("weight", 1.5)) == "Ann ");
  CHECK(names(Author::query().filter("weight", 2)) == "Cid ");
  CHECK(names(Author::query().filter("age", nullptr)) == "Bob ");
  CHECK(names(Author::query().exclude("age", 30)) == "Bob Cid ");
  CHECK(names(Author::query().filter("age__in", {20, 30})) == "Ann Cid ");
  CHECK(names(Author::query().filter(Author::q("age", 20) || !Author::q("age__isnull", false))) == "Bob Cid ");
  CHECK(names(Author::query().order_by("age")) == "Cid Ann Bob ");
  CHECK(names(Author::query().order_by("-age")) == "Bob Ann Cid ");
  CHECK(names(Author::query().order_by("-name").limit(1).offset(1)) == "Bob ");
  CHECK(Author::query().first()->name == "Ann");
  CHECK(Author::query().last()->name == "Cid");
  CHECK(Author::query().filter("name", "Ann").one().age == 30);
  CHECK(Author::query().filter("age__isnull", false).count() == 2);
  CHECK(Author::query().limit(2).count() == 2);
  CHECK(Author::query().filter("name", "Bob").exists());
  CHECK_FALSE(Author::query().filter("name", "Dan").exists());
  CHECK(Author::query().contains(all.cid));
  CHECK(pv::on("other").query<Author>().count() == 0);
}

TEST_CASE("memory store: what can be done one by one is") {
  Authors all;
  const auto [found, count] = pv::pipeline(Author::query().filter("age", 20), Author::query().count_query());
  CHECK(names(found) == "Cid ");
  CHECK(count == 3);
  CHECK(Author::get_many({all.cid.id.value(), std::int64_t{99}}).at(0)->name == "Cid");
  CHECK(Author::query().in_bulk({all.ann.id.value()}).size() == 1);
  std::vector<Author> more{{.name = "Dan"}, {.name = "Eve"}};
  Author::save_all(more);
  CHECK(Author::query().count() == 5);
  CHECK(names(Author::query().page_after("", 2).rows) == "Ann Bob ");
  CHECK(pv::check_schema<Author>().empty());
  Post::create({.slug = "a", .author = all.bob});
  Post post = *Post::get("a");
  post.author.load();
  CHECK(post.author->name == "Bob");
}

TEST_CASE("memory store: a query that needs more is refused, and says what to do instead") {
  const Authors all;
  const auto authors = Author::query();
  CHECK_THROWS_MATCHES(authors.include("posts").execute(), pv::NotSupported,
                       refusal("Author: leave out include(), prefetch() and load(), and query the related model: the store memory loads no relations"));
  CHECK_THROWS_MATCHES(authors.annotate<"n">(pv::count()).execute(), pv::NotSupported,
                       refusal("Author: read whole objects, without annotate(), values() and aggregate(): the store memory gives rows of the model's fields only"));
  CHECK_THROWS_MATCHES(authors.filter("name__contains", "n").execute(), pv::NotSupported,
                       message("use another lookup than \"contains\": the store memory does not have it"));
  CHECK_THROWS_MATCHES(authors.filter("age__gt", 1).count(), pv::NotSupported,
                       message("use another lookup than \"gt\": the store memory does not have it"));
  Author::drop();
  CHECK_THROWS_AS(authors.filter(!Author::q("age__gt", 1)).execute(), pv::NotSupported);
  CHECK_THROWS_MATCHES(authors.filter("name__length", 3).exists(), pv::NotSupported,
                       refusal("Author: compare fields with values, without transforms, functions and SQL: the store memory computes no expressions"));
  CHECK_THROWS_MATCHES(Post::query().filter("author__name", "Ann").execute(), pv::NotSupported,
                       refusal("Post: filter and order by fields of the model itself: the store memory follows no relations in queries"));
  CHECK_THROWS_MATCHES(authors.distinct().execute(), pv::NotSupported,
                       refusal("Author: leave out distinct() and distinct_on(): the store memory has no distinct rows"));
  CHECK_THROWS_MATCHES(authors.union_with(authors).execute(), pv::NotSupported,
                       refusal("Author: ask one query after the other, without set operators and subqueries: the store memory combines no queries"));
  CHECK_THROWS_MATCHES(authors.filter("id__in", Post::query().filter("slug__length", 1).values_list(&Post::author)).execute(), pv::NotSupported,
                       refusal("Author: ask one query after the other, without set operators and subqueries: the store memory combines no queries"));
  CHECK_THROWS_MATCHES(Post::query().filter("author__name__length", 3).execute(), pv::NotSupported,
                       refusal("Post: filter and order by fields of the model itself: the store memory follows no relations in queries"));
  CHECK_THROWS_MATCHES(authors.select_for_update().execute(), pv::NotSupported,
                       refusal("Author: leave out select_for_update() and select_for_share(): the store memory locks no rows"));
  CHECK_THROWS_MATCHES(authors.order_by("?").execute(), pv::NotSupported,
                       refusal("Author: compare fields with values, without transforms, functions and SQL: the store memory computes no expressions"));
  CHECK_THROWS_MATCHES(authors.stream(10).begin(), pv::NotSupported,
                       refusal("Author: use execute() or page_after() instead of stream(): the store memory gives no rows batch by batch"));
  CHECK_THROWS_MATCHES(authors.copy_out().begin(), pv::NotSupported,
                       refusal("Author: use execute() or page_after() instead of stream(): the store memory gives no rows batch by batch"));
  CHECK_THROWS_MATCHES(authors.explain(), pv::NotSupported, refusal("Author: leave out explain(): the store memory has no plans"));
  CHECK_THROWS_MATCHES(authors.to_sql(), pv::NotSupported, refusal("Author: leave out to_sql(): the store memory has no text for a query"));
}

TEST_CASE("memory store: a write that needs more is refused before anything is written") {
  Authors all;
  std::vector<Author> more{{.name = "Dan"}};
  CHECK_THROWS_MATCHES(Author::bulk_create(more), pv::NotSupported,
                       refusal("Author: use save_all() and update_all(): the store memory has no bulk writes"));
  CHECK_THROWS_MATCHES(Author::bulk_update(more, "name"), pv::NotSupported,
                       refusal("Author: use save_all() and update_all(): the store memory has no bulk writes"));
  CHECK_THROWS_MATCHES(Author::query().update(pv::set(&Author::name, "x")), pv::NotSupported,
                       refusal("Author: save() or remove() each object of the query: the store memory does not write all rows of a query at once"));
  CHECK_THROWS_MATCHES(Author::query().remove(), pv::NotSupported,
                       refusal("Author: save() or remove() each object of the query: the store memory does not write all rows of a query at once"));
  CHECK_THROWS_MATCHES(Author::get_or_create({.name = "Dan"}, "id"), pv::NotSupported,
                       refusal("Author: query the object first, then insert() or update() it: the store memory has no writes by unique fields"));
  CHECK_THROWS_MATCHES(pv::save_graph(all.ann), pv::NotSupported,
                       refusal("Author: write the objects one by one: the store memory has no transactions"));
  CHECK_THROWS_MATCHES(all.ann.posts.load(), pv::NotSupported,
                       refusal("Author: leave out include(), prefetch() and load(), and query the related model: the store memory loads no relations"));
  CHECK(Author::query().count() == 3);
}

TEST_CASE("memory store: a model with an option that the store has not got is refused at its first use") {
  for (int round = 0; round < 2; ++round)
    CHECK_THROWS_MATCHES(Account::get(1), pv::NotSupported,
                         refusal("Account: leave out unique, check, on_delete, on_update, UNIQUE, CONSTRAINT and INDEX(..., unique): the store memory enforces no constraints"));
  CHECK_THROWS_MATCHES(Visit::get(1), pv::NotSupported,
                       refusal("Visit: leave out unique, check, on_delete, on_update, UNIQUE, CONSTRAINT and INDEX(..., unique): the store memory enforces no constraints"));
  CHECK_THROWS_MATCHES(Note::query().count(), pv::NotSupported, refusal("Note: leave out row_version: the store memory has no row versions"));
}

TEST_CASE("memory store: a model with a ManyToMany is refused where its join table is needed, not before") {
  Authors all;
  Tag::drop();
  Tag tag;
  tag.save();
  CHECK(Tag::query().count() == 1);
  CHECK_THROWS_MATCHES(tag.authors.add(all.ann), pv::NotSupported,
                       refusal("Tag: connect the objects by a model of your own instead of a ManyToMany: the store memory has no join tables"));
}

// SPDX-License-Identifier: MIT
// What a query needs of its store: also what the queries and expressions in it need, wherever they stand.
#include <utility>
#include <vector>

#include <promptview/expressions.hpp>
#include <promptview/model.hpp>
#include <promptview/relations.hpp>
#include <promptview/store/feature_check.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/memory_store.hpp>

using namespace promptview_test;

namespace feature_check_test {

struct Post;
struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<Post> posts{};
};
PROMPTVIEW_MODEL(Author, memory, "feature_authors", FIELD(id, primary_key), FIELD(name), RELATION(posts))

struct Post : pv::Model<Post> {
  std::string slug{};
  pv::ForeignKey<Author> author{};
};
PROMPTVIEW_MODEL(Post, memory, "feature_posts", FIELD(slug, primary_key), RELATION(author))

}  // namespace feature_check_test

using feature_check_test::Author;
using feature_check_test::Post;

namespace {

using Op = pv::Expression::Op;
using pv::Feature;

pv::Features needed(const pv::Select& select) { return pv::detail::features_of(select); }

bool is_found(const pv::Select& select) { return needed(select).has(Feature::distinct_rows); }

// A query with a need of its own, to be found in what is around it; as a box, and as a value.
pv::SelectBox box() { return pv::SelectBox{Author::query().distinct().select()}; }
pv::Expression value() { return {.op = Op::query, .query = box()}; }

pv::Expression around(Op op) {
  pv::Expression made{.op = op};
  made.parts.push_back(value());
  return made;
}

template <class Part>
pv::Select with(pv::detail::List<Part> pv::Select::* list, Part part) {
  pv::Select made = Author::query().select();
  (made.*list).push_back(std::move(part));
  return made;
}

}  // namespace

TEST_CASE("features: a plain query needs none") { CHECK(needed(Author::query().filter("name", "Ann").select()).empty()); }

TEST_CASE("features: a query that stands in another is looked into") {
  CHECK(is_found(with(&pv::Select::combined, pv::Combination{.with = box()})));
  CHECK(is_found(with(&pv::Select::source, pv::Source{.query = box()})));
  CHECK(is_found(with(&pv::Select::source, pv::Source{.query = pv::SelectBox{Author::query().select()}, .step = box()})));
  CHECK(is_found(with(&pv::Select::includes, pv::Include{.query = box()})));
  CHECK(is_found(Author::query().union_with(Author::query().distinct()).select()));
  CHECK(is_found(Author::query().distinct().as_cte<"all">().select()));
}

TEST_CASE("features: expressions are looked into, wherever they stand") {
  CHECK(is_found(with(&pv::Select::columns, value())));
  CHECK(is_found(with(&pv::Select::annotations, pv::Annotation{.name = "n", .value = value()})));
  CHECK(is_found(with(&pv::Select::order, pv::OrderTerm{.by = {value()}})));
  CHECK(needed(with(&pv::Select::distinct_on, value())).has(Feature::combined_queries));
  CHECK(pv::detail::features_of(std::vector<pv::Assignment>{{.value = value()}}).has(Feature::distinct_rows));
}

TEST_CASE("features: each part of an expression is looked into") {
  const Op op = GENERATE(Op::lookup, Op::all, Op::negate, Op::some, Op::linked, Op::related, Op::gathered, Op::transform, Op::function, Op::filter);
  pv::Select select = Author::query().select();
  select.where = around(op);
  CHECK(is_found(select));
  select.where = {.op = Op::exists, .query = box()};
  CHECK(is_found(select));
}

TEST_CASE("features: what stands behind a relation is looked into") {
  const pv::Features computed = needed(Post::query().filter("author__name__length", 3).select());
  CHECK(computed.has(Feature::joins));
  CHECK(computed.has(Feature::expressions));
  CHECK_FALSE(needed(Post::query().filter("author__name", "Ann").select()).has(Feature::expressions));
}

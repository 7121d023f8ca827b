// SPDX-License-Identifier: MIT
// pv::sql: a subquery in the user's text never takes the columns of the query around for its own.
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace user_sql_test {

struct B;
struct A : pv::Model<A> {
  std::int64_t id{};
  std::string kind{};
  int n{};
  pv::OptionalForeignKey<A> parent{};
  pv::HasMany<B> bs{};
};
struct B : pv::Model<B> {
  std::int64_t id{};
  std::string kind{};
  int n{};
  pv::ForeignKey<A> a{};
};
PROMPTVIEW_MODEL(A, postgres, "a", FIELD(id, primary_key), FIELD(kind), FIELD(n), RELATION(parent), RELATION(bs))
PROMPTVIEW_MODEL(B, postgres, "b", FIELD(id, primary_key), FIELD(kind), FIELD(n), RELATION(a, column="parent_id"))

}  // namespace user_sql_test

using namespace user_sql_test;

namespace {

using Ids = std::vector<std::int64_t>;

// The kinds x, y and z; of B only x and y. B has columns of all names that A has.
struct Rows {
  Rows() {
    A::initialize();
    B::initialize();
    A{.id = 1, .kind = "x", .n = 1}.insert();
    A{.id = 2, .kind = "y", .n = 2, .parent = 1}.insert();
    A{.id = 3, .kind = "z", .n = 3, .parent = 1}.insert();
    B{.id = 11, .kind = "x", .n = 10, .a = 3}.insert();
    B{.id = 12, .kind = "y", .n = 20, .a = 3}.insert();
  }
  TestDatabase database{};
};

template <class Query>
Ids ids(const Query& query) {
  Ids found;
  for (const auto& row : query.order_by("id")) found.push_back(row.id);
  return found;
}

const pv::QuerySet<A> rows{};
const auto in_b = pv::sql<bool>("EXISTS (SELECT 1 FROM b WHERE b.kind = {0})", &A::kind);
const pv::Q<A> is_in_b = in_b;
const auto b_number = pv::sql<std::optional<int>>("(SELECT max(n) FROM b WHERE kind = {0})", &A::kind);

}  // namespace

TEST_CASE("SQL of the user's: conditions") {
  const Rows fixture;
  CHECK(ids(rows.filter(in_b)) == Ids{1, 2});
  CHECK(ids(rows.exclude(in_b)) == Ids{3});
  CHECK(ids(rows.filter("n__lt", b_number)) == Ids{1, 2});
  CHECK(ids(rows.filter(rows.q("id", 3) || in_b)) == Ids{1, 2, 3});
  CHECK(rows.filter(in_b).count() == 2);
  CHECK(rows.filter(in_b).exists());
  CHECK(ids(rows.filter(pv::sql<bool>("EXISTS (SELECT 1 FROM b WHERE kind = {0} AND n = {1})", pv::lower(&A::kind), A::f(&A::n) * 10))) == Ids{1, 2});
  CHECK(ids(rows.filter(pv::exists(B::query().filter("a", pv::outer<B>(&A::id)).filter(pv::sql<bool>("EXISTS (SELECT 1 FROM a WHERE a.kind = {0})", &B::kind))))) ==
        Ids{3});
  CHECK(ids(rows.filter(pv::exists(B::query().filter(pv::sql<bool>("{0} = {1}", &B::kind, pv::outer<B>(&A::kind)))))) == Ids{1, 2});
  CHECK(ids(rows.filter(pv::sql<bool>("EXISTS (SELECT 1 FROM a AS other WHERE other.parent_id = {0})", &A::id))) == Ids{1});
  CHECK(ids(rows.filter(pv::sql<bool>("EXISTS (SELECT 1 FROM b WHERE b.kind = {0})", pv::path(&A::parent, &A::kind)))) == Ids{2, 3});
}

TEST_CASE("SQL of the user's: values, choices, orders, groups, sources") {
  const Rows fixture;
  using Numbers = std::vector<std::optional<int>>;
  CHECK(rows.order_by("id").values_list(b_number).execute() == Numbers{10, 20, {}});
  CHECK(rows.order_by("id").values_list(pv::case_when(is_in_b, &A::n).otherwise(b_number)).execute() == Numbers{1, 2, {}});
  CHECK(rows.order_by("id").values_list(pv::coalesce(b_number, &A::n)).execute() == std::vector{10, 20, 3});
  CHECK(ids(rows.alias<"bn">(b_number).filter("bn__gt", 10)) == Ids{2});
  CHECK(rows.order_by(pv::desc(b_number).nulls_last()).values_list(&A::id).execute() == Ids{2, 1, 3});
  const auto grouped = rows.values(in_b).annotate<"sum">(pv::sum(&A::n));
  CHECK(grouped.order_by("sum", pv::desc(in_b)).execute() == std::vector<std::tuple<bool, std::optional<std::int64_t>>>{{true, 3}, {false, 3}});
  CHECK(rows.aggregate(pv::sum(b_number)) == std::tuple{std::optional<std::int64_t>{30}});
  CHECK(rows.filter(in_b).union_with(rows.filter("id", 3).filter(in_b)).count() == 2);
  CHECK(ids(rows.limit(3).order_by("id").as_cte<"b">().filter(pv::sql<bool>("{0} > 1", &A::n))) == Ids{2, 3});
  CHECK(rows.as_cte<"some">().filter(in_b).count() == 2);
  const auto ranked = rows.annotate<"place">(pv::rank().over(pv::window().order_by(pv::desc(b_number).nulls_last()))).filter("place", 1);
  CHECK(ranked.filter(in_b).count() == 1);
  CHECK(rows.filter("id__in", rows.filter(in_b).values_list(&A::id)).count() == 2);
}

TEST_CASE("SQL of the user's: updates and removals") {
  const Rows fixture;
  CHECK(rows.filter(in_b).update(pv::set(&A::n, pv::sql<int>("{0} + (SELECT max(n) FROM b WHERE kind = {1})", &A::n, &A::kind))) == 2);
  CHECK(rows.order_by("id").values_list(&A::n).execute() == std::vector{11, 22, 3});
  CHECK(rows.exclude(in_b).update(pv::set(&A::kind, pv::case_when(is_in_b, "x").otherwise("none"))) == 1);
  CHECK(rows.filter("kind", "none").order_by(pv::asc(b_number)).limit(1).update(pv::set(&A::n, 0)) == 1);
  CHECK(B::query().filter(pv::sql<bool>("EXISTS (SELECT 1 FROM a WHERE a.kind = {0} AND a.id = 1)", &B::kind)).remove() == 1);
  CHECK(B::query().one().id == 12);
}

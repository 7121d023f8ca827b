// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <promptview/base/fixed_string.hpp>
#include <promptview/base/fwd.hpp>
#include <promptview/query/deferred_fields.hpp>
#include <promptview/query/select_edits.hpp>
#include <promptview/queryset/query_chain.hpp>
#include <promptview/queryset/row_collector.hpp>
#include <promptview/queryset/row_iterator.hpp>
#include <promptview/queryset/row_type.hpp>
#include <promptview/schema/model_traits.hpp>
#include <promptview/store/ambient_context.hpp>
#include <promptview/store/namespace_for.hpp>
#include <promptview/store/run_query.hpp>

namespace promptview {

// The part of a QuerySet that makes other queries of it.
template <class M, class Row>
using ChainOf = QueryChain<M, Row, typename detail::RowShape<M, Row>::Scope, QuerySet<M, Row>>;

// A query on the rows of M: an immutable value that can be kept, passed on and derived from. Nothing is sent before one
// of the calls of the last group; each of those is one round trip, and blocks. `Row` says what a row of the result is.
template <class M, class Row>
class QuerySet : public ChainOf<M, Row> {
  using Shape = detail::RowShape<M, Row>;
  using Shaper = detail::QueryShaper<M, Row>;
  using Scope = typename Shape::Scope;
  using ChainOf<M, Row>::select_;
  using Deferring = detail::DeferredField<M>;
  using Reading = detail::ReadField<M>;

 public:
  using model_type = M;
  using row_type = typename Shape::type;

  QuerySet() : QuerySet{std::string_view{}} {}
  explicit QuerySet(std::string_view database)
      : ChainOf<M, Row>{Select{.model = &detail::model_of<M>(), .database = std::string{database}}} {}
  explicit QuerySet(Select select) : ChainOf<M, Row>{std::move(select)} {}

  // --- What a row is. Needs <promptview/expressions.hpp>. ---------------------------------------------------------------

  // `annotate<"n">(pv::count(&User::id))`: a computed value behind what a row holds: `for (auto& [user, n] : ...)`. Behind
  // `values`, an aggregate is one of the rows that agree in these values. Filters and orders can use the name.
  template <detail::FixedString Name, class X>
  [[nodiscard]] auto annotate(const X& value) const {
    return Shaper::template annotated<Name, false>(select_, value);
  }
  // As annotate, but only for filters and orders.
  template <detail::FixedString Name, class X>
  [[nodiscard]] auto alias(const X& value) const {
    return Shaper::template annotated<Name, true>(select_, value);
  }
  // An annotation as a computed value.
  template <detail::FixedString Name>
  [[nodiscard]] auto ref() const {
    return Shaper::template named<Name>();
  }

  // `values(&User::name, pv::length(&User::name))`: rows are tuples of these values.
  template <class... X>
  [[nodiscard]] auto values(const X&... columns) const {
    return Shaper::template values<Shaper::template AsTuple>(select_, columns...);
  }
  // One value a row, without a tuple around it: `std::vector<std::string>`.
  template <class X>
  [[nodiscard]] auto values_list(const X& column) const {
    return Shaper::template values<Shaper::template AsOne>(select_, column);
  }
  // Rows are `S{a, b, c}` of these values. Without values: S is a PROMPTVIEW_STRUCT, whose fields are those of the query with
  // the same names.
  template <class S, class... X>
  [[nodiscard]] auto values_as(const X&... columns) const {
    return Shaper::template values_as<S>(select_, columns...);
  }

  // The different dates, or times, of the rows, cut to their year, month, week, ...; in their order.
  template <class X>
  [[nodiscard]] auto dates(const char* unit, const X& time) const {
    return Shaper::dates(select_, unit, time);
  }
  template <class X>
  [[nodiscard]] auto datetimes(const char* unit, const X& time) const {
    return Shaper::datetimes(select_, unit, time);
  }

  // `aggregate(pv::sum(&User::age), pv::avg(&User::age))`: one tuple of the aggregates of all rows. One round trip.
  template <class... X>
  [[nodiscard]] auto aggregate(const X&... aggregates) const {
    return Shaper::aggregate(select_, aggregates...);
  }

  // --- Which fields are read. See types/deferred.hpp. ---------------------------------------------------------------------

  // `defer("body")`, `defer(&Post::body)`: the objects come without these fields, each a pv::Deferred; adds to what was left out
  // before. Conditions and orders can name them. Of combined rows, behind the set operator.
  [[nodiscard]] QuerySet defer(Deferring a, Deferring b = {}, Deferring c = {}, Deferring d = {}, Deferring e = {}, Deferring f = {}) const {
    detail::FieldBits fields = select_.left_out;
    for (const Deferring& each : {a, b, c, d, e, f}) each.add_to(fields);
    return without(fields);
  }
  // `only("id", "title")`: of the fields that are a pv::Deferred, only these; replaces what was left out before. All others are
  // read in any case, since they could not tell that they were not.
  [[nodiscard]] QuerySet only(Reading a, Reading b = {}, Reading c = {}, Reading d = {}, Reading e = {}, Reading f = {}) const {
    static_assert(detail::has_deferred<M>(), "only() leaves out fields of type pv::Deferred<T>, and the model has none: make the large ones that");
    detail::FieldBits fields = detail::deferred_fields(detail::model_of<M>());
    for (const Reading& each : {a, b, c, d, e, f}) each.take_from(fields);
    return without(fields);
  }

  // --- Relations. Needs <promptview/relations.hpp>. ---------------------------------------------------------------------

  // `include("posts__tags")`: what is read has its posts, and these have their tags; otherwise reading them throws
  // RelationNotLoaded. At most one statement for each relation, all in one round trip (postgres/store/include_query.hpp says what
  // needs one for each level). The same row within a path is one object. Counts and answers include nothing.
  [[nodiscard]] QuerySet include(detail::IncludePath<Scope, void> path) const {
    check_rows_hold_objects();
    QuerySet changed = *this;
    detail::Includer<M>::add(changed.select_, path);
    return changed;
  }
  // `include("posts", Post::query().order_by("-id").limit(3))`: of each object those that the query finds, in its order; its
  // limit and offset are those of one object. Replaces what was said of the same path before, but not of those behind it.
  template <class T, class R>
  [[nodiscard]] QuerySet include(std::type_identity_t<detail::IncludePath<Scope, T>> path, const QuerySet<T, R>& query) const {
    check_rows_hold_objects();
    QuerySet changed = *this;
    detail::Includer<M>::add(changed.select_, path, query);
    return changed;
  }

  // `join_related("author", "author__publisher")`: relations to one that are read with the rows, by joins of one statement,
  // instead of one for each. Worth it where few rows share what they refer to, since each row carries all of it.
  using Joined = detail::IncludePath<Scope, detail::JoinedPath>;
  [[nodiscard]] QuerySet join_related(Joined a) const { return joined(a); }
  [[nodiscard]] QuerySet join_related(Joined a, Joined b) const { return joined(a, b); }
  [[nodiscard]] QuerySet join_related(Joined a, Joined b, Joined c) const { return joined(a, b, c); }
  [[nodiscard]] QuerySet join_related(Joined a, Joined b, Joined c, Joined d) const { return joined(a, b, c, d); }

  // --- Running it -------------------------------------------------------------------------------------------------------

  // All rows, in the query's order. Blocks; throws what the store says, e.g. ConnectionLost or StatementCancelled.
  [[nodiscard]] std::vector<row_type> execute() const { return rows_of(select_); }

  // The first or last row in the query's order, or by primary key when it has none. Throws InvalidValue for the last one of a
  // slice, or where there is neither.
  [[nodiscard]] std::optional<row_type> first() const { return at_most_one(detail::first_of(select_, this->has_key())); }
  [[nodiscard]] std::optional<row_type> last() const { return at_most_one(detail::last_of(this->reorderable(), this->has_key())); }

  // The row with the least value of a field, or the greatest: `latest("created")`. Those without a value come last.
  [[nodiscard]] std::optional<row_type> earliest(detail::FieldPath<Scope> field) const { return extreme(field, false); }
  [[nodiscard]] std::optional<row_type> latest(detail::FieldPath<Scope> field) const { return extreme(field, true); }

  // The only row. Throws NotFound or MultipleFound.
  [[nodiscard]] row_type one() const {
    std::vector<row_type> rows = rows_of(detail::limited(select_, 2));
    detail::check_one(select_, rows.size());
    return std::move(rows.front());
  }

  // The number of rows: of a slice, of those in it. But a document's slice (see promptview/document.hpp) counts all its pages.
  [[nodiscard]] std::int64_t count() const { return detail::count(space(), context(), select_); }
  [[nodiscard]] bool exists() const { return detail::exists(space(), context(), select_); }

  // Whether the object's row is among them, by its primary key; false for one that has no key yet.
  [[nodiscard]] bool contains(const M& object) const {
    static_assert(detail::has_key<M>(), "the model has no primary key: mark a field primary_key, or use filter() and exists()");
    check_rows_hold_objects();
    return detail::contains(space(), context(), this->narrowable(), &object);
  }

  // The rows with these primary keys, as a std::map by key: `in_bulk({1, 2, 3})`. Needs <promptview/in_bulk.hpp>.
  template <class Key>
  [[nodiscard]] auto in_bulk(std::initializer_list<Key> keys) const {
    return detail::BulkReader<M, Key>::read(context(), rows_to_narrow(), keys);
  }
  template <class Key>
  [[nodiscard]] auto in_bulk(const std::vector<Key>& keys) const {
    return detail::BulkReader<M, Key>::read(context(), rows_to_narrow(), keys);
  }

  // count(), exists() and first() as questions for a pipeline. Needs <promptview/pipeline.hpp>.
  [[nodiscard]] CountQuery<M> count_query() const { return {detail::counted(select_)}; }
  [[nodiscard]] ExistsQuery<M> exists_query() const { return {detail::limited(select_, 1)}; }
  [[nodiscard]] FirstQuery<M, Row> first_query() const { return {detail::first_of(select_, this->has_key())}; }

  // A Page<M> of `size` rows behind the one that `cursor` stands for (empty: the first page), or before it. Needs
  // <promptview/page.hpp>; see there.
  [[nodiscard]] auto page_after(std::string_view cursor, std::int64_t size) const {
    return detail::PageReader<M>::read(context(), whole_rows(), cursor, size, false);
  }
  [[nodiscard]] auto page_before(std::string_view cursor, std::int64_t size) const {
    return detail::PageReader<M>::read(context(), whole_rows(), cursor, size, true);
  }

  // `for (const User& user : User::query().stream(1000))` reads the rows `batch` by `batch`, in constant memory. Needs
  // <promptview/stream.hpp>; see there.
  [[nodiscard]] auto stream(std::int64_t batch) const { return Stream<M, Row>(select_, batch); }

  // All rows by the fastest way out of the database, for exports: `for (const User& user : User::query().copy_out())`. Needs
  // <promptview/stream.hpp>; see there.
  [[nodiscard]] auto copy_out() const { return Stream<M, Row>(select_); }

  // These three need <promptview/expressions.hpp>.
  // UPDATE of all rows: `update(pv::set(&User::age, User::f(&User::age) + 1))`; `auto_now` fields and the row_version too,
  // unless they are set. Returns their number. Throws InvalidValue for a field that is set twice.
  template <class... More>
  std::int64_t update(const Assigned<M>& first, const More&... more) const {
    return Shaper::update(space(), context(), select_, first, more...);
  }
  // DELETE of all rows; where the model has a soft removal, that, unless it is `hard_remove`. Returns their number.
  std::int64_t remove() const { return Shaper::remove(space(), context(), select_, false); }
  std::int64_t hard_remove() const { return Shaper::remove(space(), context(), select_, true); }

  // The statement that `execute` would send, as SQL that can be run; for people and tests, nothing of it is ever sent.
  [[nodiscard]] std::string to_sql(SqlText form = SqlText::runnable) const { return detail::text_of(space(), select_, form); }
  // The plan of the server for it: `explain({.analyze = true, .buffers = true, .format = pv::ExplainFormat::json})`.
  [[nodiscard]] std::string explain(const ExplainOptions& options = {}) const {
    return detail::plan_of(space(), context(), select_, options);
  }

  // `for (const User& user : User::query())` runs the query once.
  [[nodiscard]] RowIterator<row_type> begin() const { return RowIterator<row_type>{execute()}; }
  [[nodiscard]] typename RowIterator<row_type>::End end() const noexcept { return {}; }

 private:
  friend ChainOf<M, Row>;

  QuerySet without(const detail::FieldBits& fields) const {
    check_rows_hold_objects();
    QuerySet changed{this->settled(!select_.combined.empty())};
    changed.select_.left_out = fields;
    return changed;
  }
  template <class... Paths>
  QuerySet joined(const Paths&... paths) const {
    check_rows_hold_objects();
    QuerySet changed = *this;
    detail::Includer<M>::join(changed.select_, paths...);
    return changed;
  }

  static consteval void check_rows_hold_objects() {
    static_assert(detail::ObjectIn<M, row_type>::is_there, "rows of values() hold no object: call this before values()");
  }
  static Namespace& space() { return detail::namespace_for<M>(); }
  Context context() const { return detail::ambient_context(select_.database); }

  const Select& whole_rows() const noexcept {
    static_assert(std::is_same_v<M, Row>, "pages and in_bulk are of whole objects: leave out annotate and values");
    return select_;
  }
  Select rows_to_narrow() const {
    (void)whole_rows();
    return this->narrowable();
  }
  std::optional<row_type> extreme(const detail::FieldPath<Scope>& field, bool greatest) const {
    return at_most_one(detail::extreme_of(this->reorderable(), field.term(greatest), field.nullable()));
  }

  std::vector<row_type> rows_of(const Select& select) const {
    detail::RowCollector<M, Row> found;
    detail::run(space(), context(), select, found);
    return std::move(found.rows);
  }
  std::optional<row_type> at_most_one(const Select& select) const {
    std::vector<row_type> rows = rows_of(select);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
  }
};

}  // namespace promptview

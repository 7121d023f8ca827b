// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include <promptview/base/concat.hpp>
#include <promptview/base/error.hpp>
#include <promptview/schema/model_info.hpp>

// What a store can do beside getting, saving and removing objects and answering queries whose conditions compare fields with
// values. Where several are missing, the message is about the first in this order: what holds others stands before them.
namespace promptview {

// What the front asks a store for: `space.supports(Feature::joins)`.
enum class Feature : std::uint8_t {
  relations,         // include(), prefetch(), load(): ReadRequest::Kind::relations, and `includes` of a query
  combined_queries,  // union_with() and its kin, subqueries, as_cte(), recursive()
  order,             // rows in an order of fields
  projections,       // rows of other columns than the model's: annotate(), values(), aggregate()
  joins,             // conditions and orders across relations
  expressions,       // computed values and conditions on them: transforms, functions, comparisons of fields, random orders, SQL
  deferred_fields,   // only(), defer()
  distinct_rows,     // distinct(), distinct_on()
  row_locks,         // select_for_update(), select_for_share()
  join_tables,       // WriteRequest::Kind::join_rows
  transactions,      // Namespace::all_or_nothing
  conflicts,         // WriteRequest::Kind::insert_or_find
  bulk_writes,       // WriteRequest::Kind::insert_objects, insert_range, update_objects
  query_writes,      // WriteRequest::Kind::update_rows, remove_rows
  soft_removal,      // TABLE(soft_remove=...); WriteRequest::Kind::restore
  row_versions,      // FIELD(..., row_version)
  constraints,       // unique sets, checks and actions of foreign keys that the store enforces
  made_values,       // values that the store makes, but for Auto keys: auto_now, auto_now_add, default_sql, generated
  streams,           // Namespace::open_stream
  copies,            // open_stream by the fastest way out of the store; without it, copy_out() is a stream
  key_lists,         // ReadRequest::Kind::by_keys; without it, get_many() asks for each key
  schema,            // Namespace::compare_schema; without it, there is nothing to compare
  explain,           // Namespace::explain
  query_text,        // Namespace::to_text
};
inline constexpr std::size_t feature_count = static_cast<std::size_t>(Feature::query_text) + 1;

// A set of features.
class Features {
 public:
  constexpr Features() noexcept = default;
  constexpr Features(std::initializer_list<Feature> features) noexcept {
    for (const Feature each : features) add(each);
  }
  // All that there are.
  static constexpr Features all() noexcept {
    Features every;
    every.bits_ = (1U << feature_count) - 1;
    return every;
  }

  // Puts one in, or several.
  constexpr void add(Feature feature) noexcept { bits_ |= 1U << static_cast<unsigned>(feature); }
  constexpr void add(Features others) noexcept { bits_ |= others.bits_; }
  // Whether it has this one, none, or all that there are.
  constexpr bool has(Feature feature) const noexcept { return (bits_ >> static_cast<unsigned>(feature) & 1U) != 0; }
  constexpr bool empty() const noexcept { return bits_ == 0; }
  constexpr bool has_all() const noexcept { return bits_ == all().bits_; }
  // Those that are not in `others`.
  constexpr Features without(Features others) const noexcept {
    Features rest;
    rest.bits_ = bits_ & ~others.bits_;
    return rest;
  }
  // The first one; not of an empty set.
  constexpr Feature first() const noexcept { return static_cast<Feature>(__builtin_ctz(bits_)); }

 private:
  std::uint32_t bits_ = 0;
  static_assert(feature_count < 32);
};

namespace detail {

// What to do without a feature, and what a store without it does not do; for messages.
struct FeatureText {
  Feature feature{};
  std::string_view remedy{};
  std::string_view missing{};
};
using std::literals::operator""sv;  // its length is known at once; each letter that is counted costs every file of models
inline constexpr FeatureText feature_texts[] = {
    {Feature::relations, "leave out include(), prefetch() and load(), and query the related model"sv, "loads no relations"sv},
    {Feature::combined_queries, "ask one query after the other, without set operators and subqueries"sv, "combines no queries"sv},
    {Feature::order, "leave out order_by(), first() and last()"sv, "gives rows in no order"sv},
    {Feature::projections, "read whole objects, without annotate(), values() and aggregate()"sv, "gives rows of the model's fields only"sv},
    {Feature::joins, "filter and order by fields of the model itself"sv, "follows no relations in queries"sv},
    {Feature::expressions, "compare fields with values, without transforms, functions and SQL"sv, "computes no expressions"sv},
    {Feature::deferred_fields, "leave out only() and defer()"sv, "always reads all fields"sv},
    {Feature::distinct_rows, "leave out distinct() and distinct_on()"sv, "has no distinct rows"sv},
    {Feature::row_locks, "leave out select_for_update() and select_for_share()"sv, "locks no rows"sv},
    {Feature::join_tables, "connect the objects by a model of your own instead of a ManyToMany"sv, "has no join tables"sv},
    {Feature::transactions, "write the objects one by one"sv, "has no transactions"sv},
    {Feature::conflicts, "query the object first, then insert() or update() it"sv, "has no writes by unique fields"sv},
    {Feature::bulk_writes, "use save_all() and update_all()"sv, "has no bulk writes"sv},
    {Feature::query_writes, "save() or remove() each object of the query"sv, "does not write all rows of a query at once"sv},
    {Feature::soft_removal, "leave out TABLE(soft_remove=...)"sv, "has no soft removal"sv},
    {Feature::row_versions, "leave out row_version"sv, "has no row versions"sv},
    {Feature::constraints, "leave out unique, check, on_delete, on_update, UNIQUE, CONSTRAINT and INDEX(..., unique)"sv, "enforces no constraints"sv},
    {Feature::made_values, "leave out auto_now, auto_now_add, default_sql and generated"sv, "makes no values but Auto keys"sv},
    {Feature::streams, "use execute() or page_after() instead of stream()"sv, "gives no rows batch by batch"sv},
    {Feature::copies, "use stream() instead of copy_out()"sv, "has no COPY"sv},
    {Feature::key_lists, "use get() for each key"sv, "takes no lists of keys"sv},
    {Feature::schema, "leave out check_schema()"sv, "keeps no schema"sv},
    {Feature::explain, "leave out explain()"sv, "has no plans"sv},
    {Feature::query_text, "leave out to_sql()"sv, "has no text for a query"sv},
};
static_assert([] {
  for (std::size_t i = 0; i < feature_count; ++i)
    if (feature_texts[i].feature != static_cast<Feature>(i)) return false;
  return sizeof(feature_texts) / sizeof(FeatureText) == feature_count;
}());

[[noreturn, gnu::noinline]] inline void throw_not_supported(const ModelInfo& model, Feature feature) {
  const FeatureText& text = feature_texts[static_cast<std::size_t>(feature)];
  throw NotSupported{concat({model.name, ": ", text.remedy, ": the store ", model.backend, " ", text.missing})};
}

}  // namespace detail
}  // namespace promptview

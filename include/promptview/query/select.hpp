// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/base/inline.hpp>
#include <promptview/base/list.hpp>
#include <promptview/query/expression.hpp>
#include <promptview/query/row_lock.hpp>
#include <promptview/schema/model_info.hpp>

// Queries as data: what a QuerySet holds and a Namespace runs.
namespace promptview {

// One key of an order.
struct OrderTerm {
  static constexpr std::uint16_t at_random = UINT16_MAX;
  static constexpr std::uint16_t first_column = UINT16_MAX - 1;  // of the result

  std::uint16_t field = 0;  // its place in the model's fields, or one of the two above
  bool descending = false;
  NullsPlace nulls = NullsPlace::standard;
  detail::List<Expression> by{};  // one instead of the field
};

// A value that a query computes beside the fields, under a name of the user's.
struct Annotation {
  std::string_view name{};  // of a literal
  Expression value{};
  bool hidden = false;      // for filters and orders only
  const TypeInfo* type = nullptr;
};

// UNION, UNION ALL, INTERSECT, EXCEPT.
enum class SetOperation : std::uint8_t { unite, unite_all, intersect, except };

// A query whose rows are combined with those of the queries before it.
struct Combination {
  SetOperation operation{};  // with the rows before; of the first, nothing
  SelectBox with{};
};

// Where the rows come from, if not from the model's table.
struct Source {
  SelectBox query{};
  std::string_view name{};  // of a common table expression; empty: a subquery
  SelectBox step{};         // of a recursive one: the rows of the model's table to add, again and again
  std::uint16_t step_field = 0;   // those whose field
  std::uint16_t known_field = 0;  // equals this field of a row that is known
};

// A relation that is loaded into the objects of a query. The order, limit and offset of `query`, which is on the relation's
// target, are those of each object's own; what it includes is loaded into what it finds.
struct Include {
  const RelationInfo* relation = nullptr;
  SelectBox query{};
  bool has_query = false;  // one that was given, not all rows
  bool is_joined = false;  // a relation to one that is read with its owner's row, if that is of the query or is joined itself
};

namespace detail {

// Some fields of a model, by their places.
class FieldBits {
 public:
  constexpr bool any() const noexcept { return (bits_[0] | bits_[1]) != 0; }
  constexpr bool operator[](std::size_t field) const noexcept { return (bits_[field / 64] >> (field % 64) & 1U) != 0; }
  constexpr void set(std::size_t field) noexcept { bits_[field / 64] |= std::uint64_t{1} << (field % 64); }
  constexpr void reset(std::size_t field) noexcept { bits_[field / 64] &= ~(std::uint64_t{1} << (field % 64)); }

 private:
  std::uint64_t bits_[2] = {};
  static_assert(max_fields <= 128);
};

}  // namespace detail

// A query as data: what a QuerySet holds and a store makes its own language of.
struct Select {
  static constexpr std::int64_t no_limit = -1;

  const ModelInfo* model = nullptr;
  std::string database{};  // empty: the default one
  Expression where{};
  detail::List<OrderTerm> order{};
  std::int64_t limit = no_limit;
  std::int64_t offset = 0;
  RowLock lock{};
  bool slices_document = false;  // limit and offset are those of a stranger's document: counts, aggregates and cursors are of all rows
  bool with_removed = false;  // also the rows that were removed softly

  const ModelInfo* row = nullptr;         // what a row holds; null: the model's fields
  bool projects = false;                  // a row holds `columns` instead of the model's fields
  bool always_has_a_row = false;          // of aggregates without groups
  bool groups_by_key = false;             // groups are those of the model's rows, whatever the columns are
  bool distinct = false;
  bool names_columns = false;             // those that are no fields are "column 1", ..., for a query around
  detail::List<Expression> columns{};
  detail::List<Annotation> annotations{};  // those that are not hidden stand behind the others in a row
  detail::List<Expression> distinct_on{};
  detail::List<Combination> combined{};    // the rows come from these; order and limit are those of the whole
  detail::List<Source> source{};           // one, or none for the model's table
  detail::List<Include> includes{};        // each relation once
  detail::FieldBits left_out{};                  // of the objects in the rows: fields that are not read

  std::size_t depth = 0;  // of what is in it, where it is in another query or an expression

  // Whether its rows are objects without some of their fields.
  bool leaves_out_fields() const noexcept { return !projects && left_out.any(); }
  // Whether it has a limit or an offset.
  bool is_sliced() const noexcept { return limit != no_limit || offset != 0; }
  // Whatever the rows are.
  bool matches_nothing() const noexcept {
    return limit == 0 || (combined.empty() && !always_has_a_row && detail::truth_of(where) == Truth::never);
  }
};

// The text that `to_sql` gives.
enum class SqlText : std::uint8_t {
  runnable,      // with the values in their places: it can be pasted into psql
  placeholders,  // as it is sent: with $1, and the values in a comment behind it
};

// The form of a plan that `explain` returns.
enum class ExplainFormat : std::uint8_t { text, json, xml, yaml };

// The options of `explain`. `analyze` runs the query and measures it; its rows are thrown away.
struct ExplainOptions {
  bool analyze = false;
  bool verbose = false;
  bool buffers = false;
  bool settings = false;  // options of the server that differ from their defaults
  ExplainFormat format = ExplainFormat::text;
};

// The new value that an UPDATE of a query's rows gives to a field.
struct Assignment {
  std::uint16_t field = 0;
  Expression value{};
};

inline std::size_t SelectBox::depth() const noexcept { return select_ == nullptr ? 0 : select_->depth; }

namespace detail {

inline bool matches_nothing(const SelectBox& query) noexcept { return (*query).matches_nothing(); }

#ifdef PROMPTVIEW_COMPILED  // in cmake/compiled.cpp
extern template class List<Value>;
extern template class List<Expression>;
extern template class List<OrderTerm>;
extern template class List<Annotation>;
extern template class List<Combination>;
extern template class List<Source>;
extern template class List<Include>;
#endif

}  // namespace detail

}  // namespace promptview

#ifndef PROMPTVIEW_COMPILED
#include <promptview/query/select.ipp>
#endif

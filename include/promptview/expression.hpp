// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/argument.hpp>
#include <promptview/error.hpp>
#include <promptview/lookup.hpp>
#include <promptview/types/value.hpp>

// Conditions as data. A condition is a tree whose leaves are lookups; it knows nothing of SQL.
namespace promptview {

struct Condition {
  // row: its parts are leaves of one lookup, gt or lt, that are compared at once: (a, b) > ($1, $2). Never negated.
  enum class Op : std::uint8_t { lookup, all, any, exactly_one, negate, row };

  Op op = Op::all;
  std::uint8_t lookup = 0;   // of a leaf: its place in `lookups`
  std::uint16_t field = 0;   // of a leaf: its place in the model's fields
  Value value{};             // of a leaf
  std::vector<Condition> parts{};

  bool is_empty() const noexcept { return op == Op::all && parts.empty(); }
};

// Whether a condition holds for every row or for none, whatever the rows are.
enum class Truth : std::uint8_t { depends, always, never };

namespace detail {

inline Truth opposite(Truth truth) noexcept {
  return truth == Truth::always ? Truth::never : truth == Truth::never ? Truth::always : Truth::depends;
}

inline Truth truth_of(const Condition& condition) noexcept {
  using Op = Condition::Op;
  if (condition.op == Op::lookup) {
    const bool empty_list = lookups[condition.lookup].operand == Operand::list && condition.value.items.empty();
    return empty_list ? Truth::never : Truth::depends;
  }
  if (condition.op == Op::negate) return opposite(truth_of(condition.parts.front()));
  if (condition.op == Op::exactly_one) {
    const Truth left = truth_of(condition.parts[0]);
    const Truth right = truth_of(condition.parts[1]);
    if (left == Truth::depends || right == Truth::depends) return Truth::depends;
    return left != right ? Truth::always : Truth::never;
  }
  // all: never wins, always is neutral; any: the other way round.
  const Truth winner = condition.op == Op::all ? Truth::never : Truth::always;
  Truth result = opposite(winner);
  for (const Condition& part : condition.parts) {
    const Truth truth = truth_of(part);
    if (truth == winner) return winner;
    if (truth == Truth::depends) result = Truth::depends;
  }
  return result;
}

inline Condition join(Condition::Op op, Condition left, Condition right) {
  if (left.op == op && op != Condition::Op::exactly_one) {
    left.parts.push_back(std::move(right));
    return left;
  }
  Condition joined{.op = op};
  joined.parts.reserve(2);
  joined.parts.push_back(std::move(left));
  joined.parts.push_back(std::move(right));
  return joined;
}

inline Condition negate(Condition condition) {
  Condition negated{.op = Condition::Op::negate};
  negated.parts.push_back(std::move(condition));
  return negated;
}

inline std::string where_it_is(const ModelInfo& model, const ResolvedLookup& resolved) {
  return std::string{model.name} + "." + std::string{model.fields[resolved.field].name} + "__" +
         std::string{lookups[resolved.lookup].name};
}

inline void check_no_nul(const Value& value, const std::string& place) {
  if (value.type->kind != Kind::bytes && value.type->kind != Kind::uuid && value.text.find('\0') != std::string::npos)
    throw InvalidValue{place + ": a text for the database cannot hold a NUL byte"};
}

inline bool fits_field(const Value& value) noexcept {
  if (value.type->kind == Kind::int16) return value.integer >= INT16_MIN && value.integer <= INT16_MAX;
  if (value.type->kind == Kind::int32) return value.integer >= INT32_MIN && value.integer <= INT32_MAX;
  return true;
}

// A number beside an integer field that is beyond the field's width is compared as a wider one, never cut.
inline void widen(Value& value) {
  static constexpr TypeInfo wide{.kind = Kind::int64};
  static constexpr TypeInfo wide_list{.kind = Kind::array, .item = &wide};
  if (value.type->kind != Kind::array) {
    if (!value.null && !fits_field(value)) value.type = &wide;
    return;
  }
  bool fits = true;
  for (const Value& item : value.items) fits = fits && (item.null || fits_field(item));
  if (fits) return;
  value.type = &wide_list;
  for (Value& item : value.items) item.type = &wide;
}

// Makes the leaf `resolved` compared with `argument`, whose type was checked. Throws InvalidValue for what only shows
// in the value: a null where a comparison needs one, a NUL byte, a pair that is not two.
inline Condition make_leaf(const ModelInfo& model, ResolvedLookup resolved, const BoundArgument& argument) {
  const FieldInfo& field = model.fields[resolved.field];
  const Lookup& lookup = lookups[resolved.lookup];
  ValueBuilder builder{operand_type(field, lookup)};
  argument.write(builder, argument.value);
  Condition leaf{.op = Condition::Op::lookup, .lookup = resolved.lookup, .field = resolved.field};
  leaf.value = builder.take();
  if (leaf.value.null && lookup.operand != Operand::nullable)
    throw InvalidValue{where_it_is(model, resolved) + ": null can only be compared by exact, ne and isnull"};
  if (lookup.operand == Operand::pair && leaf.value.items.size() != 2)
    throw InvalidValue{where_it_is(model, resolved) + ": give exactly two values, the lowest and the highest"};
  if (lookup.operand == Operand::list)  // a NULL equals nothing, and `NOT IN` with one would match nothing
    std::erase_if(leaf.value.items, [](const Value& item) { return item.null; });
  if (lookup.operand == Operand::pair && (leaf.value.items[0].null || leaf.value.items[1].null))
    throw InvalidValue{where_it_is(model, resolved) + ": null can only be compared by exact, ne and isnull"};
  check_no_nul(leaf.value, where_it_is(model, resolved));
  for (const Value& item : leaf.value.items) check_no_nul(item, where_it_is(model, resolved));
  if (is_integer(field.type->kind)) widen(leaf.value);
  return leaf;
}

}  // namespace detail

}  // namespace promptview

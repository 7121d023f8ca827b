// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace promptview::detail {

std::string where_it_is(const ModelInfo& model, const ResolvedLookup& resolved) {
  const std::string_view name = model_at_end(model, resolved).fields[resolved.field].name;
  const bool has_tail = resolved.text.size() > name.size();
  return std::string{model.name} + "." + (has_tail ? std::string{resolved.text} : std::string{name} + "__exact");
}

void check_text(const Value& value, const ModelInfo& model, const ResolvedLookup& resolved) {
  if (form_of(value.type->kind) != ValueForm::text || is_plain_ascii(value.text)) return;
  const std::size_t bad = find_bad_byte(value.text);
  if (bad == std::string_view::npos) return;
  throw InvalidValue{where_it_is(model, resolved) + ": " + bad_byte_remedy("the text", value.text, bad)};
}

// A number beside an integer field that is beyond the field's width is compared as a wider one, never cut.
inline void widen(Value& value) {
  if (value.type->kind != Kind::array) {
    if (!value.null && !fits_kind(value.type->kind, value.integer)) value.type = &plain_type(Kind::int64);
    return;
  }
  bool fits = true;
  for (const Value& item : value.items) fits = fits && (item.null || fits_kind(item.type->kind, item.integer));
  if (fits) return;
  value.type = &plain_list(Kind::int64);
  for (Value& item : value.items) item.type = &plain_type(Kind::int64);
}

// A NULL in a list equals nothing, and `NOT IN` with one would match nothing.
inline void remove_nulls(Value& list) {
  List<Value> given;
  for (Value& item : list.items)
    if (!item.null) given.push_back(std::move(item));
  list.items = std::move(given);
}

Value value_of(const TypeInfo& type, const BoundArgument& argument) {
  ValueBuilder builder{type};
  argument.write(builder, argument.value);
  return builder.take();
}

// The value beside a lookup, whose type was checked. Throws InvalidValue for what only shows in the value: a null where
// a comparison needs one, a NUL byte, a pair that is not two.
inline Value operand_value(const ModelInfo& model, const ResolvedLookup& resolved, const LookupSubject& subject,
                           const BoundArgument& argument) {
  const Operand operand = lookups[resolved.lookup].operand;
  Value value = value_of(operand_type(subject, operand, argument.type), argument);
  if (value.null && operand == Operand::nullable_json)
    value = {.type = &plain_type(Kind::json), .null = false, .text = "null"};
  if (value.null && operand != Operand::nullable)
    throw InvalidValue{where_it_is(model, resolved) + ": null can only be compared by exact, ne and isnull"};
  if (is_pair(operand) && value.items.size() != 2)
    throw InvalidValue{where_it_is(model, resolved) + ": give exactly two values, the lowest and the highest"};
  if (operand == Operand::list || operand == Operand::json_list) remove_nulls(value);
  if (is_pair(operand) && (value.items[0].null || value.items[1].null))
    throw InvalidValue{where_it_is(model, resolved) + ": null can only be compared by exact, ne and isnull"};
  check_text(value, model, resolved);
  for (const Value& item : value.items) check_text(item, model, resolved);
  if (is_integer(subject.type->kind)) widen(value);
  return value;
}

inline Expression make_leaf_of_field(const ModelInfo& model, const ResolvedLookup& resolved, const BoundArgument& argument) {
  Expression leaf = leaf_of(resolved, resolved.step_count, resolved.lookup);
  if (argument.expression != nullptr) {
    if (leaf.parts.empty()) leaf.parts.push_back({.op = Expression::Op::field, .field = resolved.field});
    leaf.parts.push_back(*argument.expression);
    return leaf;
  }
  leaf.value = operand_value(model, resolved, subject_of(model, resolved), argument);
  return compares_year(resolved) && !leaf.value.null ? year_leaf(model, resolved, leaf.value) : leaf;
}

// Whether there is a row at the end of the last relation.
inline Expression make_leaf_of_relation(const ModelInfo& model, const ResolvedLookup& resolved, const RelationPath& path,
                                        const BoundArgument& argument) {
  if (argument.expression != nullptr) throw InvalidValue{where_it_is(model, resolved) + ": isnull takes true or false"};
  const bool is_null = operand_value(model, resolved, subject_of(model, resolved), argument).integer != 0;
  Expression some = along(Expression::Op::some, *path.relations[path.count - 1], {});
  return across(path, path.count - 1, is_null ? negate(std::move(some)) : std::move(some));
}

[[gnu::noinline]] inline Expression make_leaf_across(const ModelInfo& model, const ResolvedLookup& resolved, const BoundArgument& argument) {
  const RelationPath path = relation_path(model, resolved.hops, resolved.hop_count);
  if (resolved.of_relation) return make_leaf_of_relation(model, resolved, path, argument);
  return across(path, path.count, make_leaf_of_field(model, resolved, argument));
}

Expression make_leaf(const ModelInfo& model, const ResolvedLookup& resolved, const BoundArgument& argument) {
  return resolved.hop_count == 0 ? make_leaf_of_field(model, resolved, argument) : make_leaf_across(model, resolved, argument);
}

}  // namespace promptview::detail

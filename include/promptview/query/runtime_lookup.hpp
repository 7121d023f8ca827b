// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <promptview/base/error.hpp>
#include <promptview/base/nearest_name.hpp>
#include <promptview/query/lookup_condition.hpp>
#include <promptview/query/relation_path.hpp>
#include <promptview/query/select.hpp>

// Lookups and orders whose text is known only when the program runs: the same resolution as for literals, with
// exceptions instead of compile errors.
namespace promptview {

// A lookup or name that is known only when the program runs. Made by `pv::runtime`; the text must live as long as it does.
struct RuntimeText {
  std::string_view text{};
};

// `filter(pv::runtime(text), value)`: throws UnknownField or InvalidValue. A text value is accepted for a field of any
// type and parsed by the database. `text` must live as long as the call that it is passed to.
constexpr RuntimeText runtime(std::string_view text) noexcept { return {text}; }

// `order_by(pv::nulls_last("-age"))`: where the rows whose field is NULL stand. Of a literal the field is checked when it
// compiles, and that it can be NULL.
struct NullsOrder {
  const char* text = nullptr;
  NullsPlace nulls{};
};
struct RuntimeNullsOrder {
  RuntimeText text{};
  NullsPlace nulls{};
};
constexpr NullsOrder nulls_first(const char* text) noexcept { return {text, NullsPlace::first}; }
constexpr NullsOrder nulls_last(const char* text) noexcept { return {text, NullsPlace::last}; }
constexpr RuntimeNullsOrder nulls_first(RuntimeText text) noexcept { return {text, NullsPlace::first}; }
constexpr RuntimeNullsOrder nulls_last(RuntimeText text) noexcept { return {text, NullsPlace::last}; }

namespace detail {

// The name to write instead of one that is no field or relation of the model; see suggest().
inline std::string suggest_field(const ModelInfo& model, std::string_view mistaken) {
  return suggest(mistaken, [&model](const auto& offer) {
    for (std::size_t i = 0; i < model.field_count; ++i) offer(model.fields[i].name);
    for (std::size_t i = 0; i < model.relation_count; ++i)
      if (!model.has_field(model.relations[i].name)) offer(model.relations[i].name);
  });
}

inline std::string quoted(std::string_view text) { return "\"" + std::string{text} + "\""; }

// `begin`: where the unknown name stands in the text.
[[noreturn]] inline void throw_unknown_field(const ModelInfo& model, std::string_view text, std::size_t begin = 0) {
  const std::string_view head = text.substr(begin, text.find("__", begin) - begin);
  throw UnknownField{std::string{model.name} + " has no field for " + detail::quoted(text) + suggest_field(model, head)};
}

// For what is wrong with the relations on the way to a field.
[[noreturn]] inline void throw_bad_path(const ModelInfo& model, std::string_view text, const ResolvedLookup& resolved) {
  if (resolved.problem == LookupProblem::no_such_field) throw_unknown_field(model_at_end(model, resolved), text, resolved.begin);
  const std::string head = std::string{model.name} + ", " + detail::quoted(text) + ": ";
  if (resolved.problem == LookupProblem::too_many_relations) throw UnknownField{head + "too many relations; 8 are allowed"};
  const ModelInfo& owner = model_at_end(model, resolved);
  const std::string_view rest = text.substr(resolved.begin);
  const RelationInfo& relation = owner.relations[owner.relation_of(rest.substr(0, name_at(owner, rest)))];
  throw UnknownField{head + "the model " + std::string{relation.target->name} +
                     " is not registered in this program: include the header with its PROMPTVIEW_MODEL"};
}

// The lookups and transforms of a class, for messages.
inline std::string lookups_of(std::uint16_t classes) {
  std::string names;
  for (const Lookup& lookup : lookups)
    if ((lookup.classes & classes) != 0) names += (names.empty() ? "" : ", ") + std::string{lookup.name};
  for (const Transform& transform : transforms)
    if ((transform.classes & classes) != 0 && !transform.takes_text) names += ", " + std::string{transform.name};
  return names;
}

// The value that must stand beside a lookup, in words, for messages.
inline std::string wanted_value(const LookupSubject& subject, const Lookup& lookup) {
  const std::string type = "the field's type, " + std::string{kind_name(subject.type->kind)};
  switch (lookup.operand) {
    case Operand::text: return "a text";
    case Operand::texts: return "a list of texts";
    case Operand::boolean: return "true or false";
    case Operand::list: return "a list of " + type;
    case Operand::pair: return "two values of " + type;
    case Operand::json_list: return "a list";
    default: return "of " + type;
  }
}

// Throws for what is wrong with `text` on `model`; returns for a text that is right.
inline void throw_problem(const ModelInfo& model, std::string_view text, const ResolvedLookup& resolved) {
  if (resolved.problem == LookupProblem::none) return;
  switch (resolved.problem) {
    case LookupProblem::no_such_field:
    case LookupProblem::target_not_registered:
    case LookupProblem::too_many_relations: throw_bad_path(model, text, resolved);
    default: break;
  }
  const std::string head = std::string{model.name} + ", " + detail::quoted(text) + ": ";
  const LookupSubject subject = subject_of(model, resolved);
  const std::string_view field = model_at_end(model, resolved).fields[resolved.field].name;
  switch (resolved.problem) {
    case LookupProblem::no_such_lookup:
    case LookupProblem::lookup_of_another_type:
      throw UnknownField{head + "no such lookup; " + (resolved.step_count == 0 ? detail::quoted(field) : "what stands before it") +
                         " has " + lookups_of(subject.classes)};
    case LookupProblem::too_many_steps: throw UnknownField{head + "too many transforms; 6 are allowed"};
    case LookupProblem::wrong_value_type:
      throw InvalidValue{head + "the value must be " + wanted_value(subject, lookups[resolved.lookup])};
    default: throw InvalidValue{head + "null can only be compared by exact, ne and isnull, on a field that can be null"};
  }
}

// The text form of a value, for a subject of any kind.
inline Expression make_text_leaf(const ModelInfo& model, const ResolvedLookup& resolved, const BoundArgument& text) {
  const LookupSubject subject = subject_of(model, resolved);
  Expression leaf = leaf_of(resolved, resolved.step_count, resolved.lookup);
  leaf.value = value_of(plain_type(Kind::text), text);
  check_text(leaf.value, model, resolved);
  leaf.value.type = &operand_type(subject, lookups[resolved.lookup].operand, {});
  leaf.value.as_text = true;
  const RelationPath path = relation_path(model, resolved.hops, resolved.hop_count);
  return across(path, path.count, std::move(leaf));
}

inline Expression make_runtime_leaf(const ModelInfo& model, std::string_view text, const BoundArgument& argument) {
  const ResolvedLookup resolved = resolve(registered_links(model), text, argument.type);
  const Operand operand = lookups[resolved.lookup].operand;
  const bool parsed_by_database = resolved.problem == LookupProblem::wrong_value_type && argument.expression == nullptr &&
                                  argument.type.form == OperandForm::value && argument.type.type->kind == Kind::text &&
                                  (operand == Operand::same || operand == Operand::nullable);
  if (parsed_by_database) return make_text_leaf(model, resolved, argument);
  throw_problem(model, text, resolved);
  return make_leaf(model, resolved, argument);
}

// A field to order by, as a text names it.
struct OrderName {
  std::uint16_t field = 0;
  bool descending = false;
  NullsPlace nulls = NullsPlace::standard;
  LookupProblem problem = LookupProblem::none;
  std::uint8_t hop_count = 0;
  std::uint8_t hops[ResolvedLookup::max_hops] = {};  // relations on the way to the field
};

// Resolves a path that ends with a field or a relation.
constexpr void resolve_path_to(const RelationTargets& links, std::string_view text, OrderName& order) noexcept {
  const ResolvedLookup path = resolve_path(links, text);
  order.field = path.field;
  order.hop_count = path.hop_count;
  bool is_to_one = true;
  const ModelInfo* model = links.model;
  RelationTargets at = links;
  for (std::size_t i = 0; i < path.hop_count; ++i) {
    order.hops[i] = path.hops[i];
    is_to_one = is_to_one && !is_to_many(model->relations[path.hops[i]].kind);
    if (i + 1u < path.hop_count) model = (at = at.target(*model, path.hops[i])).model;
  }
  order.problem = path.problem;
  if (order.problem == LookupProblem::none && (path.of_relation || path.end != text.size())) order.problem = LookupProblem::no_such_field;
  if (order.problem == LookupProblem::none && !is_to_one && !kind_info(path.reached->fields[path.field].type->kind).has(has_extremes))
    order.problem = LookupProblem::wrong_value_type;
}

inline OrderTerm make_order_term(const ModelInfo& model, const OrderName& name, bool descending) {
  OrderTerm made{.field = name.field, .descending = descending, .nulls = name.nulls};
  if (name.hop_count == 0) return made;
  const RelationPath path = relation_path(model, name.hops, name.hop_count);
  made.by.push_back(order_across(path, {.op = Expression::Op::field, .field = name.field}, descending));
  made.field = 0;
  return made;
}

[[noreturn]] inline void throw_unknown_order(const ModelInfo& model, std::string_view text) {
  const ResolvedLookup path = resolve_path(registered_links(model), text);
  if (path.problem == LookupProblem::none && path.end == text.size() && !path.of_relation)
    throw UnknownField{std::string{model.name} + ", " + detail::quoted(text) + ": an order across relations to many needs a type with a least value"};
  if (path.problem != LookupProblem::none) throw_bad_path(model, text, path);
  throw_unknown_field(model_at_end(model, path), text, path.begin);
}

// Resolves "field" or "-field" into `order`; false if there is no such field. "?" is any order.
constexpr bool resolve_order(const RelationTargets& links, std::string_view text, OrderName& order) noexcept {
  if (text == "?") {
    order.field = OrderTerm::at_random;
    return true;
  }
  const bool minus = !text.empty() && text.front() == '-';
  order.descending = minus;
  resolve_path_to(links, text.substr(minus ? 1 : 0), order);
  return order.problem == LookupProblem::none;
}
constexpr bool resolve_order(const ModelInfo& model, std::string_view text, OrderName& order) noexcept {
  return resolve_order(RelationTargets{.model = &model}, text, order);
}

}  // namespace detail
}  // namespace promptview

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace promptview::detail {

std::string suggest_field(const ModelInfo& model, std::string_view mistaken) {
  return suggest(mistaken, [&model](const auto& offer) {
    for (std::size_t i = 0; i < model.field_count; ++i) offer(model.fields[i].name);
    for (std::size_t i = 0; i < model.relation_count; ++i)
      if (!model.has_field(model.relations[i].name)) offer(model.relations[i].name);
  });
}

void throw_unknown_field(const ModelInfo& model, std::string_view text, std::size_t begin) {
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

Expression make_runtime_leaf(const ModelInfo& model, std::string_view text, const BoundArgument& argument) {
  const ResolvedLookup resolved = resolve(registered_links(model), text, argument.type);
  const Operand operand = lookups[resolved.lookup].operand;
  const bool parsed_by_database = resolved.problem == LookupProblem::wrong_value_type && argument.expression == nullptr &&
                                  argument.type.form == OperandForm::value && argument.type.type->kind == Kind::text &&
                                  (operand == Operand::same || operand == Operand::nullable);
  if (parsed_by_database) return make_text_leaf(model, resolved, argument);
  throw_problem(model, text, resolved);
  return make_leaf(model, resolved, argument);
}

OrderTerm make_order_term(const ModelInfo& model, const OrderName& name, bool descending) {
  OrderTerm made{.field = name.field, .descending = descending, .nulls = name.nulls};
  if (name.hop_count == 0) return made;
  const RelationPath path = relation_path(model, name.hops, name.hop_count);
  made.by.push_back(order_across(path, {.op = Expression::Op::field, .field = name.field}, descending));
  made.field = 0;
  return made;
}

void throw_unknown_order(const ModelInfo& model, std::string_view text) {
  const ResolvedLookup path = resolve_path(registered_links(model), text);
  if (path.problem == LookupProblem::none && path.end == text.size() && !path.of_relation)
    throw UnknownField{std::string{model.name} + ", " + detail::quoted(text) + ": an order across relations to many needs a type with a least value"};
  if (path.problem != LookupProblem::none) throw_bad_path(model, text, path);
  throw_unknown_field(model_at_end(model, path), text, path.begin);
}

}  // namespace promptview::detail

// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include <promptview/lookups/lookup_resolution.hpp>
#include <promptview/lookups/lookup_subject.hpp>

// Which values may stand beside a lookup.
namespace promptview::detail {

// Whether a value of type `value` may stand beside a subject of type `type`: nothing is lost, nothing is guessed.
constexpr bool accepts(const TypeInfo& type, const TypeInfo& value) noexcept {
  if (is_integer(value.kind) && field_class(type) == number_class) return true;
  if (is_real(value.kind) && is_real(type.kind)) return true;
  if (type.kind != value.kind) return false;
  if (type.kind == Kind::enumeration) return value.sql_name == type.sql_name;
  return type.item == nullptr || accepts(*type.item, *value.item);
}

// What the compiler knows of the value beside a lookup, by its type.
enum class OperandForm : std::uint8_t {
  value,
  null,
  empty_list,
  refused,       // from here on, the compiler says so
  not_a_column,  // a query
  unfinished,    // a case_when
};
struct OperandType {
  const TypeInfo* type = nullptr;  // of a value
  OperandForm form = OperandForm::value;
  const ModelSlot* object = nullptr;  // of an object, or of several, that stand for their keys
};

constexpr bool operand_fits(const LookupSubject& subject, Operand operand, const TypeInfo& value) noexcept {
  const bool is_list = value.kind == Kind::array;
  switch (operand) {
    case Operand::boolean: return value.kind == Kind::boolean;
    case Operand::text: return value.kind == Kind::text;
    case Operand::texts: return is_list && value.item->kind == Kind::text;
    case Operand::list:
    case Operand::pair: return is_list && accepts(*subject.type, *value.item);
    case Operand::json:
    case Operand::nullable_json: return true;
    case Operand::json_list: return is_list;
    case Operand::same_or_item: return accepts(*subject.type, value) || accepts(*subject.type->item, value);
    default: return accepts(*subject.type, value);
  }
}

// Whether the values beside it are exactly two, the lowest and the highest; whether they are any number of them.
constexpr bool is_pair(Operand operand) noexcept { return operand == Operand::pair; }
constexpr bool is_list(Operand operand) noexcept { return operand == Operand::list || operand == Operand::texts || operand == Operand::json_list; }

// The type that a store shall see beside `subject`; `given`: what the caller gave.
constexpr const TypeInfo& operand_type(const LookupSubject& subject, Operand operand, OperandType given) noexcept {
  switch (operand) {
    case Operand::boolean: return plain_type(Kind::boolean);
    case Operand::text: return plain_type(Kind::text);
    case Operand::texts: return plain_list(Kind::text);
    case Operand::list:
    case Operand::pair: return *subject.list;
    case Operand::json:
    case Operand::nullable_json: return given.type == nullptr ? plain_type(Kind::json) : *given.type;
    case Operand::json_list: return given.type == nullptr ? plain_list(Kind::text) : *given.type;
    case Operand::same_or_item:
      return given.type != nullptr && !accepts(*subject.type, *given.type) ? *subject.type->item : *subject.type;
    default: return *subject.type;
  }
}

constexpr bool takes_list(const LookupSubject& subject, Operand operand) noexcept {
  if (is_list(operand) || is_pair(operand)) return true;
  return subject.type->kind == Kind::array && (operand == Operand::same || operand == Operand::nullable);
}

constexpr LookupProblem check_operand(const LookupSubject& subject, const Lookup& lookup, OperandType operand) noexcept {
  switch (operand.form) {
    case OperandForm::empty_list:
      return takes_list(subject, lookup.operand) ? LookupProblem::none : LookupProblem::wrong_value_type;
    case OperandForm::value:
      return operand_fits(subject, lookup.operand, *operand.type) ? LookupProblem::none : LookupProblem::wrong_value_type;
    case OperandForm::null: break;
    default: return LookupProblem::none;
  }
  if (lookup.operand == Operand::nullable_json) return LookupProblem::none;
  if (lookup.operand != Operand::nullable) return LookupProblem::null_needs_exact_or_ne;
  return subject.nullable ? LookupProblem::none : LookupProblem::field_is_never_null;
}

constexpr ResolvedLookup resolve(const RelationTargets& links, std::string_view text, OperandType operand) noexcept {
  ResolvedLookup found = resolve(links, text);
  if (operand.object != nullptr && found.problem == LookupProblem::none && (operand.object != found.target || found.step_count > 0))
    found.problem = LookupProblem::wrong_value_type;
  if (found.problem == LookupProblem::none)
    found.problem = check_operand(subject_of(*links.model, found), lookups[found.lookup], operand);
  return found;
}
constexpr ResolvedLookup resolve(const ModelInfo& model, std::string_view text, OperandType operand) noexcept {
  return resolve(RelationTargets{.model = &model}, text, operand);
}

}  // namespace promptview::detail

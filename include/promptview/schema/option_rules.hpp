// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <promptview/schema/option_text.hpp>

// Which options each item of PROMPTVIEW_MODEL takes, and what can be their values: one table of them.
namespace promptview::detail {

using std::literals::operator""sv;

enum OptionOf : std::uint16_t {
  no_item = 0,
  field_option = 1 << 0,
  index_option = 1 << 1,
  unique_option = 1 << 2,
  constraint_option = 1 << 3,
  table_option = 1 << 4,
  foreign_key_option = 1 << 5,   // ForeignKey, OneToOne
  reference_option = 1 << 6,     // Reference
  has_option = 1 << 7,           // HasMany, HasOne
  many_to_many_option = 1 << 8,
};

enum class OptionValue : std::uint8_t { flag, number, method, action, text };

struct OptionRule {
  std::string_view name{};
  std::uint16_t items{};  // as OptionOf
  OptionValue value{};
};

inline constexpr OptionRule option_rules[] = {
    {"primary_key"sv, field_option | foreign_key_option, OptionValue::flag},
    {"unique"sv, field_option | foreign_key_option | index_option, OptionValue::flag},
    {"index"sv, field_option | foreign_key_option, OptionValue::method},
    {"column"sv, field_option | foreign_key_option, OptionValue::text},
    {"type"sv, field_option | foreign_key_option, OptionValue::text},
    {"default_sql"sv, field_option | foreign_key_option, OptionValue::text},
    {"max_length"sv, field_option, OptionValue::number},
    {"check"sv, field_option, OptionValue::text},
    {"comment"sv, field_option | foreign_key_option | table_option, OptionValue::text},
    {"auto_now"sv, field_option, OptionValue::flag},
    {"auto_now_add"sv, field_option, OptionValue::flag},
    {"generated"sv, field_option, OptionValue::text},
    {"row_version"sv, field_option, OptionValue::flag},
    {"hidden"sv, field_option | foreign_key_option, OptionValue::flag},
    {"read_only"sv, field_option | foreign_key_option, OptionValue::flag},
    {"method"sv, index_option, OptionValue::method},
    {"where"sv, index_option, OptionValue::text},
    {"include"sv, index_option, OptionValue::text},
    {"name"sv, index_option | unique_option | constraint_option | foreign_key_option | reference_option, OptionValue::text},
    {"schema"sv, table_option, OptionValue::text},
    {"managed"sv, table_option, OptionValue::flag},
    {"primary_key"sv, table_option, OptionValue::text},
    {"soft_remove"sv, table_option, OptionValue::text},
    {"on_delete"sv, foreign_key_option | reference_option | many_to_many_option, OptionValue::action},
    {"on_update"sv, foreign_key_option | reference_option | many_to_many_option, OptionValue::action},
    {"deferrable"sv, foreign_key_option | reference_option | many_to_many_option, OptionValue::flag},
    {"references"sv, foreign_key_option | reference_option, OptionValue::text},
    {"fields"sv, reference_option, OptionValue::text},
    {"related"sv, foreign_key_option | reference_option | has_option | many_to_many_option, OptionValue::text},
    {"through"sv, many_to_many_option, OptionValue::text},
    {"source"sv, many_to_many_option, OptionValue::text},
    {"target"sv, many_to_many_option, OptionValue::text},
};

inline constexpr std::string_view index_methods[] = {"none"sv, "btree"sv, "hash"sv, "gin"sv, "gist"sv, "spgist"sv, "brin"sv};

inline constexpr std::string_view referential_actions[] = {"no_action"sv, "restrict"sv, "cascade"sv, "set_null"sv, "set_default"sv};

enum class OptionProblem : std::uint8_t { none, unknown_option, unknown_method, unknown_action, unfit_value };

constexpr const OptionRule* rule_of(std::string_view name, OptionOf item) noexcept {
  for (const OptionRule& rule : option_rules)
    if (rule.name.size() == name.size() && (rule.items & item) != 0 && rule.name == name) return &rule;
  return nullptr;
}

constexpr OptionProblem problem_of_option(const WrittenOption& option, OptionOf item) noexcept {
  const OptionRule* const rule = rule_of(option.name, item);
  if (rule == nullptr) return OptionProblem::unknown_option;
  const std::string_view value = option.value;
  if (rule->value == OptionValue::method)
    return is_one_of(value, index_methods, sizeof(index_methods) / sizeof(index_methods[0])) ? OptionProblem::none : OptionProblem::unknown_method;
  if (rule->value == OptionValue::action)
    return is_one_of(value, referential_actions, sizeof(referential_actions) / sizeof(referential_actions[0])) ? OptionProblem::none
                                                                                                              : OptionProblem::unknown_action;
  const bool is_flag = rule->value == OptionValue::flag;
  if (!option.has_value) return is_flag ? OptionProblem::none : OptionProblem::unfit_value;
  if (value.empty()) return OptionProblem::unfit_value;
  if (rule->value == OptionValue::number) return is_quoted(value) ? OptionProblem::unfit_value : OptionProblem::none;
  if (is_number(value)) return OptionProblem::unfit_value;
  const bool fits = is_flag ? !is_quoted(value) : value != "true"sv && value != "false"sv;
  return fits ? OptionProblem::none : OptionProblem::unfit_value;
}

// The first problem of the options of an item; `text` is the options as they were written.
constexpr OptionProblem problem_of_options(std::string_view text, OptionOf item) noexcept {
  while (!text.empty()) {
    const OptionProblem problem = problem_of_option(written_option(take_element(text)), item);
    if (problem != OptionProblem::none) return problem;
  }
  return OptionProblem::none;
}

}  // namespace promptview::detail

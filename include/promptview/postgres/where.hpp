// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <promptview/expression.hpp>
#include <promptview/lookup.hpp>
#include <promptview/model_info.hpp>
#include <promptview/postgres/identifier.hpp>

namespace promptview::postgres {

// A value that a statement binds; points into the query it was made from.
struct BoundValue {
  const Value* value = nullptr;
  const std::int64_t* number = nullptr;  // instead of `value`, for limits
  std::string_view name{};               // of its field, for messages
  Pattern pattern = Pattern::none;
  bool untyped = false;                  // the server shall take the column's type, which only it knows
};

// Makes SQL of conditions; appends to a text and to the list of values, whose places are $1, $2, ...
class WhereBuilder {
 public:
  WhereBuilder(const ModelInfo& model, std::string& sql, std::vector<BoundValue>& values)
      : model_{model}, sql_{sql}, values_{values} {}

  // Appends ` WHERE ...`, or nothing when every row matches.
  void append_where(const Condition& condition) {
    if (promptview::detail::truth_of(condition) == Truth::always) return;
    sql_ += " WHERE ";
    append(condition, Around::nothing, false);
  }

 private:
  // What stands around a part, and so whether it needs parentheses.
  enum class Around { nothing, all, any };

  // `two_valued`: the part must be true or false, never NULL, since what is around it would keep a NULL.
  void append(const Condition& condition, Around around, bool two_valued) {
    const Truth truth = promptview::detail::truth_of(condition);
    if (truth != Truth::depends) {
      sql_ += truth == Truth::always ? "TRUE" : "FALSE";
      return;
    }
    switch (condition.op) {
      case Condition::Op::lookup: return append_leaf(condition, around, two_valued);
      case Condition::Op::all: return append_parts(condition, " AND ", Around::all, around == Around::any, two_valued);
      case Condition::Op::any: return append_parts(condition, " OR ", Around::any, around == Around::all, two_valued);
      case Condition::Op::negate:
        sql_ += "NOT (";
        append(condition.parts.front(), Around::nothing, true);
        sql_ += ')';
        return;
      case Condition::Op::exactly_one:
        sql_ += "((";
        append(condition.parts[0], Around::nothing, true);
        sql_ += ") <> (";
        append(condition.parts[1], Around::nothing, true);
        sql_ += "))";
        return;
      case Condition::Op::row: return append_row(condition);
    }
  }

  void append_parts(const Condition& condition, std::string_view joint, Around inside, bool parentheses, bool two_valued) {
    if (parentheses) sql_ += '(';
    for (std::size_t i = 0; i < condition.parts.size(); ++i) {
      if (i > 0) sql_ += joint;
      append(condition.parts[i], inside, two_valued);
    }
    if (parentheses) sql_ += ')';
  }

  void append_row(const Condition& row) {
    const char* before = "(";
    for (const Condition& part : row.parts) {
      sql_ += before;
      append_identifier(sql_, model_.fields[part.field].column());
      before = ", ";
    }
    sql_ += lookups[row.parts.front().lookup].name == "lt" ? ") < " : ") > ";
    before = "(";
    for (const Condition& part : row.parts) {
      const FieldInfo& field = model_.fields[part.field];
      sql_ += before;
      append_value({.value = &part.value,
                    .name = field.name,
                    .untyped = field.type->kind == Kind::text && !field.options.type.empty()});
      before = ", ";
    }
    sql_ += ')';
  }

  void append_leaf(const Condition& leaf, Around around, bool two_valued) {
    const FieldInfo& field = model_.fields[leaf.field];
    const Lookup& lookup = lookups[leaf.lookup];
    const bool guard = two_valued && field.type->nullable && !lookup.null_safe && !leaf.value.null;
    const bool parentheses = guard && around == Around::any;
    if (parentheses) sql_ += '(';
    if (leaf.value.null)
      append_null_test(field, lookup.name == "exact");
    else if (lookup.operand == Operand::boolean)
      append_null_test(field, leaf.value.integer != 0);
    else
      append_template(leaf, field, lookup);
    if (guard) {
      sql_ += " AND ";
      append_null_test(field, false);
    }
    if (parentheses) sql_ += ')';
  }

  void append_null_test(const FieldInfo& field, bool is_null) {
    append_identifier(sql_, field.column());
    sql_ += is_null ? " IS NULL" : " IS NOT NULL";
  }

  void append_template(const Condition& leaf, const FieldInfo& field, const Lookup& lookup) {
    std::string_view rest = lookup.sql;
    const TypeInfo& type = *field.type;
    const bool is_text = type.kind == Kind::text || (type.kind == Kind::array && type.item->kind == Kind::text);
    const bool untyped = is_text && !field.options.type.empty() && lookup.operand != Operand::text;
    for (std::size_t open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
      sql_ += rest.substr(0, open);
      switch (rest[open + 1]) {
        case 'c': append_identifier(sql_, field.column()); break;
        case 'a': append_value({.value = &leaf.value.items[0], .name = field.name, .untyped = untyped}); break;
        case 'b': append_value({.value = &leaf.value.items[1], .name = field.name, .untyped = untyped}); break;
        default:
          append_value({.value = &leaf.value, .name = field.name, .pattern = lookup.pattern, .untyped = untyped});
          break;
      }
      rest.remove_prefix(open + 3);
    }
    sql_ += rest;
  }

  void append_value(const BoundValue& value) {
    values_.push_back(value);
    sql_ += '$';
    sql_ += std::to_string(values_.size());
  }

  const ModelInfo& model_;
  std::string& sql_;
  std::vector<BoundValue>& values_;
};

}  // namespace promptview::postgres

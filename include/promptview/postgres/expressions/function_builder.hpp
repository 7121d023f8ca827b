// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/base/text_check.hpp>
#include <promptview/postgres/expressions/expression_builder.hpp>
#include <promptview/postgres/expressions/function_sql.hpp>
#include <promptview/postgres/expressions/transform_sql.hpp>
#include <promptview/postgres/format/session_change.hpp>
#include <promptview/postgres/format/sql_types.hpp>
#include <promptview/postgres/sql/sql_template.hpp>
#include <promptview/query/function_table.hpp>

// The transforms, functions and choices of ExpressionBuilder.
namespace promptview::postgres {

inline void ExpressionBuilder::append_transform(const Expression& value) {
  append_filled(sql_, transform_sql[value.place].sql, [&](std::string_view name) {
    switch (name.front()) {
      case 'c': append_value(value.parts[0]); break;
      case 'l':
        append_value(value.parts[0]);
        if (subject_of(value.parts[0]).type->kind == Kind::timestamptz) sql_ += " AT TIME ZONE 'UTC'";
        break;
      case 'a': append_bound({.value = &value.value.items[0], .name = "index"}); break;
      case 'b': append_bound({.value = &value.value.items[1], .name = "index"}); break;
      default: append_bound({.value = &value.value, .name = "key"}); break;
    }
    return true;
  });
}

// Fills in the arguments of a function: {0}, {1}, ... or {*}; for {verbatim} the first item of an SQL text of ours, whose names
// can hold braces themselves. Other braces are SQL's.
inline void ExpressionBuilder::append_template(std::string_view sql, const Expression& call, std::size_t arguments) {
  append_filled(sql_, sql, [&](std::string_view name) {
    if (name == "*" && call.op == Expression::Op::function) {
      append_list(call.parts, arguments, "");
      return true;
    }
    if (name == "verbatim" && call.op == Expression::Op::sql && !call.value.items.empty()) {
      sql_ += call.value.items[0].text;
      return true;
    }
    if (name.size() > 3 || name.find_first_not_of("0123456789") != std::string_view::npos) return false;
    std::size_t argument = 0;
    for (const char digit : name) argument = argument * 10 + static_cast<std::size_t>(digit - '0');
    if (argument >= arguments)
      throw InvalidValue{"pv::sql: {" + std::string{name} + "} needs an argument behind the text; they count from {0}"};
    append_value(call.parts[argument]);
    return true;
  });
}

inline void ExpressionBuilder::append_function(const Expression& call, bool filters) {
  using Op = Expression::Op;
  std::string_view sql = call.op == Op::sql ? std::string_view{call.value.text} : function_sql[call.place].sql;
  if (call.op == Op::sql) {
    promptview::detail::check_sendable("the text of pv::sql", sql);
    detail::check_session_change(sql, true);
  }
  std::size_t arguments = call.parts.size();
  while (arguments > 0 && call.parts[arguments - 1].op >= Op::distinct) --arguments;
  const auto clause = [&call, arguments](Op op) -> const Expression* {
    for (std::size_t i = arguments; i < call.parts.size(); ++i)
      if (call.parts[i].op == op) return &call.parts[i];
    return nullptr;
  };
  if (clause(Op::distinct) != nullptr) {
    const std::size_t inside = sql.find('(') + 1;
    sql_.append(sql.substr(0, inside)).append("DISTINCT ");
    sql.remove_prefix(inside);
  }
  const Expression* const ordering = clause(Op::ordering);
  if (call.op == Op::sql) sql_ += '(';
  if (call.op == Op::sql && call.value.type != nullptr && !scope_.qualifies) {  // queries of the user's may stand around the arguments
    Scope inside = scope_;
    inside.qualifies = true;
    ExpressionBuilder{inside, made_}.append_template(sql, call, arguments);
  } else {
    append_template(ordering == nullptr ? sql : sql.substr(0, sql.size() - 1), call, arguments);
  }
  if (call.op == Op::sql) sql_ += ')';
  if (ordering != nullptr) {
    append_list(ordering->parts, ordering->parts.size(), " ORDER BY ");
    sql_ += ')';
  }
  if (const Expression* filter = filters ? clause(Op::filter) : nullptr) {
    sql_ += " FILTER (WHERE ";
    append_condition(filter->parts[0], Around::nothing, Place::tested);
    sql_ += ')';
  }
  if (const Expression* window = clause(Op::window)) append_window(*window);
  if (call.op == Op::function && call.value.type != nullptr) sql_.append("::").append(sql_name(*call.value.type));
}

inline void ExpressionBuilder::append_list(const promptview::detail::List<Expression>& parts, std::size_t count, std::string_view before) {
  for (std::size_t i = 0; i < count; ++i) {
    sql_ += i == 0 ? before : ", ";
    if (parts[i].op == Expression::Op::sorted)
      append_sorted(parts[i].parts[0], parts[i].direction);
    else
      append_value(parts[i]);
  }
}

inline void ExpressionBuilder::append_window(const Expression& window) {
  using Op = Expression::Op;
  sql_ += " OVER (";
  std::string_view space;
  for (const Op op : {Op::partition, Op::ordering, Op::frame}) {
    for (const Expression& clause : window.parts) {
      if (clause.op != op) continue;
      sql_ += space;
      space = " ";
      if (op == Op::frame)
        append_frame(clause);
      else
        append_list(clause.parts, clause.parts.size(), op == Op::partition ? "PARTITION BY " : "ORDER BY ");
    }
  }
  sql_ += ')';
}

inline void ExpressionBuilder::append_frame(const Expression& frame) {
  constexpr std::string_view units[] = {"ROWS BETWEEN ", "GROUPS BETWEEN ", "RANGE BETWEEN "};                        // FrameUnit
  constexpr std::string_view ends[] = {"UNBOUNDED PRECEDING", " PRECEDING", "CURRENT ROW", " FOLLOWING", "UNBOUNDED FOLLOWING"};  // FrameEnd
  std::string_view before = units[frame.place];
  for (const Expression& end : frame.parts) {
    sql_ += before;
    before = " AND ";
    if (ends[end.place].front() == ' ') sql_ += std::to_string(end.value.integer);
    sql_ += ends[end.place];
  }
}

inline void ExpressionBuilder::append_choice(const Expression& choice) {
  // The server knows the type of an enumerator only beside a field.
  const TypeInfo* enumeration = choice.parts.back().value.type;
  if (enumeration != nullptr && enumeration->kind != Kind::enumeration) enumeration = nullptr;
  for (std::size_t i = 1; i < choice.parts.size(); i += 2)
    if (choice.parts[i].op != Expression::Op::value) enumeration = nullptr;
  if (choice.parts.back().op != Expression::Op::value) enumeration = nullptr;
  sql_ += "CASE";
  for (std::size_t i = 0; i + 1 < choice.parts.size(); i += 2) {
    sql_ += " WHEN ";
    append_condition(choice.parts[i], Around::nothing, Place::tested);
    sql_ += " THEN ";
    append_value(choice.parts[i + 1]);
  }
  sql_ += " ELSE ";
  append_value(choice.parts.back());
  if (enumeration != nullptr) sql_.append("::").append(sql_name(*enumeration));
  sql_ += " END";
}

}  // namespace promptview::postgres

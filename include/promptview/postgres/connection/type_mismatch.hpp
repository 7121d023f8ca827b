// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/postgres/connection/aside.hpp>
#include <promptview/postgres/ddl/sql_comparison.hpp>
#include <promptview/postgres/ddl/table_ddl.hpp>
#include <promptview/postgres/errors/error_report.hpp>
#include <promptview/postgres/format/parameters.hpp>
#include <promptview/postgres/format/result.hpp>
#include <promptview/postgres/format/sql_types.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/values/type_info.hpp>

// Errors of the server that come of a column with another type than its field.
namespace promptview::postgres::detail {

// Whether values of a field can be read from, and written to, a column of this type, which is none of the user's own.
inline bool can_use(const FieldInfo& field, Oid column) {
  const TypeInfo& scalar = promptview::detail::item_or_self(*field.type);
  const bool is_text = scalar.kind == Kind::text;
  if (is_text && (!field.options.type.empty() || !scalar.sql_name.empty())) return true;  // it travels as a text that the server reads
  if (scalar.kind != Kind::enumeration) return can_read(column, *field.type);
  static constexpr TypeInfo text{.kind = Kind::text};
  static constexpr TypeInfo texts{.kind = Kind::array, .item = &text};
  return can_read(column, field.type->kind == Kind::array ? texts : text);
}

// A column that cannot hold its field's values.
struct OtherType {
  const FieldInfo* field = nullptr;
  std::string actual{};  // the type's name
};

// The columns of the model's table that cannot; none where the server cannot be asked now. A round trip, or three.
inline std::vector<OtherType> ask_other_types(PGconn* connection, const ModelInfo& model) {
  static constexpr TypeInfo text{.kind = Kind::text};
  std::vector<std::string> columns, types;
  for (std::size_t i = 0; i < model.field_count; ++i) {
    columns.emplace_back(model.fields[i].column());
    types.push_back(sql_comparison::type_text(ddl::column_type(model.fields[i])).name);
  }
  Parameters parameters;
  write_texts(parameters, columns);
  write_texts(parameters, types);
  parameters.begin(text, "table");
  const std::string table = ddl::table_name(model);
  parameters.text(table);
  const Result answer = ask_aside(connection,
                                  "SELECT n, format_type(a.atttypid, a.atttypmod), coalesce(nullif(t.typbasetype, 0), t.oid)::bigint"
                                  " FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS u(name, type, n)"
                                  " JOIN pg_attribute AS a ON a.attrelid = to_regclass($3) AND a.attname = u.name AND NOT a.attisdropped"
                                  " JOIN pg_type AS t ON t.oid = a.atttypid WHERE a.atttypid IS DISTINCT FROM to_regtype(u.type) ORDER BY n",
                                  parameters);
  std::vector<OtherType> found;
  for (int row = 0; answer && row < answer.rows(); ++row) {
    const FieldInfo& field = model.fields[answer.place(row, 0, model.field_count)];
    if (!can_use(field, static_cast<Oid>(answer.number(row, 2)))) found.push_back({&field, std::string{answer.bytes(row, 1)}});
  }
  return found;
}

// --- Which field a report is about -------------------------------------------------------------------------------------

inline const FieldInfo* field_of_column(const ModelInfo& model, std::string_view column) noexcept {
  for (std::size_t i = 0; i < model.field_count; ++i)
    if (model.fields[i].column() == column) return &model.fields[i];
  return nullptr;
}

// The field of the column that a message names first in quotes, whatever its language has for quotes (»x«, „x“, « x »).
inline const FieldInfo* field_in_message(const ModelInfo& model, std::string_view message) noexcept {
  const auto is_quote = [](char c) { return c == '"' || c == '\'' || (c & '\x80') != 0; };
  const FieldInfo* found = nullptr;
  std::size_t first = std::string_view::npos;
  for (std::size_t i = 0; i < model.field_count; ++i) {
    const std::string_view column = model.fields[i].column();
    for (std::size_t at = message.find(column); at != std::string_view::npos; at = message.find(column, at + 1)) {
      std::string_view before = message.substr(0, at), behind = message.substr(at + column.size());
      while (before.ends_with(' ')) before.remove_suffix(1);
      while (behind.starts_with(' ')) behind.remove_prefix(1);
      if (before.empty() || behind.empty() || !is_quote(before.back()) || !is_quote(behind.front()) || at >= first) continue;
      first = at;
      found = &model.fields[i];
    }
  }
  return found;
}

// The quoted name at the end of `sql`, or at its beginning; without quotes, empty if there is none. (Names with a quote inside
// are not found.)
inline std::string_view name_at_end(std::string_view sql) noexcept {
  if (sql.size() < 3 || sql.back() != '"') return {};
  const std::size_t open = sql.rfind('"', sql.size() - 2);
  return open == std::string_view::npos ? std::string_view{} : sql.substr(open + 1, sql.size() - open - 2);
}
inline std::string_view name_at_begin(std::string_view sql) noexcept {
  const std::size_t close = sql.starts_with('"') ? sql.find('"', 1) : std::string_view::npos;
  return close == std::string_view::npos ? std::string_view{} : sql.substr(1, close - 1);
}

// The server points to an operator or a function in the statement, at a place counted in characters from 1. This is the field
// whose column stands right before or behind it. Null: there is none, or it is another table's.
inline const FieldInfo* field_at_place(const ModelInfo& model, std::string_view sql, std::size_t place) noexcept {
  std::size_t at = 0;
  for (std::size_t character = 1; character < place && at < sql.size(); ++character)
    do ++at;
    while (at < sql.size() && (sql[at] & '\xC0') == '\x80');
  if (place == 0 || at >= sql.size()) return nullptr;
  const auto field = [&model](std::string_view table, std::string_view column) {
    return table.empty() || table == model.table ? field_of_column(model, column) : nullptr;
  };
  std::string_view left = sql.substr(0, at);
  while (left.ends_with(' ') || left.ends_with(')')) left.remove_suffix(1);
  if (const std::string_view column = name_at_end(left); !column.empty()) {
    left.remove_suffix(column.size() + 2);
    const std::string_view table = left.ends_with('.') ? name_at_end(left.substr(0, left.size() - 1)) : std::string_view{};
    if (const FieldInfo* const found = field(table, column)) return found;
  }
  const std::size_t quote = sql.find_first_of("\"'$,)0123456789", at);
  const std::string_view right = quote == std::string_view::npos ? std::string_view{} : sql.substr(quote);
  const std::string_view first = name_at_begin(right);
  if (first.empty()) return nullptr;
  const std::string_view rest = right.substr(first.size() + 2);
  const std::string_view second = rest.starts_with('.') ? name_at_begin(rest.substr(1)) : std::string_view{};
  return second.empty() ? field({}, first) : field(first, second);
}

inline std::size_t place_in_statement(const Result& result) noexcept {
  std::size_t place = 0;
  for (const char c : report_part(result, PG_DIAG_STATEMENT_POSITION)) place = place * 10 + static_cast<std::size_t>(c - '0');
  return place;
}

// --- What it is --------------------------------------------------------------------------------------------------------

enum class TypeDoubt : std::uint8_t { none, possible, certain };

// Whether the server refused types that do not go together. Possible: a text that cannot be read as a column's type, or a
// function that is not there for the types of its arguments, can be the program's mistake as well.
inline TypeDoubt doubt_of_types(std::string_view sqlstate, std::string_view source_function) noexcept {
  if (sqlstate == "42804" || sqlstate == "42846") return TypeDoubt::certain;
  if (sqlstate == "42883") return source_function == "op_error" ? TypeDoubt::certain : TypeDoubt::possible;
  if (sqlstate == "42809") return source_function == "make_scalar_array_op" ? TypeDoubt::certain : TypeDoubt::none;
  return sqlstate == "22P02" || sqlstate == "22P03" ? TypeDoubt::possible : TypeDoubt::none;
}

// The first line. `others`: the columns that have another type; `field`: that the report is about, or null.
inline std::string mismatch_line(const ModelInfo& model, const std::vector<OtherType>& others, const FieldInfo* field, const ServerReport& report) {
  const std::string name{model.name};
  const OtherType* one = others.size() == 1 ? &others.front() : nullptr;
  for (const OtherType& each : others)
    if (each.field == field) one = &each;
  const auto column = [](const OtherType& other) {
    return quote_identifier(other.field->column()) + " is " + other.actual + ", the field " + ddl::column_type(*other.field);
  };
  if (one != nullptr) return name + "." + std::string{one->field->name} + ": change the field's C++ type, or migrate the database: the column " + column(*one);
  std::string list;
  for (const OtherType& each : others) list += (list.empty() ? "the column " : "; ") + column(each);
  if (!others.empty()) return name + ": change the fields' C++ types, or migrate the database: " + list;
  if (field != nullptr)
    return name + "." + std::string{field->name} + ": give the value and the column one type, by pv::cast or the field's C++ type: " + report.message;
  return name + ": give what stands together one type, by pv::cast or the fields' C++ types: " + report.message;
}

// Throws TypeMismatch if the error of a statement about the model comes of types that do not fit. Asks, where the session can
// be asked, which columns have other types than their fields: a round trip more, of such an error only.
inline void raise_type_mismatch(PGconn* connection, const Result& result, const ServerReport& failure, const ModelInfo& model, std::string_view which) {
  const TypeDoubt doubt = doubt_of_types(failure.sqlstate, report_part(result, PG_DIAG_SOURCE_FUNCTION));
  const bool is_of_function = failure.sqlstate.starts_with("42") && !report_part(result, PG_DIAG_CONTEXT).empty();  // or of a trigger
  if (doubt == TypeDoubt::none || is_of_function) return;
  const std::vector<OtherType> others = ask_other_types(connection, model);
  if (doubt == TypeDoubt::possible && others.empty()) return;
  const FieldInfo* field = field_at_place(model, failure.statement, place_in_statement(result));
  if (field == nullptr) field = field_in_message(model, failure.message);
  if (others.size() == 1) field = others.front().field;
  ServerReport report = failure;
  report.model = model.name;
  report.field = report.fields = field == nullptr ? std::string_view{} : field->name;
  throw TypeMismatch{mismatch_line(model, others, field, report) + details(report, which), std::move(report)};
}

}  // namespace promptview::postgres::detail

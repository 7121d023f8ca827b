// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <cstddef>
#include <string>
#include <string_view>

#include <promptview/base/error.hpp>
#include <promptview/postgres/format/identifier.hpp>
#include <promptview/values/type_info.hpp>

// The one table from kinds to PostgreSQL's types. How to add a kind: postgres/format/README.md.
namespace promptview::postgres {

struct SqlType {
  Kind kind;
  std::string_view name{};       // as SQL spells it; empty: from the TypeInfo
  Oid oid = 0;                   // 0: the server infers it, and the value travels as text
  Oid array_oid = 0;
  std::string_view generator{};  // the SQL that makes the value of an empty Auto; empty: integers are identities, others have none
  std::string_view range{};
  Oid range_oid = 0;
  Oid range_array_oid = 0;
  Oid also[4]{};         // other types whose bytes can be read as this one
  Oid also_arrays[2]{};  // likewise of arrays
};

// In the order of Kind. Of arrays and ranges, the item's row says it.
inline constexpr SqlType sql_types[] = {
    {.kind = Kind::boolean, .name = "boolean", .oid = 16, .array_oid = 1000},
    {.kind = Kind::int16, .name = "smallint", .oid = 21, .array_oid = 1005, .also = {23, 20}},
    {.kind = Kind::int32, .name = "integer", .oid = 23, .array_oid = 1007, .range = "int4range", .range_oid = 3904, .range_array_oid = 3905, .also = {21, 20}},
    {.kind = Kind::int64, .name = "bigint", .oid = 20, .array_oid = 1016, .range = "int8range", .range_oid = 3926, .range_array_oid = 3927, .also = {21, 23}},
    {.kind = Kind::float32, .name = "real", .oid = 700, .array_oid = 1021},
    {.kind = Kind::float64, .name = "double precision", .oid = 701, .array_oid = 1022, .also = {700}},
    {.kind = Kind::text, .name = "text", .oid = 25, .array_oid = 1009,
     .also = {1043, 1042, 19, 705},     // varchar, bpchar, name, unknown
     .also_arrays = {1015, 1014}},      // varchar[], bpchar[]
    {.kind = Kind::bytes, .name = "bytea", .oid = 17, .array_oid = 1001},
    {.kind = Kind::numeric, .name = "numeric", .oid = 1700, .array_oid = 1231, .range = "numrange", .range_oid = 3906, .range_array_oid = 3907},
    {.kind = Kind::uuid, .name = "uuid", .oid = 2950, .array_oid = 2951, .generator = "gen_random_uuid()"},
    {.kind = Kind::date, .name = "date", .oid = 1082, .array_oid = 1182, .generator = "(now() AT TIME ZONE 'UTC')::date",
     .range = "daterange", .range_oid = 3912, .range_array_oid = 3913},
    {.kind = Kind::time, .name = "time", .oid = 1083, .array_oid = 1183, .generator = "(now() AT TIME ZONE 'UTC')::time"},
    {.kind = Kind::timestamp, .name = "timestamp", .oid = 1114, .array_oid = 1115, .generator = "(now() AT TIME ZONE 'UTC')",
     .range = "tsrange", .range_oid = 3908, .range_array_oid = 3909},
    {.kind = Kind::timestamptz, .name = "timestamptz", .oid = 1184, .array_oid = 1185, .generator = "now()",
     .range = "tstzrange", .range_oid = 3910, .range_array_oid = 3911},
    {.kind = Kind::interval, .name = "interval", .oid = 1186, .array_oid = 1187},
    {.kind = Kind::json, .name = "jsonb", .oid = 3802, .array_oid = 3807, .also = {114}},  // json
    {.kind = Kind::enumeration},
    {.kind = Kind::array},
    {.kind = Kind::range},
};

constexpr const SqlType& sql_type(Kind kind) noexcept { return sql_types[static_cast<std::size_t>(kind)]; }

static_assert([] {
  for (const promptview::detail::KindInfo& each : promptview::detail::kinds) {
    const SqlType& row = sql_type(each.kind);
    if (row.kind != each.kind || row.range.empty() == each.has(promptview::detail::bounds_ranges)) return false;
    const bool is_generable = each.form == ValueForm::integer || !row.generator.empty();
    if (is_generable != each.has(promptview::detail::is_generable)) return false;
  }
  return true;
}(), "there is a row for each kind, in the order of Kind; it has a range and a generator where values/kind.hpp says so");

// The name of a type in SQL, e.g. `integer`, `bigint[]`, `tstzrange`, `"role"`.
inline std::string sql_name(const TypeInfo& type) {
  if (type.kind == Kind::array) return sql_name(*type.item) + "[]";
  if (type.kind == Kind::range) return std::string{sql_type(type.item->kind).range};
  if (type.kind == Kind::enumeration) return quote_identifier(type.sql_name);
  return type.sql_name.empty() ? std::string{sql_type(type.kind).name} : std::string{type.sql_name};
}

// The OID of a type's kind, whatever name the type has in the database; 0 for enumerations.
constexpr Oid kind_oid(const TypeInfo& type) noexcept {
  if (type.kind == Kind::range) return sql_type(type.item->kind).range_oid;
  if (type.kind != Kind::array) return sql_type(type.kind).oid;
  return type.item->kind == Kind::range ? sql_type(type.item->item->kind).range_array_oid
                                        : sql_type(type.item->kind).array_oid;
}

// The OID to declare for a parameter; 0 where only the server knows it, and the value travels as text. Numbers, bytes
// and the like keep their kind beside a type that only the server knows: it casts them.
constexpr Oid oid_of(const TypeInfo& type) noexcept {
  const TypeInfo& scalar = promptview::detail::item_or_self(type);
  const bool is_text = promptview::detail::form_of(scalar.kind) == ValueForm::text;
  return is_text && !scalar.sql_name.empty() ? 0 : kind_oid(type);
}

// Whether the bytes of a column whose type has the OID `column` can be read as `wanted`.
constexpr bool can_read(Oid column, const TypeInfo& wanted) noexcept {
  if (column == kind_oid(wanted)) return true;
  const bool is_array = wanted.kind == Kind::array;
  const Kind scalar = promptview::detail::item_or_self(wanted).kind;
  if (scalar == Kind::enumeration) return true;  // the server alone knows its OID; the labels are checked one by one
  const SqlType& row = sql_type(scalar);
  for (const Oid each : row.also)
    if (!is_array && each == column && each != 0) return true;
  for (const Oid each : row.also_arrays)
    if (is_array && each == column && each != 0) return true;
  return false;
}

}  // namespace promptview::postgres

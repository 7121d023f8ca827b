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
  std::string_view name;  // as SQL spells it; empty: from the TypeInfo
  Oid oid;                // 0: the server infers it, and the value travels as text
  Oid array_oid;
  std::string_view range;
  Oid range_oid;
  Oid range_array_oid;
};

inline constexpr SqlType sql_types[] = {
    {Kind::boolean, "boolean", 16, 1000, "", 0, 0},
    {Kind::int16, "smallint", 21, 1005, "", 0, 0},
    {Kind::int32, "integer", 23, 1007, "int4range", 3904, 3905},
    {Kind::int64, "bigint", 20, 1016, "int8range", 3926, 3927},
    {Kind::float32, "real", 700, 1021, "", 0, 0},
    {Kind::float64, "double precision", 701, 1022, "", 0, 0},
    {Kind::text, "text", 25, 1009, "", 0, 0},
    {Kind::bytes, "bytea", 17, 1001, "", 0, 0},
    {Kind::numeric, "numeric", 1700, 1231, "numrange", 3906, 3907},
    {Kind::uuid, "uuid", 2950, 2951, "", 0, 0},
    {Kind::date, "date", 1082, 1182, "daterange", 3912, 3913},
    {Kind::time, "time", 1083, 1183, "", 0, 0},
    {Kind::timestamp, "timestamp", 1114, 1115, "tsrange", 3908, 3909},
    {Kind::timestamptz, "timestamptz", 1184, 1185, "tstzrange", 3910, 3911},
    {Kind::interval, "interval", 1186, 1187, "", 0, 0},
    {Kind::json, "jsonb", 3802, 3807, "", 0, 0},
    {Kind::enumeration, "", 0, 0, "", 0, 0},
};

// The row of a kind; arrays and ranges have none of their own.
constexpr const SqlType& sql_type(Kind kind) noexcept { return sql_types[static_cast<std::size_t>(kind)]; }

static_assert([] {
  std::size_t place = 0;
  for (const SqlType& row : sql_types)
    if (static_cast<std::size_t>(row.kind) != place++) return false;
  return true;
}(), "the rows stand in the order of Kind");

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
  const TypeInfo& scalar = type.kind == Kind::array ? *type.item : type;
  const bool is_text = scalar.kind == Kind::text || scalar.kind == Kind::numeric || scalar.kind == Kind::json;
  return is_text && !scalar.sql_name.empty() ? 0 : kind_oid(type);
}

// Whether the bytes of a column whose type has the OID `column` can be read as `wanted`.
constexpr bool can_read(Oid column, const TypeInfo& wanted) noexcept {
  constexpr Oid name = 19, json = 114, unknown = 705, bpchar = 1042, varchar = 1043;
  constexpr Oid bpchar_array = 1014, varchar_array = 1015;
  if (column == kind_oid(wanted)) return true;
  switch (wanted.kind) {
    case Kind::int16:
    case Kind::int32:
    case Kind::int64:
      return column == sql_type(Kind::int16).oid || column == sql_type(Kind::int32).oid ||
             column == sql_type(Kind::int64).oid;
    case Kind::float64: return column == sql_type(Kind::float32).oid;
    case Kind::text:
      return column == sql_type(Kind::text).oid || column == varchar || column == bpchar || column == name ||
             column == unknown;
    case Kind::json: return column == json;
    case Kind::enumeration: return true;  // the server alone knows its OID; the labels are checked one by one
    case Kind::array:
      if (wanted.item->kind == Kind::text) return column == varchar_array || column == bpchar_array;
      return wanted.item->kind == Kind::enumeration;
    default: return false;
  }
}

}  // namespace promptview::postgres

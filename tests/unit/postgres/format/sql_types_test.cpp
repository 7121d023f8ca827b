// SPDX-License-Identifier: MIT
#include <promptview/postgres/format/sql_types.hpp>
#include <promptview_test/catch.hpp>

#include <cstddef>
#include <vector>

using promptview::Kind;
using promptview::TypeInfo;
using promptview::detail::kinds;
using promptview::postgres::can_read;
using promptview::postgres::oid_of;
using promptview::postgres::sql_name;
using promptview::postgres::sql_type;
using promptview::postgres::sql_types;

namespace {

// The OIDs of the table, and some that it only reads, that can be read as the type.
std::vector<Oid> readable(const TypeInfo& type) {
  std::vector<Oid> found;
  for (const auto& row : sql_types)
    for (const Oid oid : {row.oid, row.array_oid, row.range_oid, row.range_array_oid})
      if (oid != 0 && can_read(oid, type)) found.push_back(oid);
  for (const Oid oid : {19U, 114U, 705U, 1014U, 1015U, 1042U, 1043U, 0U})
    if (can_read(oid, type)) found.push_back(oid);
  return found;
}

constexpr TypeInfo of(Kind kind) { return {.kind = kind}; }

}  // namespace

TEST_CASE("which columns can be read as a kind") {
  const std::vector<Oid> integers{21, 23, 20};
  for (const auto& row : kinds) {
    CAPTURE(row.name);
    if (row.kind == Kind::array || row.kind == Kind::range || row.kind == Kind::enumeration) continue;
    const std::vector<Oid> wanted = promptview::detail::is_integer(row.kind)          ? integers
                                    : row.kind == Kind::float64   ? std::vector<Oid>{700, 701}
                                    : row.kind == Kind::text      ? std::vector<Oid>{25, 19, 705, 1042, 1043}
                                    : row.kind == Kind::json      ? std::vector<Oid>{3802, 114}
                                                                  : std::vector<Oid>{sql_type(row.kind).oid};
    CHECK(readable(of(row.kind)) == wanted);
  }
}

TEST_CASE("which columns can be read as arrays and ranges") {
  for (const auto& row : kinds) {
    CAPTURE(row.name);
    if (row.kind == Kind::array || row.kind == Kind::range || row.kind == Kind::enumeration) continue;
    const TypeInfo item = of(row.kind);
    const std::vector<Oid> wanted = row.kind == Kind::text ? std::vector<Oid>{1009, 1014, 1015} : std::vector<Oid>{sql_type(row.kind).array_oid};
    CHECK(readable({.kind = Kind::array, .item = &item}) == wanted);
  }
  const TypeInfo day = of(Kind::date);
  const TypeInfo days{.kind = Kind::range, .item = &day};
  CHECK(readable(days) == std::vector<Oid>{3912});
  CHECK(readable({.kind = Kind::array, .item = &days}) == std::vector<Oid>{3913});
}

TEST_CASE("an enumeration, and an array of one, is read from what the server calls its type") {
  const TypeInfo role{.kind = Kind::enumeration, .sql_name = "role"};
  CHECK(can_read(70000, role));
  CHECK(can_read(70001, {.kind = Kind::array, .item = &role}));
  CHECK(oid_of(role) == 0);
  CHECK(sql_name({.kind = Kind::array, .item = &role}) == "\"role\"[]");
}

TEST_CASE("texts, numerics and documents of types that only the database knows go without an OID") {
  for (const Kind kind : {Kind::text, Kind::numeric, Kind::json}) CHECK(oid_of({.kind = kind, .sql_name = "own"}) == 0);
  for (const Kind kind : {Kind::int32, Kind::bytes, Kind::uuid, Kind::interval}) CHECK(oid_of({.kind = kind, .sql_name = "own"}) == sql_type(kind).oid);
  const TypeInfo own{.kind = Kind::text, .sql_name = "own"};
  CHECK(oid_of({.kind = Kind::array, .item = &own}) == 0);
}

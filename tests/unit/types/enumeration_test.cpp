// SPDX-License-Identifier: MIT
#include <promptview/types/enumeration.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/value_recorder.hpp>

using namespace promptview_test;
using promptview::InvalidValue;
using promptview::Kind;
using promptview::Mapped;
using promptview::TypeInfo;
using promptview::TypeMapping;

namespace shop {

enum class Role { guest, member, admin };
PROMPTVIEW_ENUM(Role, guest, member, admin)

enum class HTTPMethod : std::uint8_t { Get = 1, Put = 255 };
PROMPTVIEW_ENUM(HTTPMethod, Get, Put)

// Unscoped, with gaps and a negative number.
enum Level : int { low = -100, normal = 0, high = 7 };
PROMPTVIEW_ENUM_AS(Level, "Level of Alarm", high, normal, low)

struct Order {
  enum class State : std::int64_t { open = INT64_MIN, closed = INT64_MAX };
};
PROMPTVIEW_ENUM(Order::State, open, closed)

enum class Mood : unsigned long long { calm, wild = ~0ULL };
PROMPTVIEW_TEXT_ENUM(Mood, calm, wild);  // a semicolon does no harm

enum class Plain { one };

// Names of promptview's own do not get in the way.
enum class Kind { text, enumeration, Enum, E, value, items, Role };
PROMPTVIEW_ENUM(Kind, text, enumeration, Enum, E, value, items, Role)

// clang-format off
enum class Big {
  e0, e1, e2, e3, e4, e5, e6, e7, e8, e9, e10, e11, e12, e13, e14, e15,
  e16, e17, e18, e19, e20, e21, e22, e23, e24, e25, e26, e27, e28, e29, e30, e31,
  e32, e33, e34, e35, e36, e37, e38, e39, e40, e41, e42, e43, e44, e45, e46, e47,
  e48, e49, e50, e51, e52, e53, e54, e55, e56, e57, e58, e59, e60, e61, e62, e63,
  e64, e65, e66, e67, e68, e69, e70, e71, e72, e73, e74, e75, e76, e77, e78, e79,
  e80, e81, e82, e83, e84, e85, e86, e87, e88, e89, e90, e91, e92, e93, e94, e95,
  e96, e97, e98, e99, e100, e101, e102, e103, e104, e105, e106, e107, e108, e109, e110, e111,
  e112, e113, e114, e115, e116, e117, e118, e119, e120, e121, e122, e123, e124, e125, e126, e127
};
PROMPTVIEW_ENUM(Big,
                e0, e1, e2, e3, e4, e5, e6, e7, e8, e9, e10, e11, e12, e13, e14, e15,
                e16, e17, e18, e19, e20, e21, e22, e23, e24, e25, e26, e27, e28, e29, e30, e31,
                e32, e33, e34, e35, e36, e37, e38, e39, e40, e41, e42, e43, e44, e45, e46, e47,
                e48, e49, e50, e51, e52, e53, e54, e55, e56, e57, e58, e59, e60, e61, e62, e63,
                e64, e65, e66, e67, e68, e69, e70, e71, e72, e73, e74, e75, e76, e77, e78, e79,
                e80, e81, e82, e83, e84, e85, e86, e87, e88, e89, e90, e91, e92, e93, e94, e95,
                e96, e97, e98, e99, e100, e101, e102, e103, e104, e105, e106, e107, e108, e109, e110, e111,
                e112, e113, e114, e115, e116, e117, e118, e119, e120, e121, e122, e123, e124, e125, e126, e127)
// clang-format on

}  // namespace shop

enum class Überblick { größe };
PROMPTVIEW_ENUM(Überblick, größe)

namespace {

enum class Hidden { only };
PROMPTVIEW_ENUM(Hidden, only)

std::string labels_of(const TypeInfo& type) {
  std::string out;
  for (std::size_t i = 0; i < type.label_count; ++i) out.append(type.labels[i]).append(" ");
  return out;
}

static_assert(Mapped<shop::Role>);
static_assert(!Mapped<shop::Plain>);
static_assert(TypeMapping<shop::Role>::type.kind == Kind::enumeration);
static_assert(TypeMapping<shop::Role>::type.label_count == 3);
static_assert(TypeMapping<std::optional<shop::Role>>::type.nullable);

static_assert(TypeMapping<shop::Role>::type.sql_name == "role");
static_assert(TypeMapping<shop::HTTPMethod>::type.sql_name == "http_method");
static_assert(TypeMapping<shop::Order::State>::type.sql_name == "order_state");
static_assert(TypeMapping<shop::Level>::type.sql_name == "Level of Alarm");
static_assert(TypeMapping<shop::Kind>::type.sql_name == "kind");
static_assert(TypeMapping<Hidden>::type.sql_name == "hidden");
static_assert(TypeMapping<Überblick>::type.sql_name == "Überblick");

// Stored as text: the database knows neither a name nor labels.
static_assert(TypeMapping<shop::Mood>::type.kind == Kind::text);
static_assert(TypeMapping<shop::Mood>::type.sql_name.empty());
static_assert(TypeMapping<shop::Mood>::type.label_count == 0);

static_assert(TypeMapping<shop::Big>::type.label_count == 128);
static_assert(TypeMapping<shop::Big>::type.labels[127] == "e127");

}  // namespace

TEST_CASE("the labels are the enumerators in the order given") {
  CHECK(labels_of(TypeMapping<shop::Role>::type) == "guest member admin ");
  CHECK(labels_of(TypeMapping<shop::Level>::type) == "high normal low ");
  CHECK(labels_of(TypeMapping<shop::HTTPMethod>::type) == "Get Put ");
  CHECK(labels_of(TypeMapping<Überblick>::type) == "größe ");
}

TEST_CASE("an enum travels as its label") {
  CHECK(written(shop::Role::member) == "text member");
  CHECK(written(shop::low) == "text low");
  CHECK(written(shop::Order::State::open) == "text open");
  CHECK(written(shop::Mood::wild) == "text wild");
  CHECK(written(shop::Big::e127) == "text e127");

  CHECK(round_trip(shop::Role::admin) == shop::Role::admin);
  CHECK(round_trip(shop::low) == shop::low);
  CHECK(round_trip(shop::HTTPMethod::Put) == shop::HTTPMethod::Put);
  CHECK(round_trip(shop::Order::State::closed) == shop::Order::State::closed);
  CHECK(round_trip(shop::Mood::wild) == shop::Mood::wild);
  CHECK(round_trip(shop::Kind::items) == shop::Kind::items);
  CHECK(round_trip(Überblick::größe) == Überblick::größe);

  using Roles = std::vector<std::optional<shop::Role>>;
  CHECK(written(Roles{shop::Role::guest, std::nullopt}) == "array of 2; text guest; null; end");
}

TEST_CASE("an unknown label is an error that names the known ones") {
  REQUIRE_THROWS_MATCHES(
      read<shop::Role>([](auto& row) { row.text("owner"); }), InvalidValue,
      message("add the label \"owner\" to the enum Role or change the row: the known labels are guest, "
              "member, admin"));
  REQUIRE_THROWS_MATCHES(
      read<shop::Mood>([](auto& row) { row.text(""); }), InvalidValue,
      message("add the label \"\" to the enum Mood or change the row: the known labels are calm, wild"));
  REQUIRE_THROWS_AS(read<shop::Role>([](auto& row) { row.text("Guest"); }), InvalidValue);
}

TEST_CASE("a value that is not listed is an error that names the listed ones") {
  REQUIRE_THROWS_MATCHES(
      written(static_cast<shop::Role>(-3)), InvalidValue,
      message("list the enumerator with the value -3 in PROMPTVIEW_ENUM for Role, or write one of those "
              "that are listed: guest, member, admin"));
  REQUIRE_THROWS_MATCHES(written(static_cast<shop::HTTPMethod>(0)), InvalidValue,
                         message_contains("the value 0 in PROMPTVIEW_ENUM for HTTPMethod"));
  REQUIRE_THROWS_MATCHES(written(static_cast<shop::Mood>(~1ULL)), InvalidValue,
                         message_contains("the value 18446744073709551614 in PROMPTVIEW_ENUM for Mood"));
}

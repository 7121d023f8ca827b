// SPDX-License-Identifier: MIT
#include <promptview/postgres/format/parameters.hpp>
#include <promptview/types/enumeration.hpp>
#include <promptview/types/json.hpp>
#include <promptview/types/numeric.hpp>
#include <promptview/types/range.hpp>
#include <promptview/types/time.hpp>
#include <promptview/types/uuid.hpp>
#include <promptview_test/catch.hpp>

#include <cmath>
#include <limits>

namespace pv = promptview;
using promptview::postgres::Parameters;
using promptview::postgres::ParameterSpan;
using promptview_test::message;
using namespace std::chrono_literals;

namespace {

enum class Role { guest, member };
PROMPTVIEW_ENUM(Role, guest, member)

struct Money {
  std::int64_t cents = 0;
};
struct Path {
  std::string text{};
};

}  // namespace

template <>
struct promptview::TypeMapping<Money> {
  static constexpr TypeInfo type{.kind = Kind::int64, .sql_name = "money_in_cents"};
  static void write(ValueWriter& out, const Money& money) { out.integer(money.cents); }
  static void read(ValueReader& in, Money& money) { money.cents = in.integer(); }
};
template <>
struct promptview::TypeMapping<Path> {
  static constexpr TypeInfo type{.kind = Kind::text, .sql_name = "ltree"};
  static void write(ValueWriter& out, const Path& path) { out.text(path.text); }
  static void read(ValueReader& in, Path& path) { path.text = in.text(); }
};

namespace {

// `23 binary 0000007b`, `25 binary 'abc'`, `0 text 'guest'`, `23 NULL`
std::string shown(const ParameterSpan::View& view) {
  const std::string type = std::to_string(view.type);
  if (view.null) return type + " NULL";
  if (view.as_text) return type + " text '" + std::string{view.bytes} + "'";
  std::string hex;
  for (const char byte : view.bytes) {
    char digits[3];
    std::snprintf(digits, sizeof digits, "%02x", static_cast<unsigned char>(byte));
    hex += digits;
  }
  return type + " binary " + hex;
}

template <class T>
std::string sent(const T& value) {
  Parameters parameters;
  parameters.begin(pv::TypeMapping<T>::type, "field");
  pv::TypeMapping<T>::write(parameters, value);
  REQUIRE(parameters.size() == 1);
  return shown(parameters[0]);
}

std::string pattern(pv::postgres::Pattern pattern, std::string_view value) {
  Parameters parameters;
  parameters.begin(pv::TypeMapping<std::string>::type, "field", false, pattern);
  parameters.text(value);
  return std::string{parameters[0].bytes};
}

}  // namespace

TEST_CASE("scalars are sent in PostgreSQL's binary formats, with their types") {
  CHECK(sent(true) == "16 binary 01");
  CHECK(sent(false) == "16 binary 00");
  CHECK(sent(std::int16_t{-2}) == "21 binary fffe");
  CHECK(sent(std::int32_t{123}) == "23 binary 0000007b");
  CHECK(sent(std::numeric_limits<std::int64_t>::min()) == "20 binary 8000000000000000");
  CHECK(sent(1.5F) == "700 binary 3fc00000");
  CHECK(sent(-0.0) == "701 binary 8000000000000000");
  CHECK(sent(std::numeric_limits<double>::infinity()) == "701 binary 7ff0000000000000");
  CHECK(sent(std::string{"aü"}) == "25 binary 61c3bc");
  CHECK(sent(std::string{}) == "25 binary ");
  CHECK(sent(std::vector<std::byte>{std::byte{0}, std::byte{255}}) == "17 binary 00ff");
  CHECK(sent(std::vector<std::byte>{}) == "17 binary ");
  CHECK(sent(pv::Numeric{"-12.50"}) == "1700 binary 0002000040000002000c1388");
  CHECK(sent(pv::Uuid::parse("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")) == "2950 binary a0eebc999c0b4ef8bb6d6bb9bd380a11");
  CHECK(sent(pv::Json::parse("[1]")) == "3802 binary 015b315d");
}

TEST_CASE("times count from 2000, and their extremes are infinity") {
  using std::chrono::local_time, std::chrono::microseconds, std::chrono::sys_days, std::chrono::sys_time;
  CHECK(sent(sys_days{2000y / 1 / 1}) == "1082 binary 00000000");
  CHECK(sent(sys_days{1999y / 12 / 31}) == "1082 binary ffffffff");
  CHECK(sent(sys_days::max()) == "1082 binary 7fffffff");
  CHECK(sent(sys_days::min()) == "1082 binary 80000000");
  CHECK(sent(pv::TimeOfDay{1us}) == "1083 binary 0000000000000001");
  CHECK(sent(sys_time<microseconds>{sys_days{2000y / 1 / 1} + 1us}) == "1184 binary 0000000000000001");
  CHECK(sent(local_time<microseconds>::max()) == "1114 binary 7fffffffffffffff");
  CHECK(sent(local_time<microseconds>::min()) == "1114 binary 8000000000000000");
  CHECK(sent(std::chrono::minutes{1}) == "1186 binary 0000000003938700" "00000000" "00000000");

  Parameters parameters;
  parameters.begin(pv::TypeMapping<std::chrono::seconds>::type, "field");
  parameters.interval({.months = 1, .days = -2, .microseconds = 3});
  CHECK(shown(parameters[0]) == "1186 binary 0000000000000003" "fffffffe" "00000001");
}

TEST_CASE("a time before the first that PostgreSQL holds is refused, not wrapped around") {
  Parameters parameters;
  parameters.begin(pv::TypeMapping<std::chrono::sys_days>::type, "born");
  CHECK_THROWS_MATCHES(parameters.date(std::numeric_limits<std::int32_t>::min() + 1), pv::InvalidValue,
                       message("born: write a date that PostgreSQL holds: from 4713 BC to 5874897"));
  parameters.begin(pv::TypeMapping<std::chrono::sys_seconds>::type, "at");
  CHECK_THROWS_MATCHES(parameters.microseconds(std::numeric_limits<std::int64_t>::min() + 1), pv::InvalidValue,
                       message("at: write a time that PostgreSQL holds: from 4713 BC"));
}

TEST_CASE("NULL has a type and no bytes") {
  CHECK(sent(std::optional<int>{}) == "23 NULL");
  CHECK(sent(std::optional<std::string>{}) == "25 NULL");
  CHECK(sent(std::optional<std::vector<int>>{}) == "1007 NULL");
  CHECK(sent(std::optional<Role>{}) == "0 NULL");
  CHECK(sent(std::optional<int>{7}) == "23 binary 00000007");
  CHECK(sent(std::optional<std::string>{""}) == "25 binary ");
}

TEST_CASE("arrays and ranges in binary") {
  // dimensions, has nulls, type of the items; size, lower bound; each item with its length
  CHECK(sent(std::vector<std::int32_t>{}) == "1007 binary 00000000" "00000001" "00000017");
  CHECK(sent(std::vector<std::int16_t>{1, -1}) ==
        "1005 binary 00000001" "00000001" "00000015" "00000002" "00000001" "00000002" "0001" "00000002" "ffff");
  CHECK(sent(std::vector<std::optional<std::string>>{"a", std::nullopt, ""}) ==
        "1009 binary 00000001" "00000001" "00000019" "00000003" "00000001" "00000001" "61" "ffffffff" "00000000");
  CHECK(sent(std::vector<pv::Numeric>{pv::Numeric{1}}) ==
        "1231 binary 00000001" "00000001" "000006a4" "00000001" "00000001" "0000000a" "0001" "0000" "0000" "0000" "0001");
  // flags; each finite bound with its length
  using Range = pv::Range<std::int32_t>;
  CHECK(sent(Range{}) == "3904 binary 01");
  CHECK(sent(Range::closed_open(1, 5)) == "3904 binary 02" "00000004" "00000001" "00000004" "00000005");
  CHECK(sent(Range::at_least(1)) == "3904 binary 12" "00000004" "00000001");
  CHECK(sent(Range::less_than(5)) == "3904 binary 08" "00000004" "00000005");
  CHECK(sent(Range::all()) == "3904 binary 18");
  CHECK(sent(pv::Range<pv::Numeric>::closed(pv::Numeric{1}, pv::Numeric{1})) ==
        "3906 binary 06" "0000000a" "00010000000000000001" "0000000a" "00010000000000000001");
  CHECK(sent(std::vector<Range>{Range::all(), Range{}}) ==
        "3905 binary 00000001" "00000001" "00000f40" "00000002" "00000001" "00000001" "18" "00000001" "01");
}

TEST_CASE("what only the server knows travels as text, numbers as they are") {
  CHECK(sent(Role::member) == "0 text 'member'");
  CHECK(sent(std::vector<Role>{}) == "0 text '{}'");
  CHECK(sent(std::vector<std::optional<Role>>{Role::guest, std::nullopt, Role::member}) == R"(0 text '{"guest",NULL,"member"}')");
  CHECK(sent(std::optional<std::vector<Role>>{std::vector{Role::guest}}) == R"(0 text '{"guest"}')");
  CHECK(sent(Path{"a.b"}) == "0 text 'a.b'");
  CHECK(sent(std::vector<Path>{{"a\"b\\"}, {"NULL"}, {""}, {"a,b"}}) == R"(0 text '{"a\"b\\","NULL","","a,b"}')");
  CHECK(sent(Money{5}) == "20 binary 0000000000000005");
  CHECK(sent(std::vector<Money>{{5}}) ==
        "1016 binary 00000001" "00000001" "00000014" "00000001" "00000001" "00000008" "0000000000000005");
}

TEST_CASE("a value that comes as a text is left to the server to parse") {
  Parameters parameters;
  parameters.begin(pv::TypeMapping<int>::type, "field", true);
  parameters.text("42");
  CHECK(shown(parameters[0]) == "0 text '42'");
  parameters.begin(pv::TypeMapping<int>::type, "field", true);
  parameters.null();
  CHECK(shown(parameters[1]) == "0 NULL");
}

TEST_CASE("patterns for LIKE escape its wildcards") {
  CHECK(pattern(pv::postgres::Pattern::contains, R"(50%_\)") == R"(%50\%\_\\%)");
  CHECK(pattern(pv::postgres::Pattern::prefix, R"(50%_\)") == R"(50\%\_\\%)");
  CHECK(pattern(pv::postgres::Pattern::suffix, R"(50%_\)") == R"(%50\%\_\\)");
  CHECK(pattern(pv::postgres::Pattern::none, R"(50%_\)") == R"(50%_\)");
  CHECK(pattern(pv::postgres::Pattern::contains, "") == "%%");
}

TEST_CASE("an integer takes the width of its column, or is refused") {
  const auto as = [](const pv::TypeInfo& type, std::int64_t value) {
    Parameters parameters;
    parameters.begin(type, "age");
    parameters.integer(value);
    return shown(parameters[0]);
  };
  CHECK(as({.kind = pv::Kind::int16}, -32768) == "21 binary 8000");
  CHECK(as({.kind = pv::Kind::int32}, 2147483647) == "23 binary 7fffffff");
  CHECK(as({.kind = pv::Kind::float32}, 2) == "700 binary 40000000");
  CHECK(as({.kind = pv::Kind::float64}, 2) == "701 binary 4000000000000000");
  CHECK(as({.kind = pv::Kind::numeric}, -20000) == "1700 binary 0001000140000000" "0002");
  CHECK_THROWS_MATCHES(as({.kind = pv::Kind::int16}, 32768), pv::InvalidValue, message("age: the number does not fit a smallint"));
  CHECK_THROWS_MATCHES(as({.kind = pv::Kind::int32}, -2147483649), pv::InvalidValue,
                       message("age: the number does not fit an integer"));
}

TEST_CASE("a text with a NUL byte is refused, bytes may hold it") {
  const std::string text{"a\0b", 3};
  CHECK_THROWS_MATCHES(sent(text), pv::InvalidValue, message("field: leave out the NUL byte of the text at byte 1, counted from 0"));
  CHECK_THROWS_AS(sent(std::vector<std::string>{text}), pv::InvalidValue);
  CHECK_THROWS_AS(sent(Path{text}), pv::InvalidValue);
  CHECK(sent(std::vector<std::byte>(3)) == "17 binary 000000");
}

TEST_CASE("a text is borrowed, not copied, and an empty view is a text") {
  const std::string text = "some text";
  Parameters parameters;
  parameters.begin(pv::TypeMapping<std::string>::type, "field");
  parameters.text(text);
  CHECK(parameters[0].bytes.data() == text.data());
  parameters.begin(pv::TypeMapping<std::string>::type, "field");
  parameters.text({});
  CHECK(shown(parameters[1]) == "25 binary ");
}

TEST_CASE("several parameters, and the arrays that libpq takes") {
  Parameters parameters;
  parameters.begin(pv::TypeMapping<int>::type, "a");
  parameters.integer(1);
  parameters.begin(pv::TypeMapping<std::string>::type, "b");
  parameters.null();
  parameters.begin(pv::TypeMapping<Role>::type, "c");
  parameters.text("guest");
  parameters.begin(pv::TypeMapping<std::vector<Role>>::type, "d");
  pv::TypeMapping<std::vector<Role>>::write(parameters, {Role::guest});
  parameters.begin(pv::TypeMapping<std::string>::type, "e");
  parameters.text(parameters.keep("kept"));

  const pv::postgres::ParameterSpan span = parameters;
  CHECK(std::vector<Oid>(span.oids.begin(), span.oids.end()) == std::vector<Oid>{23, 25, 0, 0, 25});
  CHECK(std::vector<int>(span.lengths, span.lengths + 5) == std::vector<int>{4, 0, 5, 9, 4});
  CHECK(std::vector<int>(span.formats, span.formats + 5) == std::vector<int>{1, 1, 0, 0, 1});
  CHECK(std::string_view(span.values[0], 4) == std::string_view("\0\0\0\1", 4));
  CHECK(span.values[1] == nullptr);
  CHECK(std::string{span.values[2]} == "guest");  // libpq reads texts to their NUL
  CHECK(std::string{span.values[3]} == R"({"guest"})");
  CHECK(std::string_view(span.values[4], 4) == "kept");

  parameters.clear();
  CHECK(parameters.size() == 0);
  parameters.begin(pv::TypeMapping<int>::type, "a");
  parameters.integer(2);
  CHECK(shown(parameters[0]) == "23 binary 00000002");
}

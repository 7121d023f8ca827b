// SPDX-License-Identifier: MIT
#include <promptview/postgres/format/parameters_text.hpp>
#include <promptview/types/enumeration.hpp>
#include <promptview/types/json.hpp>
#include <promptview/types/numeric.hpp>
#include <promptview/types/range.hpp>
#include <promptview/types/time.hpp>
#include <promptview/types/uuid.hpp>
#include <promptview_test/catch.hpp>

#include <limits>

namespace pv = promptview;
using promptview::postgres::describe;
using promptview::postgres::Parameters;
using namespace std::chrono_literals;

namespace {

enum class Role { guest, member };
PROMPTVIEW_ENUM(Role, guest, member)

template <class T>
std::string literal(const T& value) {
  Parameters parameters;
  parameters.begin(pv::TypeMapping<T>::type, "field");
  pv::TypeMapping<T>::write(parameters, value);
  return describe(parameters[0]);
}

}  // namespace

TEST_CASE("scalars as literals") {
  CHECK(literal(true) == "true");
  CHECK(literal(std::int16_t{-1}) == "-1");
  CHECK(literal(std::numeric_limits<std::int32_t>::min()) == "-2147483648");
  CHECK(literal(std::numeric_limits<std::int64_t>::max()) == "9223372036854775807");
  CHECK(literal(1.5F) == "'1.5'::real");
  CHECK(literal(-2.25) == "'-2.25'::double precision");
  CHECK(literal(std::numeric_limits<double>::infinity()) == "'inf'::double precision");
  CHECK(literal(std::numeric_limits<double>::quiet_NaN()) == "'nan'::double precision");
  CHECK(literal(std::string{"it's \\"}) == R"( E'it''s \\')");
  CHECK(literal(std::string{}) == "''");
  CHECK(literal(std::vector<std::byte>{std::byte{1}, std::byte{255}}) == R"( E'\\x01ff'::bytea)");
  CHECK(literal(pv::Numeric{"-12.50"}) == "'-12.50'::numeric");
  CHECK(literal(pv::Uuid::parse("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")) ==
        "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid");
  CHECK(literal(pv::Json::parse(R"({"a": "it's"})")) == R"('{"a":"it''s"}'::jsonb)");
  CHECK(literal(Role::guest) == "'guest'");
  CHECK(literal(std::optional<int>{}) == "NULL");
}

TEST_CASE("times as literals") {
  using std::chrono::local_days, std::chrono::local_seconds, std::chrono::microseconds, std::chrono::sys_days,
      std::chrono::sys_time;
  CHECK(literal(sys_days{2024y / 2 / 29}) == "'2024-02-29'::date");
  CHECK(literal(sys_days{1969y / 12 / 31}) == "'1969-12-31'::date");
  CHECK(literal(sys_days{1y / 1 / 1}) == "'0001-01-01'::date");
  CHECK(literal(sys_days{0y / 12 / 31}) == "'0001-12-31 BC'::date");
  CHECK(literal(sys_days{-43y / 3 / 15}) == "'0044-03-15 BC'::date");
  CHECK(literal(sys_days{12345y / 6 / 7}) == "'12345-06-07'::date");
  CHECK(literal(sys_days::max()) == "'infinity'::date");
  CHECK(literal(sys_days::min()) == "'-infinity'::date");
  CHECK(literal(pv::TimeOfDay{}) == "'00:00:00'::time");
  CHECK(literal(pv::TimeOfDay{23h + 59min + 59s + 999999us}) == "'23:59:59.999999'::time");
  CHECK(literal(pv::TimeOfDay{24h}) == "'24:00:00'::time");
  CHECK(literal(local_seconds{local_days{2024y / 2 / 29} + 1h}) == "'2024-02-29 01:00:00'::timestamp");
  CHECK(literal(sys_time<microseconds>{sys_days{1999y / 12 / 31} + 23h + 1us}) ==
        "'1999-12-31 23:00:00.000001+00'::timestamptz");
  CHECK(literal(sys_time<microseconds>{sys_days{-43y / 3 / 15} + 12h}) == "'0044-03-15 12:00:00+00 BC'::timestamptz");
  CHECK(literal(sys_time<microseconds>::max()) == "'infinity'::timestamptz");
  CHECK(literal(sys_time<microseconds>::min()) == "'-infinity'::timestamptz");
  CHECK(literal(std::chrono::minutes{-1}) == "'0 months 0 days -60000000 microseconds'::interval");

  CHECK(literal(sys_time<microseconds>{sys_days{-4712y / 1 / 1} + 1us}) == "'4713-01-01 00:00:00.000001+00 BC'::timestamptz");
  CHECK_THROWS_AS(literal(sys_time<microseconds>{sys_days{-30000y / 1 / 1}}), pv::InvalidValue);
}

TEST_CASE("arrays and ranges as literals") {
  using Range = pv::Range<std::int32_t>;
  CHECK(literal(std::vector<int>{}) == "'{}'::integer[]");
  CHECK(literal(std::vector<int>{1, -2}) == R"('{"1","-2"}'::integer[])");
  CHECK(literal(std::vector<bool>{true, false}) == R"('{"true","false"}'::boolean[])");
  CHECK(literal(std::vector<std::optional<std::string>>{"it's", std::nullopt, "NULL", "a\"b"}) ==
        R"( E'{"it''s",NULL,"NULL","a\\"b"}'::text[])");
  CHECK(literal(std::vector<Role>{Role::guest}) == R"('{"guest"}')");
  CHECK(literal(std::vector<std::vector<std::byte>>{{std::byte{1}}}) == R"( E'{"\\\\x01"}'::bytea[])");
  CHECK(literal(Range::closed_open(1, 5)) == "'[1,5)'::int4range");
  CHECK(literal(Range{}) == "'empty'::int4range");
  CHECK(literal(Range::all()) == "'(,)'::int4range");
  CHECK(literal(Range::at_least(1)) == "'[1,)'::int4range");
  CHECK(literal(pv::Range<pv::Numeric>::open_closed(pv::Numeric{"0.5"}, pv::Numeric{1})) == "'(0.5,1]'::numrange");
  CHECK(literal(std::vector<Range>{Range::at_least(1), Range{}}) == R"text('{"[1,)","empty"}'::int4range[])text");
}

TEST_CASE("all parameters of a statement") {
  Parameters parameters;
  CHECK(describe(parameters) == "");
  parameters.begin(pv::TypeMapping<int>::type, "a");
  parameters.integer(25);
  CHECK(describe(parameters) == "$1 = 25");
  parameters.begin(pv::TypeMapping<std::string>::type, "b", false, pv::postgres::Pattern::prefix);
  parameters.text("jo");
  parameters.begin(pv::TypeMapping<int>::type, "c", true);
  parameters.text("42");
  CHECK(describe(parameters) == "$1 = 25, $2 = 'jo%', $3 = '42'");
}

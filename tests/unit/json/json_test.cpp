// SPDX-License-Identifier: MIT
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <promptview/error.hpp>
#include <promptview/json.hpp>
#include <promptview/model.hpp>
#include <promptview/types/enumeration.hpp>
#include <promptview/types/numeric.hpp>
#include <promptview/types/range.hpp>
#include <promptview/types/time.hpp>
#include <promptview/types/uuid.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;

namespace json_test {

using namespace std::chrono_literals;

enum class Role { guest, member };
PROMPTVIEW_ENUM(Role, guest, member)

// An interval as databases hold it.
struct Span {
  pv::IntervalParts parts{};
  friend bool operator==(const Span&, const Span&) = default;
};

}  // namespace json_test

template <>
struct promptview::TypeMapping<json_test::Span> {
  static constexpr TypeInfo type{.kind = Kind::interval};
  static void write(ValueWriter& out, const json_test::Span& span) { out.interval(span.parts); }
  static void read(ValueReader& in, json_test::Span& span) { span.parts = in.interval(); }
};

namespace json_test {

using Bytes = std::vector<std::byte>;
using Local = std::chrono::local_time<std::chrono::microseconds>;
using Moment = std::chrono::sys_time<std::chrono::microseconds>;
using Day = std::chrono::sys_days;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id;
  std::string name{"nobody"};
  int age{};
  std::optional<std::string> bio{};
  std::vector<std::string> tags{};
  friend bool operator==(const User&, const User&) = default;
};
PROMPTVIEW_MODEL(User, postgres, "json_test_users", FIELD(id, primary_key), FIELD(name, column = "full_name"),
                 FIELD(age), FIELD(bio), FIELD(tags))

struct Every : pv::Model<Every> {
  pv::Auto<std::int64_t> id;
  bool boolean{};
  std::int16_t int16{};
  std::int32_t int32{};
  std::int64_t int64{};
  float float32{};
  double float64{};
  std::string text{};
  Bytes bytes{};
  pv::Numeric numeric{};
  pv::Uuid uuid{};
  Day date{};
  pv::TimeOfDay time{};
  Local timestamp{};
  Moment timestamptz{};
  Span interval{};
  nlohmann::json json{};
  Role role{};
  std::vector<std::optional<std::int32_t>> array{};
  pv::Range<std::int64_t> range{};
  pv::Range<Moment> stay{};
  std::vector<pv::Range<Day>> ranges{};
  friend bool operator==(const Every&, const Every&) = default;
};
PROMPTVIEW_MODEL(Every, postgres, "json_test_every", FIELD(id, primary_key), FIELD(boolean), FIELD(int16), FIELD(int32),
                 FIELD(int64), FIELD(float32), FIELD(float64), FIELD(text), FIELD(bytes), FIELD(numeric), FIELD(uuid),
                 FIELD(date), FIELD(time), FIELD(timestamp), FIELD(timestamptz), FIELD(interval), FIELD(json),
                 FIELD(role), FIELD(array), FIELD(range), FIELD(stay), FIELD(ranges))

// A type with conversions of its own keeps them.
struct Own : pv::Model<Own> {
  int value{};
};
PROMPTVIEW_MODEL(Own, postgres, "json_test_own", FIELD(value))
void to_json(nlohmann::json& json, const Own& own) { json = own.value; }
void from_json(const nlohmann::json& json, Own& own) { own.value = json.get<int>(); }

struct Plain {};

}  // namespace json_test

using json_test::Bytes;
using json_test::Day;
using json_test::Every;
using json_test::Local;
using json_test::Moment;
using json_test::Role;
using json_test::Span;
using json_test::User;
using nlohmann::json;
using promptview_test::message;
using namespace std::chrono_literals;

namespace {

static_assert(pv::JsonObject<User>);
static_assert(!pv::JsonObject<json_test::Plain>);
static_assert(!pv::JsonObject<int>);

// What member `key` becomes, as a text.
std::string member(const Every& every, const char* key) { return pv::to_json(every)[key].dump(); }

// `every` as JSON text and back.
Every round_trip(const Every& every) { return pv::from_json<Every>(json::parse(pv::to_json(every).dump())); }

// Checks the JSON text of one member, and that it is read back.
template <class T>
void check(T Every::*pointer, const char* key, const T& value, const std::string& text) {
  Every every;
  every.*pointer = value;
  CHECK(member(every, key) == text);
  CHECK(round_trip(every).*pointer == value);
}

// Reads one member from JSON text.
template <class T>
T read(T Every::*pointer, const char* key, const std::string& text) {
  json object = json::object();
  object[key] = json::parse(text);
  return pv::from_json<Every>(object).*pointer;
}

// What is said of one member in a JSON text that does not fit.
std::string complaint(const char* key, const std::string& text) {
  json object = json::object();
  object[key] = json::parse(text);
  try {
    static_cast<void>(pv::from_json<Every>(object));
  } catch (const pv::InvalidValue& error) {
    return error.what();
  }
  return "none";
}

Moment moment(std::int64_t microseconds) { return Moment{std::chrono::microseconds{microseconds}}; }
Local local(std::int64_t microseconds) { return Local{std::chrono::microseconds{microseconds}}; }
Day day(int days) { return Day{std::chrono::days{days}}; }
Span span(std::int32_t months, std::int32_t days, std::int64_t microseconds) { return {{months, days, microseconds}}; }

}  // namespace

TEST_CASE("a model becomes an object with its C++ names") {
  const User user{.name = "John \"J\"", .age = 30, .tags = {"a", "b"}};
  CHECK(pv::to_json(user).dump() == R"({"age":30,"bio":null,"id":null,"name":"John \"J\"","tags":["a","b"]})");
  const User saved{.id = 7, .name = "\U0001F600", .bio = ""};
  CHECK(pv::to_json(saved).dump() == "{\"age\":0,\"bio\":\"\",\"id\":7,\"name\":\"\U0001F600\",\"tags\":[]}");
  CHECK(pv::from_json<User>(pv::to_json(user)) == user);
  CHECK(pv::from_json<User>(pv::to_json(saved)) == saved);
}

TEST_CASE("every kind has its form in JSON") {
  Every every;
  every.id = 1;
  every.date = Day{2024y / 5 / 1};
  every.json = {{"a", {1, 2.5, nullptr}}};
  every.array = {1, std::nullopt};
  every.range = pv::Range<std::int64_t>::closed(1, 4);
  every.stay = pv::Range<Moment>::open(moment(0), moment(1));
  every.ranges = {pv::Range<Day>::at_least(day(0)), pv::Range<Day>{}};
  every.bytes = {std::byte{1}, std::byte{255}};
  CHECK(pv::to_json(every).dump() ==
        R"({"array":[1,null],"boolean":false,"bytes":"Af8=","date":"2024-05-01","float32":0.0,"float64":0.0,"id":1,)"
        R"("int16":0,"int32":0,"int64":0,"interval":"PT0S","json":{"a":[1,2.5,null]},"numeric":"0",)"
        R"x("range":{"bounds":"[)","lower":1,"upper":5},)x"
        R"x("ranges":[{"bounds":"[)","lower":"1970-01-01","upper":null},{"empty":true}],"role":"guest",)x"
        R"x("stay":{"bounds":"()","lower":"1970-01-01T00:00:00Z","upper":"1970-01-01T00:00:00.000001Z"},)x"
        R"("text":"","time":"00:00:00","timestamp":"1970-01-01T00:00:00","timestamptz":"1970-01-01T00:00:00Z",)"
        R"("uuid":"00000000-0000-0000-0000-000000000000"})");
  CHECK(round_trip(every) == every);
  CHECK(round_trip(Every{}) == Every{});
}

TEST_CASE("booleans, integers and texts keep their extremes in JSON") {
  check(&Every::boolean, "boolean", true, "true");
  check<std::int16_t>(&Every::int16, "int16", INT16_MIN, "-32768");
  check<std::int16_t>(&Every::int16, "int16", INT16_MAX, "32767");
  check<std::int32_t>(&Every::int32, "int32", INT32_MIN, "-2147483648");
  check<std::int32_t>(&Every::int32, "int32", INT32_MAX, "2147483647");
  check<std::int64_t>(&Every::int64, "int64", INT64_MIN, "-9223372036854775808");
  check<std::int64_t>(&Every::int64, "int64", INT64_MAX, "9223372036854775807");
  check<std::int64_t>(&Every::int64, "int64", 9007199254740993, "9007199254740993");
  check<std::string>(&Every::text, "text", std::string("a\0b\n", 4), R"("a\u0000b\n")");
  check(&Every::role, "role", Role::member, R"("member")");
}

TEST_CASE("floats keep their extremes, their sign and what is no number in JSON") {
  check(&Every::float32, "float32", 0.1F, "0.1");
  check(&Every::float32, "float32", -0.0F, "-0.0");
  check(&Every::float32, "float32", std::numeric_limits<float>::max(), "3.4028235e+38");
  check(&Every::float32, "float32", std::numeric_limits<float>::denorm_min(), "1e-45");
  check(&Every::float32, "float32", -std::numeric_limits<float>::infinity(), R"("-Infinity")");
  check(&Every::float64, "float64", 0.1, "0.1");
  check(&Every::float64, "float64", std::numeric_limits<double>::max(), "1.7976931348623157e+308");
  check(&Every::float64, "float64", std::numeric_limits<double>::denorm_min(), "5e-324");
  check(&Every::float64, "float64", std::numeric_limits<double>::infinity(), R"("Infinity")");
  Every every;
  every.float64 = std::numeric_limits<double>::quiet_NaN();
  CHECK(member(every, "float64") == R"("NaN")");
  CHECK(std::isnan(round_trip(every).float64));
  CHECK(std::signbit(read(&Every::float64, "float64", "-0.0")));
}

TEST_CASE("bytes are base64 and numerics exact texts in JSON") {
  check(&Every::bytes, "bytes", Bytes{}, R"("")");
  check(&Every::bytes, "bytes", Bytes(1, std::byte{0}), R"("AA==")");
  check(&Every::bytes, "bytes", Bytes(2, std::byte{0xff}), R"("//8=")");
  check(&Every::bytes, "bytes", Bytes(3, std::byte{0xfb}), R"("+/v7")");
  const pv::Numeric long_number{"-123456789012345678901234567890.1234567890"};
  check(&Every::numeric, "numeric", long_number, R"("-123456789012345678901234567890.1234567890")");
  check(&Every::numeric, "numeric", pv::Numeric{"NaN"}, R"("NaN")");
  CHECK(read(&Every::numeric, "numeric", R"("12.50")").text() == "12.50");
  CHECK(read(&Every::numeric, "numeric", "18446744073709551615").text() == "18446744073709551615");
  check(&Every::uuid, "uuid", pv::Uuid::parse("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
        R"("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")");
}

TEST_CASE("dates and times of day keep their extremes in JSON") {
  check(&Every::date, "date", Day{2000y / 2 / 29}, R"("2000-02-29")");
  check(&Every::date, "date", Day{1y / 1 / 1}, R"("0001-01-01")");
  check(&Every::date, "date", Day{0y / 12 / 31}, R"("+000000-12-31")");
  check(&Every::date, "date", Day{-43y / 3 / 15}, R"("-000043-03-15")");
  check(&Every::date, "date", Day{9999y / 12 / 31}, R"("9999-12-31")");
  check(&Every::date, "date", Day{10000y / 1 / 1}, R"("+010000-01-01")");
  check(&Every::date, "date", day(INT32_MAX - 1), R"("+5881580-07-10")");
  check(&Every::date, "date", day(INT32_MIN + 1), R"("-5877641-06-24")");
  check(&Every::date, "date", Day::max(), R"("infinity")");
  check(&Every::date, "date", Day::min(), R"("-infinity")");
  check(&Every::time, "time", pv::TimeOfDay{1h + 2min + 3s + 4us}, R"("01:02:03.000004")");
  check(&Every::time, "time", pv::TimeOfDay{23h + 59min + 59s + 999999us}, R"("23:59:59.999999")");
  check(&Every::time, "time", pv::TimeOfDay{24h}, R"("24:00:00")");
  CHECK(read(&Every::time, "time", R"("09:30")") == pv::TimeOfDay{9h + 30min});
  CHECK(read(&Every::time, "time", R"("09:30:00.500000000")") == pv::TimeOfDay{9h + 30min + 500ms});
}

TEST_CASE("timestamps keep their extremes in JSON") {
  check(&Every::timestamp, "timestamp", Local{std::chrono::local_days{2024y / 5 / 1} + 12h + 500ms},
        R"("2024-05-01T12:00:00.5")");
  check(&Every::timestamp, "timestamp", local(-1), R"("1969-12-31T23:59:59.999999")");
  check(&Every::timestamp, "timestamp", local(INT64_MAX - 1), R"("+294247-01-10T04:00:54.775806")");
  check(&Every::timestamp, "timestamp", local(INT64_MIN + 1), R"("-290308-12-21T19:59:05.224193")");
  check(&Every::timestamp, "timestamp", Local::max(), R"("infinity")");
  check(&Every::timestamptz, "timestamptz", Moment::min(), R"("-infinity")");
  check(&Every::timestamptz, "timestamptz", moment(INT64_MAX - 1), R"("+294247-01-10T04:00:54.775806Z")");
  check(&Every::timestamptz, "timestamptz", moment(INT64_MIN + 1), R"("-290308-12-21T19:59:05.224193Z")");
  CHECK(read(&Every::timestamp, "timestamp", R"("1970-01-01 24:00")") == local(86'400'000'000));
  for (const char* same : {R"("1970-01-01T02:00:00+02:00")", R"("1969-12-31T18:30:00-0530")",
                           R"("1970-01-01 01:00+01")", R"("1970-01-01t00:00z")"})
    CHECK(read(&Every::timestamptz, "timestamptz", same) == moment(0));
}

TEST_CASE("intervals are ISO 8601 durations in JSON") {
  check(&Every::interval, "interval", span(1, 2, ((3 * 60 + 4) * 60 + 5) * 1'000'000LL + 500'000),
        R"("P1M2DT3H4M5.5S")");
  check(&Every::interval, "interval", span(14, 40, 0), R"("P1Y2M40D")");
  check(&Every::interval, "interval", span(-14, 3, -500'000), R"("P-1Y-2M3DT-0.5S")");
  check(&Every::interval, "interval", span(0, 0, 90'000'000'000), R"("PT25H")");
  check(&Every::interval, "interval", span(INT32_MIN, INT32_MIN, INT64_MAX),
        R"("P-178956970Y-8M-2147483648DT2562047788H54.775807S")");
  check(&Every::interval, "interval", span(INT32_MAX, INT32_MAX, INT64_MIN),
        R"("P178956970Y7M2147483647DT-2562047788H-54.775808S")");
  check(&Every::interval, "interval", span(INT32_MAX, INT32_MAX, INT64_MAX), R"("infinity")");
  check(&Every::interval, "interval", span(INT32_MIN, INT32_MIN, INT64_MIN), R"("-infinity")");
  CHECK(read(&Every::interval, "interval", R"("P2W+1DT1M")") == span(0, 15, 60'000'000));
}

TEST_CASE("documents are embedded in JSON") {
  check<json>(&Every::json, "json", "text", R"("text")");
  check<json>(&Every::json, "json", nullptr, "null");
  check<json>(&Every::json, "json", json::parse(R"([[], {"a": {}}])"), R"([[],{"a":{}}])");
}

TEST_CASE("ranges keep their bounds in JSON") {
  using Range = pv::Range<std::int64_t>;
  check(&Every::range, "range", Range::all(), R"x({"bounds":"()","lower":null,"upper":null})x");
  check(&Every::range, "range", Range::less_than(5), R"x({"bounds":"()","lower":null,"upper":5})x");
  check(&Every::range, "range", Range{}, R"({"empty":true})");
  check(&Every::stay, "stay", pv::Range<Moment>::closed(moment(0), Moment::max()),
        R"({"bounds":"[]","lower":"1970-01-01T00:00:00Z","upper":"infinity"})");
  CHECK(read(&Every::range, "range", R"({"lower":1,"upper":5})") == Range::closed_open(1, 5));
  CHECK(read(&Every::range, "range", R"({"upper":5,"bounds":"[]"})") == Range::at_most(5));
  CHECK(read(&Every::range, "range", R"({"empty":false,"lower":1})") == Range::at_least(1));
}

TEST_CASE("a missing key leaves the member's default, a null empties an optional") {
  CHECK(pv::from_json<User>(json::object()) == User{});
  CHECK(pv::from_json<User>({{"id", nullptr}, {"bio", nullptr}, {"age", 3}}) == User{.age = 3});
}

TEST_CASE("JSON changes the members whose keys are present") {
  User user{.id = 7, .name = "John", .age = 30, .bio = "old", .tags = {"a"}};
  pv::from_json({{"bio", nullptr}, {"age", 31}, {"id", nullptr}}, user);
  CHECK(user == User{.id = 7, .name = "John", .age = 31, .tags = {"a"}});
  pv::from_json({{"id", 8}}, user);
  CHECK(user.id == 8);
}

TEST_CASE("an object stays as it was when JSON does not fit it") {
  User user{.name = "John", .age = 30, .tags = {"a"}};
  const User before = user;
  CHECK_THROWS_AS(pv::from_json({{"age", 31}, {"tags", {"b", 1}}}, user), pv::InvalidValue);
  CHECK(user == before);
}

TEST_CASE("models are converted by nlohmann::json itself") {
  const User user{.id = 7, .name = "John", .tags = {"a"}};
  const json document = user;
  CHECK(document == pv::to_json(user));
  CHECK(document.get<User>() == user);
  User other{.age = 3};
  document.get_to(other);
  CHECK(other == user);
  const std::vector<User> users{user, User{}};
  CHECK(json(users).get<std::vector<User>>() == users);
  CHECK(json(json_test::Own{.value = 5}).dump() == "5");
  CHECK(json(5).get<json_test::Own>().value == 5);
  CHECK(pv::to_json(json_test::Own{.value = 5}).dump() == R"({"value":5})");
}

TEST_CASE("an unknown key is an error that names the nearest field, unless it is to be ignored") {
  const json document{{"nme", "John"}, {"age", 3}};
  CHECK_THROWS_MATCHES(pv::from_json<User>(document), pv::InvalidValue,
                       message("json_test::User: no field has the key \"nme\": did you mean \"name\"? "
                               "(promptview::UnknownKeys::ignore skips such keys)"));
  CHECK_THROWS_MATCHES(pv::from_json<User>(json{{"elephant", 1}}), pv::InvalidValue,
                       message("json_test::User: no field has the key \"elephant\": use one of id, name, age, bio, tags "
                               "(promptview::UnknownKeys::ignore skips such keys)"));
  CHECK_THROWS_AS(document.get<User>(), pv::InvalidValue);
  CHECK(pv::from_json<User>(document, pv::UnknownKeys::ignore) == User{.age = 3});
  User user;
  pv::from_json(document, user, pv::UnknownKeys::ignore);
  CHECK(user == User{.age = 3});
}

TEST_CASE("JSON that is no object is an error") {
  CHECK_THROWS_MATCHES(pv::from_json<User>(json("{}")), pv::InvalidValue,
                       message(R"(json_test::User: give an object instead of "{}")"));
  CHECK_THROWS_MATCHES(pv::from_json<User>(json::array()), pv::InvalidValue,
                       message("json_test::User: give an object instead of an array"));
  CHECK_THROWS_MATCHES(pv::from_json<User>(json{{"tags", {"a", "b", 5}}}), pv::InvalidValue,
                       message("json_test::User.tags[2]: give a text instead of 5"));
}

TEST_CASE("JSON of another type than the field's is an error that says what is wanted") {
  const std::string at = "json_test::Every.";
  CHECK(complaint("boolean", "1") == at + "boolean: give true or false instead of 1");
  CHECK(complaint("int16", "\"1\"") == at + "int16: give a whole number from -32768 to 32767 instead of \"1\"");
  CHECK(complaint("float64", "\"nan\"") ==
        at + R"(float64: give a number, "NaN", "Infinity" or "-Infinity" instead of "nan")");
  CHECK(complaint("float64", "{}") ==
        at + R"(float64: give a number, "NaN", "Infinity" or "-Infinity" instead of an object)");
  CHECK(complaint("text", "null") == at + "text: give a text instead of null");
  CHECK(complaint("role", R"("root")") == at + R"(role: give one of "guest", "member" instead of "root")");
  CHECK(complaint("role", "0") == at + R"(role: give one of "guest", "member" instead of 0)");
  CHECK(complaint("array", "{}") == at + "array: give an array instead of an object");
  CHECK(complaint("array", "[1, true]") ==
        at + "array[1]: give a whole number from -2147483648 to 2147483647 instead of true");
  CHECK(complaint("text", std::string(99, '[') + std::string(99, ']')) == at + "text: give a text instead of an array");
  CHECK(complaint("text", "[" + std::string(100000, '[') + std::string(100000, ']') + "]") ==
        "json_test::Every: nest at most 100 arrays and objects of JSON in each other");
  CHECK(complaint("date", "\"" + std::string(77, 'x') + "\u00e9\"") ==
        at + "date: give a date as \"YYYY-MM-DD\" instead of \"" + std::string(77, 'x') + "\u00e9...");
  CHECK(complaint("date", "\"" + std::string(78, 'x') + "\u00e9\"") ==
        at + "date: give a date as \"YYYY-MM-DD\" instead of \"" + std::string(78, 'x') + "...");
}

TEST_CASE("JSON numbers that do not fit are errors") {
  const std::string at = "json_test::Every.";
  CHECK(complaint("int16", "32768") == at + "int16: give a whole number from -32768 to 32767 instead of 32768");
  CHECK(complaint("int32", "3.5") == at + "int32: give a whole number from -2147483648 to 2147483647 instead of 3.5");
  CHECK(complaint("int32", "-2147483649") ==
        at + "int32: give a whole number from -2147483648 to 2147483647 instead of -2147483649");
  CHECK(
      complaint("int64", "9223372036854775808") ==
      at +
          "int64: give a whole number from -9223372036854775808 to 9223372036854775807 instead of 9223372036854775808");
  CHECK(complaint("int64", "1e18") ==
        at + "int64: give a whole number from -9223372036854775808 to 9223372036854775807 instead of 1e+18");
  CHECK(read(&Every::int64, "int64", "3.0") == 3);
  CHECK(read(&Every::int64, "int64", "-9.007199254740992e15") == -9007199254740992);
  CHECK(complaint("float32", "3.5e38") ==
        at + "float32: give a number from -3.40282347e+38 to 3.40282347e+38 instead of 3.5e+38");
  CHECK(read(&Every::float32, "float32", "3.4028235677e38") == std::numeric_limits<float>::max());
  CHECK(complaint("numeric", "12.5") ==
        at + R"(numeric: give a decimal number as a text, such as "12.50", instead of 12.5)");
  CHECK(complaint("numeric", "\"1,5\"") ==
        at + R"(numeric: give a decimal number as a text, such as "12.50", instead of "1,5")");
}

TEST_CASE("JSON texts of bytes, UUIDs and times that are malformed are errors") {
  const auto refused = [](const char* key, const char* wanted, std::initializer_list<const char*> texts) {
    for (const std::string text : texts)
      CHECK(complaint(key, json(text).dump()) ==
            "json_test::Every." + std::string{key} + ": give " + wanted + " instead of \"" + text + "\"");
  };
  refused("bytes", "bytes as base64 text",
          {"A", "AA", "AAA", "A===", "AAB=", "AB==", "AA=A", "A-_A", "AA==AA==", "===="});
  refused("uuid", R"(a UUID as "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx")",
          {"", "a0eebc99", "x0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"});
  refused("date", R"(a date as "YYYY-MM-DD")",
          {"", "2024", "2023-02-29", "1900-02-29", "2024-04-31", "2024-00-01", "2024-13-01", "2024-01-00", "2024-1-1",
           "24-01-01", "10000-01-01", "-0043-03-15", "2024-01-01T00:00:00", "2024-01-01 BC", "+5881580-07-11",
           "-5877641-06-23", "Infinity"});
  refused("time", R"(a time of day as "HH:MM:SS.ffffff")",
          {"", "12", "1:00", "12:60", "12:00:60", "12:00:", "12:00:00.", "24:00:01", "25:00", "12:00:00.1234567",
           "12:00:00Z", "infinity"});
  refused("timestamp", R"(a time without a zone as "YYYY-MM-DDTHH:MM:SS.ffffff")",
          {"2024-05-01", "2024-05-01T", "2024-05-01T12:00:00Z", "2024-05-01_12:00", "+294247-01-10T04:00:54.775807",
           "-290308-12-21T19:59:05.224192", "+999999-01-01T00:00"});
  refused("timestamptz", R"(a time with its zone as "YYYY-MM-DDTHH:MM:SS.ffffffZ")",
          {"2024-05-01T12:00:00", "2024-05-01T12:00:00+", "2024-05-01T12:00:00+2",
           "2024-05-01T12:00:00+02:", "2024-05-01T12:00:00+02:60", "2024-05-01T12:00:00+16:00", "2024-05-01T12:00:00Z ",
           "+294247-01-10T04:00:54-01"});
  refused("interval", R"(a duration as "P1Y2M3DT4H5M6.5S")",
          {"",
           "P",
           "PT",
           "P1",
           "1D",
           "P1DT",
           "P1H",
           "PT1D",
           "P1D2M",
           "P1M1M",
           "P1.5D",
           "PT1.5H",
           "P1S",
           "PT1H1H",
           "P-D",
           "P1T",
           "PT.5S",
           "P2147483648M",
           "P178956971Y",
           "PT2562047789H",
           "PT9223372036855S",
           "P178956970Y7M2147483647DT2562047788H54.775807S"});
}

TEST_CASE("JSON of a range that is none is an error") {
  const std::string at = "json_test::Every.";
  const auto refused = [&](const std::string& text, const std::string& found) {
    CHECK(
        complaint("range", text) ==
        at + R"x(range: give a range as {"lower": ..., "upper": ..., "bounds": "[)"} or {"empty": true} instead of )x" +
            found);
  };
  refused("[1, 5]", "an array");
  refused(R"({"lower": 1, "uper": 5})", "an object");
  refused(R"({"lower": 1, "bounds": "[["})", "an object");
  refused(R"({"lower": 1, "empty": true})", "an object");
  refused(R"({"empty": 1})", "an object");
  CHECK(complaint("ranges", R"([{"lower":"1970-01-01"}, {"upper":"soon"}])") ==
        at + R"(ranges[1].upper: give a date as "YYYY-MM-DD" instead of "soon")");
  CHECK(complaint("ranges", R"([{"lower":1}])") == at + R"(ranges[0].lower: give a date as "YYYY-MM-DD" instead of 1)");
  CHECK(complaint("range", R"({"lower":5,"upper":1})") ==
        at + "range: swap the bounds of the range: the lower bound is above the upper bound");
}

TEST_CASE("an enumerator that is not registered cannot become JSON") {
  Every every;
  every.role = static_cast<Role>(9);
  CHECK_THROWS_MATCHES(
      pv::to_json(every), pv::InvalidValue,
      message("json_test::Every.role: list the enumerator with the value 9 in PROMPTVIEW_ENUM for Role, "
              "or write one of those that are listed: guest, member"));
}

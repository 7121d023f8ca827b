// SPDX-License-Identifier: MIT
// What a server, or what stands between it and the program, may send instead of values: each decoder takes no more than the
// bytes that there are, and throws an error of promptview.
#include <cstdint>
#include <cstring>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <libpq-fe.h>

#include <promptview/json.hpp>
#include <promptview/promptview.hpp>
#include <promptview/postgres/store/copy_out.hpp>
#include <promptview/postgres/format/numeric_format.hpp>
#include <promptview/postgres/format/result_reader.hpp>
#include <promptview_test/catch.hpp>

namespace hostile_bytes {

namespace pv = promptview;

enum class Color { red, green };
PROMPTVIEW_ENUM(Color, red, green)
struct Pair {
  int a{};
};
PROMPTVIEW_STRUCT(Pair, FIELD(a))

struct Every : pv::Model<Every> {
  pv::Auto<std::int64_t> id{};
  bool flag{};
  std::int16_t small{};
  int medium{};
  std::int64_t large{};
  float single{};
  double twice{};
  std::string text{};
  std::optional<std::string> maybe{};
  std::vector<std::byte> bytes{};
  pv::Numeric number{};
  pv::Uuid uuid{};
  std::chrono::sys_days day{};
  pv::TimeOfDay time{};
  std::chrono::sys_time<std::chrono::microseconds> at{};
  std::chrono::local_time<std::chrono::microseconds> local{};
  std::chrono::microseconds length{};
  pv::Json json{};
  Pair pair{};
  Color color{};
  std::vector<int> numbers{};
  std::vector<std::string> texts{};
  std::vector<std::optional<pv::Numeric>> prices{};
  std::vector<Color> colors{};
  std::vector<Pair> pairs{};
  std::vector<pv::Range<int>> spans{};
  pv::Range<int> span{};
  pv::Range<pv::Numeric> prices_span{};
  pv::Range<std::chrono::sys_days> days{};
  std::optional<std::vector<std::int64_t>> maybe_numbers{};
};
PROMPTVIEW_MODEL(Every, postgres, "hostile_bytes", FIELD(id, primary_key), FIELD(flag), FIELD(small), FIELD(medium), FIELD(large), FIELD(single),
                 FIELD(twice), FIELD(text), FIELD(maybe), FIELD(bytes), FIELD(number), FIELD(uuid), FIELD(day), FIELD(time), FIELD(at),
                 FIELD(local), FIELD(length), FIELD(json), FIELD(pair), FIELD(color), FIELD(numbers), FIELD(texts), FIELD(prices), FIELD(colors),
                 FIELD(pairs), FIELD(spans), FIELD(span), FIELD(prices_span), FIELD(days), FIELD(maybe_numbers))

}  // namespace hostile_bytes

namespace pv = promptview;
namespace pg = promptview::postgres;
using hostile_bytes::Every;

namespace {

const pv::ModelInfo& model() { return promptview::detail::model_of<Every>(); }

pg::Result empty_result(Oid oid, int format = 1) {
  pg::Result result{PQmakeEmptyPGresult(nullptr, PGRES_TUPLES_OK)};
  char name[] = "value";
  PGresAttDesc column{.name = name, .tableid = 0, .columnid = 0, .format = format, .typid = oid, .typlen = -1, .atttypmod = -1};
  PQsetResultAttrs(result.get(), 1, &column);
  return result;
}
pg::Result result_of(Oid oid, std::string_view bytes, int format = 1) {
  pg::Result result = empty_result(oid, format);
  std::string copy{bytes};
  PQsetvalue(result.get(), 0, 0, copy.data(), static_cast<int>(copy.size()));
  return result;
}

// Reads these bytes as the value of a field.
void read(std::string_view name, std::string_view bytes, int format = 1) {
  const auto place = static_cast<std::uint16_t>(model().place_of(name));
  const pv::FieldInfo& field = model().fields[place];
  const Oid oid = pg::kind_oid(*field.type) == 0 ? 90'000 : pg::kind_oid(*field.type);
  const pg::Result result = result_of(oid, bytes, format);
  Every object;
  pg::ResultReader reader{result, {.model = &model(), .fields = &place, .count = 1}};
  reader.to_row(0);
  reader.next_item();
  field.codec->read(reader, field.address(&object));
}

// "taken", or the message behind the field's name; fails for what is no error of promptview.
std::string outcome(std::string_view name, std::string_view bytes, int format = 1) {
  const std::string here = "hostile_bytes::Every." + std::string{name} + ": ";
  try {
    read(name, bytes, format);
    return "taken";
  } catch (const pv::Error& error) {
    const std::string message = error.what();
    return message.starts_with(here) ? message.substr(here.size()) : message;
  } catch (const std::exception& error) {
    FAIL("not an error of promptview: " << error.what());
  }
  return {};
}

template <class T>
std::string net(T value) {
  std::string bytes(sizeof(T), '\0');
  pg::store(bytes.data(), value);
  return bytes;
}
std::string int16s(std::initializer_list<int> values) {
  std::string bytes;
  for (const int value : values) bytes += net(static_cast<std::int16_t>(value));
  return bytes;
}
std::string int32s(std::initializer_list<std::int32_t> values) {
  std::string bytes;
  for (const std::int32_t value : values) bytes += net(value);
  return bytes;
}
std::string array(std::int32_t dimensions, std::int32_t count, const std::string& items = {}) {
  return int32s({dimensions, 0, 23, count, 1}) + items;
}
const std::string malformed = "the server sent an array or range that is cut short or in an unknown format";
const std::string another_size = "the server sent a value of another size than its type has";
const std::string null = "the database holds NULL, which the field cannot hold: make it a std::optional";

}  // namespace

TEST_CASE("hostile bytes: arrays that claim other items than there are") {
  for (const std::int32_t count : {1, 2, 1000, INT32_MAX, -1, -2, INT32_MIN}) {
    CAPTURE(count);
    CHECK(outcome("numbers", array(1, count)) == malformed);
    CHECK(outcome("prices", array(1, count)) == malformed);
    CHECK(outcome("maybe_numbers", array(1, count)) == malformed);
  }
  const std::string one = int32s({4, 7});
  CHECK(outcome("numbers", array(1, 1, one)) == "taken");
  CHECK(outcome("numbers", array(1, 2, one)) == malformed);
  CHECK(outcome("numbers", array(1, INT32_MAX, one)) == malformed);
  CHECK(outcome("numbers", array(1, 0, one)) == malformed);
  CHECK(outcome("numbers", array(1, 1, int32s({5, 7}))) == malformed);
  CHECK(outcome("numbers", array(1, 1, int32s({-2, 7}))) == malformed);
  CHECK(outcome("numbers", array(1, 1, int32s({INT32_MAX, 7}))) == malformed);
  CHECK(outcome("numbers", array(1, 1, int32s({-1}))) == null);
  CHECK(outcome("prices", array(1, 1, int32s({-1}))) == "taken");
  CHECK(outcome("numbers", array(1, 1, net(std::int32_t{3}) + "abc")) == "the server sent an integer of an unknown size");
  CHECK(outcome("texts", array(1, 2, net(std::int32_t{1}) + "a" + net(std::int32_t{2}) + "b")) == malformed);
}

TEST_CASE("hostile bytes: the head of an array") {
  const std::string whole = array(1, 1, int32s({4, 7}));
  for (std::size_t size = 0; size < whole.size(); ++size) CHECK(outcome("numbers", whole.substr(0, size)) == malformed);
  for (const std::int32_t dimensions : {2, 6, INT32_MAX})
    CHECK(outcome("numbers", array(dimensions, 1, int32s({4, 7}))) == "the array has more than one dimension: read it through a query of your own");
  for (const std::int32_t dimensions : {-1, INT32_MIN}) CHECK(outcome("numbers", array(dimensions, 1, int32s({4, 7}))) == malformed);
  CHECK(outcome("numbers", int32s({0, 0, 23})) == "taken");
  CHECK(outcome("numbers", int32s({0, 0, 23, 1})) == malformed);
}

TEST_CASE("hostile bytes: ranges") {
  const std::string bound = int32s({4, 7});
  CHECK(outcome("span", "") == malformed);
  CHECK(outcome("span", "\x02") == malformed);
  CHECK(outcome("span", "\x02" + bound) == malformed);
  CHECK(outcome("span", "\x02" + bound + int32s({4, 9})) == "taken");
  CHECK(outcome("span", "\x02" + bound + int32s({4})) == malformed);
  CHECK(outcome("span", "\x02" + bound + int32s({-1})) == null);
  CHECK(outcome("span", "\x02" + bound + int32s({-5, 1})) == malformed);
  CHECK(outcome("span", "\x01") == "taken");
  CHECK(outcome("span", "\x18") == "taken");
  for (const char flags : {'\x20', '\x40', '\x80', '\xff'}) CHECK(outcome("span", std::string(1, flags) + bound + bound) == malformed);
  CHECK(outcome("span", "\x02" + int32s({4, 9}) + int32s({4, 7})) == "swap the bounds of the range: the lower bound is above the upper bound");
  CHECK(outcome("days", "\x02" + int32s({4, INT32_MAX - 5}) + int32s({4, INT32_MAX - 2})) == "the date is too late for the C++ type");
  CHECK(outcome("prices_span", "\x02" + net(std::int32_t{3}) + "abc" + bound) == "a numeric of the server is cut short");
  CHECK(outcome("spans", array(1, 1, net(std::int32_t{5}) + "\x02" + int32s({4}))) == malformed);
}

TEST_CASE("hostile bytes: numerics") {
  const auto numeric = [](std::initializer_list<int> head, const std::string& digits = {}) { return outcome("number", int16s(head) + digits); };
  const std::string cut_short = "a numeric of the server is cut short";
  const std::string unknown = "a numeric of the server is in an unknown format";
  CHECK(outcome("number", "") == cut_short);
  CHECK(outcome("number", "1234567") == cut_short);
  CHECK(numeric({1, 0, 0, 0}) == cut_short);
  CHECK(numeric({-1, 0, 0, 0}) == cut_short);
  CHECK(numeric({1, 0, 0, 0}, int16s({5})) == "taken");
  CHECK(numeric({1, 0, 0, 0}, int16s({5, 5})) == unknown);
  CHECK(numeric({1, 0, 0, 0}, int16s({10'000})) == unknown);
  CHECK(numeric({1, 0, 0, 0}, int16s({-1})) == unknown);
  CHECK(numeric({1, 0, 0x1234, 0}, int16s({5})) == unknown);
  CHECK(numeric({1, 0, 0, -1}, int16s({5})) == unknown);
  CHECK(numeric({1, 0, 0, 0x4000}, int16s({5})) == unknown);
  CHECK(numeric({1, 0, 0, 0x3FFF}, int16s({5})) == "taken");
  CHECK(numeric({1, 32'767, 0, 0}, int16s({5})) == "taken");
  CHECK(numeric({1, -32'768, 0, 10}, int16s({5})) == "taken");
}

TEST_CASE("hostile bytes: scalars of another size") {
  for (const char* name : {"flag", "uuid", "day", "time", "at", "local", "length", "single", "twice"})
    for (const std::size_t size : {0U, 3U, 5U, 17U}) CHECK(outcome(name, std::string(size, '\1')) == another_size);
  for (const char* name : {"small", "medium", "large"})
    for (const std::size_t size : {0U, 1U, 3U, 16U}) CHECK(outcome(name, std::string(size, '\1')) == "the server sent an integer of an unknown size");
  CHECK(outcome("small", net(std::int64_t{40'000})) == "the number is out of the range of the C++ type");
  CHECK(outcome("day", net(std::int32_t{INT32_MAX - 1})) == "the date is too late for the C++ type");
  CHECK(outcome("at", net(std::int64_t{INT64_MAX - 1})) == "the time is too late for the C++ type");
  CHECK(outcome("time", net(std::int64_t{-1})) == "the time of day is outside of 00:00 to 24:00");
  CHECK(outcome("length", net(std::int64_t{INT64_MAX}) + int32s({INT32_MAX, 0})) ==
        "use a type with a wider range: the value is beyond what microseconds or the C++ type can hold");
}

TEST_CASE("hostile bytes: json and labels") {
  const std::string no_json = "the column holds no JSON that can be read: ";
  for (const std::string_view bytes : {"", "\1", "\1{", "\2{}", "{}}", "\1\xff", "\1nul"}) {
    CHECK(outcome("json", bytes).find(no_json) == 0);
    CHECK(outcome("pair", bytes).find(no_json) == 0);
  }
  CHECK(outcome("json", "\1" + std::string(64'000, '[')) == no_json + "nest at most 100 arrays and objects of JSON in each other");
  CHECK(outcome("pairs", array(1, 1, net(std::int32_t{3}) + "\1[]")).find("give an object instead of an array") != std::string::npos);
  CHECK(outcome("color", "blue").find("blue") != std::string::npos);
  CHECK(outcome("colors", "red").find(malformed) == 0);
  CHECK(outcome("colors", array(1, 1, net(std::int32_t{4}) + "blue")).find("blue") != std::string::npos);
}

TEST_CASE("hostile bytes: text where binary was asked for") {
  const std::string proxy = "look for a proxy in front of the server: it sent texts where values in binary were asked for";
  CHECK(outcome("medium", "1234", 0) == proxy);
  CHECK(outcome("text", "1234", 0) == proxy);
}

TEST_CASE("hostile bytes: answers to statements of promptview's own") {
  const pg::Result none = empty_result(20);
  CHECK_THROWS_AS(none.number(0, 0), pv::Error);
  CHECK_THROWS_AS(none.truth(0, 0), pv::Error);
  for (const std::size_t size : {0U, 1U, 4U, 7U, 9U}) CHECK_THROWS_AS(result_of(20, std::string(size, '\1')).number(0, 0), pv::Error);
  CHECK_THROWS_AS(result_of(16, "").truth(0, 0), pv::Error);
  CHECK_THROWS_AS(result_of(16, "12").truth(0, 0), pv::Error);
  pg::Result absent = empty_result(20);
  PQsetvalue(absent.get(), 0, 0, nullptr, -1);
  CHECK_THROWS_AS(absent.number(0, 0), pv::Error);
  CHECK_THROWS_AS(absent.number(1, 0), pv::Error);
  CHECK_THROWS_AS(absent.number(0, 1), pv::Error);
  for (const std::int64_t place : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{4}, std::int64_t{INT64_MAX}, std::int64_t{INT64_MIN}})
    CHECK_THROWS_AS(result_of(20, net(place)).place(0, 0, 3), pv::Error);
  CHECK(result_of(20, net(std::int64_t{3})).place(0, 0, 3) == 2);
  CHECK(result_of(20, net(std::int64_t{-7})).number(0, 0) == -7);
  CHECK(result_of(16, std::string(1, '\1')).truth(0, 0));
  CHECK_FALSE(result_of(16, std::string(1, '\0')).truth(0, 0));
}

TEST_CASE("hostile bytes: rows of a COPY") {
  const std::uint16_t fields[] = {static_cast<std::uint16_t>(model().place_of("medium")), static_cast<std::uint16_t>(model().place_of("numbers"))};
  const auto copied = [&](const std::string& bytes) -> std::string {
    pg::CopyReader reader{{.model = &model(), .fields = fields, .count = 2}};
    try {
      if (!reader.to_row(bytes)) return "end";
      Every object;
      for (const std::uint16_t field : fields) {
        reader.next_item();
        model().fields[field].codec->read(reader, model().fields[field].address(&object));
      }
      return "row";
    } catch (const pv::Error& error) {
      return error.what();
    }
  };
  const std::string signature{"PGCOPY\n\377\r\n\0", 11};
  const std::string head = signature + int32s({0, 0});
  const std::string row = int16s({2}) + int32s({4, 7}) + int32s({28}) + array(1, 1, int32s({4, 7}));
  const std::string unknown = "the server sent a COPY that is cut short or in an unknown format";
  CHECK(copied(head + row) == "row");
  CHECK(copied(head + int16s({-1})) == "end");
  for (std::size_t size = 0; size < (head + row).size(); ++size) CHECK(copied((head + row).substr(0, size)) == unknown);
  CHECK(copied("PGCOPX" + signature.substr(6) + int32s({0, 0}) + row) == unknown);
  CHECK(copied(signature + int32s({0, -1}) + row) == unknown);
  CHECK(copied(signature + int32s({0, INT32_MAX}) + row) == unknown);
  for (const int columns : {0, 1, 3, -2, 32'767}) CHECK(copied(head + int16s({columns}) + row.substr(2)) == unknown);
  for (const std::int32_t size : {-2, INT32_MIN, INT32_MAX}) CHECK(copied(head + int16s({2}) + int32s({size, 7}) + row.substr(10)) == unknown);
  CHECK(copied(head + int16s({2}) + int32s({4, 7}) + int32s({20}) + array(1, INT32_MAX)) == "hostile_bytes::Every.numbers: " + malformed);
}

// Good values, of which bytes are changed, removed, repeated and put in.
TEST_CASE("hostile bytes: values that were tampered with") {
  struct Good {
    const char* field;
    std::string bytes;
  };
  const std::string numeric = int16s({2, 0, 0, 4, 12, 5000});
  const std::string item = net(static_cast<std::int32_t>(numeric.size())) + numeric;
  const std::vector<Good> all{
      {"numbers", array(1, 3, int32s({4, 1, 4, 2, 4, 3}))},
      {"texts", array(1, 2, net(std::int32_t{1}) + "a" + net(std::int32_t{2}) + "bc")},
      {"prices", array(1, 3, item + int32s({-1}) + item)},
      {"colors", array(1, 1, net(std::int32_t{3}) + "red")},
      {"pairs", array(1, 2, net(std::int32_t{8}) + "\1{\"a\":1}" + net(std::int32_t{3}) + "\1{}")},
      {"spans", array(1, 1, net(std::int32_t{17}) + "\x02" + int32s({4, 1, 4, 9}))},
      {"span", "\x02" + int32s({4, 1, 4, 9})},
      {"prices_span", "\x06" + item + item},
      {"days", "\x02" + int32s({4, 1, 4, 9})},
      {"number", numeric},
      {"json", "\1{\"a\":[1,2.5,{\"b\":\"\\u00e4\"}]}"},
      {"pair", "\1{\"a\":5}"},
      {"uuid", std::string(16, 'x')},
      {"length", net(std::int64_t{5}) + int32s({1, 0})},
      {"at", net(std::int64_t{5})},
      {"day", int32s({5})},
      {"maybe_numbers", array(1, 1, net(std::int32_t{8}) + net(std::int64_t{5}))}};
  std::mt19937 random{20'261'129};
  const auto below = [&](std::size_t end) { return std::uniform_int_distribution<std::size_t>{0, end - 1}(random); };
  int taken = 0;
  int refused = 0;
  for (const Good& good : all) {
    REQUIRE(outcome(good.field, good.bytes) == "taken");
    for (int i = 0; i < 2'000; ++i) {
      std::string bytes = good.bytes;
      for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
        const std::size_t at = bytes.empty() ? 0 : below(bytes.size());
        switch (below(5)) {
          case 0: if (!bytes.empty()) bytes[at] = static_cast<char>(below(256)); break;
          case 1: if (!bytes.empty()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8))); break;
          case 2: bytes.erase(at, 1 + below(4)); break;
          case 3: bytes.insert(at, std::string(1 + below(4), below(2) == 0 ? '\xff' : '\0')); break;
          default: bytes.resize(at); break;
        }
      }
      ++(outcome(good.field, bytes) == "taken" ? taken : refused);
    }
  }
  CHECK(taken > 1'000);
  CHECK(refused > 15'000);
}

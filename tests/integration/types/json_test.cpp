// SPDX-License-Identifier: MIT
#include <promptview/types/json.hpp>

#include "round_trip.hpp"

using namespace promptview_test;
using pv::Json;

namespace json_test {

struct Address {
  std::string street{};
  int number{};
  std::optional<std::string> note{};

  friend bool operator==(const Address&, const Address&) = default;
  friend void to_json(Json& to, const Address& from) {
    to = Json{{"street", from.street}, {"number", from.number}};
    if (from.note) to["note"] = *from.note;
  }
  friend void from_json(const Json& from, Address& to) {
    from.at("street").get_to(to.street);
    from.at("number").get_to(to.number);
    if (from.contains("note")) to.note = from.at("note").get<std::string>();
  }
};

}  // namespace json_test

template <>
struct promptview::TypeMapping<json_test::Address> : promptview::JsonMapping<json_test::Address> {};

namespace json_test {

PROMPTVIEW_TEST_HOLDER(Document, "json_test_documents", pv::Json)
PROMPTVIEW_TEST_HOLDER(House, "json_test_houses", json_test::Address)

}  // namespace json_test

using namespace json_test;

TEST_CASE("JSON documents travel unchanged") {
  const RoundTrip<Document> trip;
  for (const std::string text :
       {"null", "true", "0", "-1", "1.5", "\"\"", "\"text\"", "[]", "{}", R"({"a": 1})",
        R"([1, "two", [3, {"four": null}]])",
        R"({"": "empty key", "a b": [], "nested": {"deep": {"deeper": [[[1]]]}}, "quote\"": "\\"})", "\"\U0001F600 ä\"",
        R"("line\nbreak\ttab")", "9223372036854775807", "-9223372036854775808", "18446744073709551615",
        "[9007199254740993]"}) {
    CAPTURE(text);
    trip.check(Json::parse(text), text);
  }
  trip.check_empty();
  CHECK(TestDatabase::ask("SELECT pg_typeof(value) FROM json_test_documents LIMIT 1") == "jsonb");
}

TEST_CASE("doubles in JSON keep all their digits") {
  const RoundTrip<Document> trip;
  for (const double value : {0.1, 1e-7, 123456.789, 1.7976931348623157e308, 5e-324}) trip.check(Json(value), "");
}

TEST_CASE("the JSON null is a value, and not NULL") {
  const RoundTrip<Document> trip;
  Document row{.value = nullptr, .maybe = std::optional<Json>{std::in_place, nullptr}};
  row.save();
  const Document found = Document::get(1).value();
  CHECK(found.value.is_null());
  REQUIRE(found.maybe.has_value());
  CHECK(found.maybe->is_null());
  CHECK(TestDatabase::ask("SELECT value IS NULL OR maybe IS NULL FROM json_test_documents") == "false");
  CHECK(Document::query().filter("maybe__isnull", true).count() == 0);
  CHECK(Document::query().filter("maybe", Json(nullptr)).count() == 1);
}

TEST_CASE("documents are compared by what they mean") {
  const RoundTrip<Document> trip;
  Document{.value = Json::parse(R"({"b": 1.0, "a": [1, 2]})")}.save();
  CHECK(Document::query().filter("value", Json::parse(R"({"a": [1, 2], "b": 1})")).count() == 1);
  CHECK(Document::query().filter("value", Json::parse(R"({"a": [2, 1], "b": 1})")).count() == 0);
  CHECK(Document::query()
            .filter("value__in", std::vector<Json>{Json(1), Json::parse(R"({"a": [1, 2], "b": 1})")})
            .count() == 1);
}

TEST_CASE("what jsonb cannot hold is refused, and harms nothing") {
  const RoundTrip<Document> trip;
  CHECK_THROWS_AS((Document{.value = Json(std::string{"a\0b", 3})}).save(), pv::InvalidValue);
  CHECK_THROWS_AS((Document{.value = Json("\xff")}).save(), pv::InvalidValue);
  CHECK_THROWS_AS((Document{.value = Json::parse("{", nullptr, false)}).save(), pv::InvalidValue);
  CHECK(Document::query().count() == 0);
}

TEST_CASE("a large document") {
  const RoundTrip<Document> trip;
  Json large = Json::array();
  for (int i = 0; i < 20'000; ++i) large.push_back({{"index", i}, {"text", "number " + std::to_string(i)}});
  Document row{.value = large};
  row.save();
  CHECK(Document::get(1)->value == large);
  CHECK(TestDatabase::ask("SELECT jsonb_array_length(value) FROM json_test_documents") == "20000");
}

TEST_CASE("a struct as JSON") {
  const RoundTrip<House> trip;
  trip.check({{{.street = "Main \"St\"", .number = 5}, R"({"number": 5, "street": "Main \"St\""})"},
              {{.street = "ä", .number = -1, .note = "x"}, R"({"note": "x", "number": -1, "street": "ä"})"}});
  CHECK_THROWS_MATCHES(trip.read(R"({"street": 5, "number": 1})"), pv::InvalidValue,
                       message_contains("json_test::House.value: the JSON document does not fit the C++ type"));
  CHECK_THROWS_AS(trip.read("[]"), pv::InvalidValue);
}

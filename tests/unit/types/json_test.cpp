// SPDX-License-Identifier: MIT
#include <promptview/types/json.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/value_recorder.hpp>

using namespace promptview_test;
using promptview::InvalidValue;
using promptview::Json;

namespace shop {

struct Address {
  std::string street{};
  int number = 0;
  friend bool operator==(const Address&, const Address&) = default;
  NLOHMANN_DEFINE_TYPE_INTRUSIVE(Address, street, number)
};

// Convertible, but nobody asked for it to be a column.
struct Note {
  NLOHMANN_DEFINE_TYPE_INTRUSIVE(Note, text)
  std::string text{};
};

}  // namespace shop

template <>
struct promptview::TypeMapping<shop::Address> : promptview::JsonMapping<shop::Address> {};

namespace {

static_assert(promptview::Mapped<Json>);
static_assert(promptview::TypeMapping<Json>::type.kind == promptview::Kind::json);
static_assert(promptview::Mapped<shop::Address>);
static_assert(promptview::TypeMapping<shop::Address>::type.kind == promptview::Kind::json);
static_assert(!promptview::Mapped<shop::Note>);

}  // namespace

TEST_CASE("JSON travels as its text") {
  CHECK(written(Json{{"b", 1}, {"a", Json::array({1.5, nullptr, true, ""})}}) ==
        R"(text {"a":[1.5,null,true,""],"b":1})");
  CHECK(written(Json{}) == "text null");
  CHECK(written(Json("\U0001F600 \"quoted\"")) == "text \"\U0001F600 \\\"quoted\\\"\"");
  CHECK(written(std::optional<Json>{}) == "null");
  CHECK(written(std::optional<Json>{Json{}}) == "text null");
}

TEST_CASE("JSON is read back") {
  for (const Json& value :
       {Json{}, Json::object(), Json::array(), Json{{"a", {1, 2}}}, Json(1e300),
        Json(std::numeric_limits<std::uint64_t>::max()), Json(std::numeric_limits<std::int64_t>::min())})
    CHECK(round_trip(value) == value);
  CHECK(round_trip(std::vector<std::optional<Json>>{Json{1}, std::nullopt}) ==
        std::vector<std::optional<Json>>{Json{1}, std::nullopt});
}

TEST_CASE("JSON that cannot be stored is an error") {
  REQUIRE_THROWS_MATCHES(written(Json{{"a", "\xff"}}), InvalidValue,
                         message_contains("make every text in the JSON document valid UTF-8: "));
  REQUIRE_THROWS_MATCHES(written(Json::parse("{", nullptr, false)), InvalidValue,
                         message("parse the JSON again: this document was discarded by a failed parse"));
}

TEST_CASE("a column that holds no JSON is an error") {
  REQUIRE_THROWS_MATCHES(read<Json>([](auto& row) { row.text("{\"a\":"); }), InvalidValue,
                         message_contains("the column holds no JSON that can be read: "));
  REQUIRE_THROWS_MATCHES(read<Json>([](auto& row) { row.text("1e999"); }), InvalidValue,
                         message_contains("the column holds no JSON that can be read: "));
}

TEST_CASE("a type of the user travels as JSON") {
  const shop::Address address{"Main Street", 7};
  CHECK(written(address) == R"(text {"number":7,"street":"Main Street"})");
  CHECK(round_trip(address) == address);
  CHECK(round_trip(std::vector<shop::Address>{address}) == std::vector<shop::Address>{address});
}

TEST_CASE("a document that does not fit the type of the user is an error") {
  REQUIRE_THROWS_MATCHES(read<shop::Address>([](auto& row) { row.text("{\"street\":\"a\"}"); }), InvalidValue,
                         message_contains("the JSON document does not fit the C++ type: "));
  REQUIRE_THROWS_AS(read<shop::Address>([](auto& row) { row.text("[]"); }), InvalidValue);
}

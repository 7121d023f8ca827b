// SPDX-License-Identifier: MIT
// The parser of all JSON that comes in: what it builds, what it refuses, and where.
#include <string>

#include <promptview/types/json_parser.hpp>
#include <promptview_test/catch.hpp>

using nlohmann::json;
using promptview::detail::is_too_deep;
using promptview::detail::JsonParser;
using promptview::detail::JsonProblem;
using promptview::detail::RepeatedKeys;

namespace {

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

json parsed(const std::string& text) {
  JsonParser parser;
  REQUIRE(parser.parse(text));
  CHECK(parser.problem() == JsonProblem::none);
  return parser.take();
}

JsonProblem problem_of(const std::string& text, RepeatedKeys repeated = RepeatedKeys::last_wins) {
  JsonParser parser{repeated};
  CHECK_FALSE(parser.parse(text));
  CHECK_FALSE(parser.message().empty());
  return parser.problem();
}

std::string place_of_key(const std::string& text) {
  JsonParser parser{RepeatedKeys::refuse};
  CHECK_FALSE(parser.parse(text));
  CHECK(parser.message() == "give each key of an object once");
  return parser.place([](const std::string& key) { return key; });
}

}  // namespace

TEST_CASE("json_parser: builds what nlohmann::json builds") {
  for (const char* text : {"null", "true", "-5", "18446744073709551615", "1.5e3", R"("a\u00e9\n")", "[]", "{}", "[1,[2,[]],{\"a\":{}}]",
                           R"({"a":[{"b":null},{"b":[1,2,{"c":false}]}],"d":{"e":{"f":"x"}},"g":0})", " [ 1 , 2 ] ", R"({"a":1,"a":[2]})", R"({"a":{"b":1},"a":{"c":2}})"}) {
    CAPTURE(text);
    const json made = parsed(text);
    CHECK(made == json::parse(text));
    CHECK(made.dump() == json::parse(text).dump());
  }
}

TEST_CASE("json_parser: refuses what is no JSON") {
  for (const char* text : {"", "{", "[1,]", "[1] 2", "nul", "{\"a\"}", "{1:2}", "\"\xff\"", "1e999", "]", "}"}) {
    CAPTURE(text);
    CHECK(problem_of(text) == JsonProblem::no_json);
  }
}

TEST_CASE("json_parser: one hundred levels and no more") {
  CHECK_FALSE(is_too_deep(parsed(nested(100))));
  CHECK(problem_of(nested(101)) == JsonProblem::too_deep);
  CHECK(problem_of(std::string(1'000'000, '[')) == JsonProblem::too_deep);
  CHECK(problem_of("{\"a\":" + nested(100) + "}") == JsonProblem::too_deep);
  CHECK(is_too_deep(json::parse(nested(101))));
  CHECK(is_too_deep(json::parse(nested(100'000))));
  CHECK_FALSE(is_too_deep(json::parse("[" + nested(99) + "," + nested(99) + "]")));
  CHECK(is_too_deep(json::parse("[" + nested(99) + ",{\"a\":" + nested(99) + "}]")));
}

TEST_CASE("json_parser: a repeated key is named by its place") {
  CHECK(place_of_key(R"({"a":1,"a":2})") == "/a");
  CHECK(place_of_key(R"({"a":[1,2,{"b":{},"c":[],"b":0}]})") == "/a/2/b");
  CHECK(place_of_key(R"([[],[{"x":{"y":1,"y":1}}]])") == "/1/0/x/y");
}

// SPDX-License-Identifier: MIT
#include "round_trip.hpp"

using namespace promptview_test;

namespace text_test {

using Bytes = std::vector<std::byte>;

PROMPTVIEW_TEST_HOLDER(Text, "text_test_texts", std::string)
PROMPTVIEW_TEST_HOLDER(Blob, "text_test_blobs", std::vector<std::byte>)

}  // namespace text_test

using namespace text_test;

namespace {

Bytes bytes(std::initializer_list<int> values) {
  Bytes made;
  for (const int each : values) made.push_back(static_cast<std::byte>(each));
  return made;
}

}  // namespace

TEST_CASE("texts travel unchanged, whatever stands in them") {
  const RoundTrip<Text> trip;
  for (const std::string text : {"a",
                                 " ",
                                 "'",
                                 "\"",
                                 "\\",
                                 "''",
                                 "\\'",
                                 "\"\"",
                                 "NULL",
                                 "null",
                                 "{}",
                                 "{a,b}",
                                 ",",
                                 "a,b",
                                 "$1",
                                 "%s",
                                 "\n\r\t\v\b\x01\x7f",
                                 "E'\\000'",
                                 "--",
                                 "/* */",
                                 ";",
                                 "ä",
                                 "\u00a0",
                                 "\u4e2d\u6587",
                                 "\U0001F600",
                                 "e\u0301",
                                 "\u202e",
                                 "\ufeff",
                                 "a\U0010FFFFb"}) {
    CAPTURE(text);
    trip.check(text, text);
  }
  trip.check_empty();
}

TEST_CASE("an empty text is not NULL") {
  const RoundTrip<Text> trip;
  trip.check("", "");
  CHECK(Text::query().filter("maybe", "").count() == 1);
  CHECK(Text::query().filter("maybe__isnull", true).count() == 0);
  CHECK(TestDatabase::ask("SELECT count(*) FROM text_test_texts WHERE value = '' AND maybe = ''") == "1");
}

TEST_CASE("a text of one MB") {
  const RoundTrip<Text> trip;
  std::string text;
  while (text.size() < 1'000'000) text += "0123456789'\\\"\U0001F600,";
  Text row{.value = text, .maybe = text, .list = {text, ""}};
  row.save();
  const std::optional<Text> found = Text::get(1);
  CHECK(found->value == text);
  CHECK(found->maybe == text);
  CHECK(found->list == std::vector<std::string>{text, ""});
  CHECK(Text::query().filter("value", text).count() == 1);
  CHECK(Text::query().filter("value__contains", text.substr(17, 100'000)).count() == 1);
  CHECK(Text::query().filter("value__in", {text, std::string{"x"}}).count() == 1);
  CHECK(TestDatabase::ask("SELECT octet_length(value) FROM text_test_texts") == std::to_string(text.size()));
}

TEST_CASE("a text with a NUL byte is refused, naming the field") {
  const RoundTrip<Text> trip;
  const std::string nul{"a\0b", 3};
  const auto refused_as = [](const char* field) {
    return message_contains(std::string{field} + ": leave out the NUL byte of the text at byte 1, counted from 0");
  };
  CHECK_THROWS_MATCHES((Text{.value = nul}).save(), pv::InvalidValue, refused_as("value"));
  CHECK_THROWS_MATCHES((Text{.maybe = nul}).save(), pv::InvalidValue, refused_as("maybe"));
  CHECK_THROWS_MATCHES((Text{.list = {"x", nul}}).save(), pv::InvalidValue, refused_as("list"));
  CHECK_THROWS_MATCHES((Text{.gaps = {nul}}).save(), pv::InvalidValue, refused_as("gaps"));
  CHECK_THROWS_MATCHES(Text::query().filter("value", nul), pv::InvalidValue,
                       refused_as("text_test::Text.value__exact"));
  CHECK_THROWS_MATCHES(Text::query().filter("value__contains", nul), pv::InvalidValue,
                       refused_as("text_test::Text.value__contains"));
  CHECK_THROWS_AS(Text::query().filter("value__in", std::vector<std::string>{"a", nul}), pv::InvalidValue);
  CHECK_THROWS_AS(Text::query().filter("list", std::vector<std::string>{nul}), pv::InvalidValue);
  CHECK(Text::query().count() == 0);
}

TEST_CASE("a text that is not UTF-8 is refused, and nothing is sent") {
  const RoundTrip<Text> trip;
  for (const std::string text : {"\xff", "\xc3", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xc0\x80"}) {
    const std::string reason = ": make the text valid UTF-8, which it is not at byte 1, counted from 0";
    const std::string given = "a" + text;
    CHECK_THROWS_MATCHES((Text{.value = given}).save(), pv::InvalidValue, message("text_test::Text.value" + reason));
    CHECK_THROWS_MATCHES((Text{.list = {"x", given}}).save(), pv::InvalidValue, message("text_test::Text.list" + reason));
    CHECK_THROWS_MATCHES(Text::query().filter("value", given), pv::InvalidValue, message("text_test::Text.value__exact" + reason));
    CHECK_THROWS_MATCHES(Text::query().filter("value__in", {given}), pv::InvalidValue, message("text_test::Text.value__in" + reason));
    CHECK_THROWS_MATCHES(Text::query().filter(pv::runtime("value"), given), pv::InvalidValue, message("text_test::Text.value__exact" + reason));
  }
  CHECK(Text::query().count() == 0);
}

TEST_CASE("bytes travel unchanged") {
  const RoundTrip<Blob> trip;
  trip.check({{bytes({0}), "\\x00"},
              {bytes({0, 0, 0}), "\\x000000"},
              {bytes({0x5c, 0x27, 0x22}), "\\x5c2722"},
              {bytes({255, 0, 128}), "\\xff0080"}});
  trip.check({}, "\\x");
  Bytes all;
  for (int i = 0; i < 256; ++i) all.push_back(static_cast<std::byte>(i));
  trip.check(all, "");
  trip.check_empty();
  CHECK(Blob::query().filter("value__gt", bytes({255})).count() == 2);
  CHECK(Blob::query().filter("maybe", bytes({})).count() == 1);
}

TEST_CASE("a MB of bytes") {
  const RoundTrip<Blob> trip;
  Bytes large(1'000'000);
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<std::byte>(i * 7 + i / 251);
  trip.check(large, "");
  CHECK(TestDatabase::ask("SELECT octet_length(value) || ' ' || get_byte(value, 1000) FROM text_test_blobs") ==
        "1000000 " + std::to_string(std::to_integer<int>(large[1000])));
}

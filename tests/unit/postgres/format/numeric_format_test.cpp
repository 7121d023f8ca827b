// SPDX-License-Identifier: MIT
#include <promptview/postgres/format/numeric_format.hpp>
#include <promptview_test/catch.hpp>

using promptview::InvalidValue;
using promptview::postgres::append_numeric;
using promptview::postgres::numeric_text;
using promptview_test::message;

namespace {

std::string binary(std::string_view text) {
  std::string bytes;
  append_numeric(bytes, text);
  return bytes;
}

// The 16-bit words in hexadecimal: "0002 0000 4000 0002 000c 1388".
std::string words(std::string_view text) {
  std::string out;
  const std::string bytes = binary(text);
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    char word[6];
    std::snprintf(word, sizeof word, "%02x%02x ", static_cast<unsigned char>(bytes[i]),
                  static_cast<unsigned char>(bytes[i + 1]));
    out += word;
  }
  out.resize(out.empty() ? 0 : out.size() - 1);
  return out;
}

}  // namespace

// As numeric_send of PostgreSQL 15 writes them: digits, weight, sign, scale, then the digits to the base 10000.
TEST_CASE("the binary form of a decimal") {
  const std::pair<const char*, const char*> cases[] = {
      {"0", "0000 0000 0000 0000"},
      {"0.00", "0000 0000 0000 0002"},
      {"-0", "0000 0000 0000 0000"},
      {"1", "0001 0000 0000 0000 0001"},
      {"-1", "0001 0000 4000 0000 0001"},
      {"9999", "0001 0000 0000 0000 270f"},
      {"10000", "0001 0001 0000 0000 0001"},
      {"12345", "0002 0001 0000 0000 0001 0929"},
      {"12.50", "0002 0000 0000 0002 000c 1388"},
      {"-12.50", "0002 0000 4000 0002 000c 1388"},
      {"0.1", "0001 ffff 0000 0001 03e8"},
      {".5", "0001 ffff 0000 0001 1388"},
      {"5.", "0001 0000 0000 0000 0005"},
      {"0.0001", "0001 ffff 0000 0004 0001"},
      {"0.00001", "0001 fffe 0000 0005 03e8"},
      {"100000000.00000001", "0005 0002 0000 0008 0001 0000 0000 0000 0001"},
      {"0012.5", "0002 0000 0000 0001 000c 1388"},
      {"NaN", "0000 0000 c000 0000"},
      {"Infinity", "0000 0000 d000 0000"},
      {"-Infinity", "0000 0000 f000 0000"},
  };
  for (const auto& [text, bytes] : cases) CHECK(words(text) == bytes);
}

TEST_CASE("a decimal is read as it was written, scale and all") {
  for (const std::string text :
       {"0", "0.00", "1", "-1", "9999", "10000", "12345.678", "-0.5", "0.0001", "0.00000000000000000001", "100000000",
        "1.10", "123456789012345678901234567890.123456789012345678901234567890", "NaN", "Infinity", "-Infinity",
        "1000000000000.000"})
    CHECK(numeric_text(binary(text)) == text);
  std::string longest(131072, '9');
  longest.append(".").append(16383, '7');
  CHECK(numeric_text(binary(longest)) == longest);
}

TEST_CASE("the shortest and odd forms become plain ones") {
  CHECK(numeric_text(binary("-0")) == "0");
  CHECK(numeric_text(binary(".5")) == "0.5");
  CHECK(numeric_text(binary("5.")) == "5");
  CHECK(numeric_text(binary("000123.4500")) == "123.4500");
}

TEST_CASE("what is no decimal is refused") {
  for (const std::string text :
       {"", "-", ".", "-.", "1e5", "1.2.3", "abc", "nan", "inf", "+1", " 1", "1 ", "0x1", "--1", "1,5"})
    CHECK_THROWS_MATCHES(binary(text), InvalidValue, message("not a decimal number: \"" + text + "\""));
}

TEST_CASE("bytes that are cut short are refused") {
  const std::string whole = binary("12345.678");
  for (std::size_t size = 0; size < whole.size(); ++size)
    CHECK_THROWS_MATCHES(numeric_text({whole.data(), size}), InvalidValue,
                         message("a numeric of the server is cut short"));
  CHECK(numeric_text(whole) == "12345.678");
}

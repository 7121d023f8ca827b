// SPDX-License-Identifier: MIT
#include <string>

#include <promptview/base/utf8.hpp>
#include <promptview_test/catch.hpp>

using namespace promptview::detail;

TEST_CASE("plain ASCII is told from all else at every place of texts of every length") {
  for (std::size_t size = 0; size <= 40; ++size) {
    std::string text(size, 'a');
    CHECK(is_plain_ascii(text));
    for (std::size_t at = 0; at < size; ++at)
      for (const char other : {'\0', '\x80', '\xff', '\xc3', '\x81'}) {
        text[at] = other;
        INFO(size << " " << at << " " << static_cast<int>(other));
        CHECK_FALSE(is_plain_ascii(text));
        CHECK(find_bad_byte(text) == at);
        text[at] = '\x01';
        CHECK(is_plain_ascii(text));
        text[at] = '\x7f';
        CHECK(is_plain_ascii(text));
        text[at] = 'a';
      }
  }
}

TEST_CASE("UTF-8 as PostgreSQL takes it") {
  for (const char* good : {"", "a", "é", "€", "😀", "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf", "\xf4\x8f\xbf\xbf", "\xc2\x80", "\xe0\xa0\x80",
                           "\xf0\x90\x80\x80", "aaaaaaaaaaaaaaaaé€😀aaaaaaaaaa"})
    CHECK(is_plain_utf8(good));
  for (const char* bad : {"\x80", "\xc3", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
                          "\xf5\x80\x80\x80", "\xff", "\xe2\x82", "\xf0\x9f\x98", "\xc3" "a"})
    CHECK(find_bad_byte(std::string{"aaaaaaaaaé"} + bad) == 11);
  static_assert(is_plain_utf8("é") && !is_plain_utf8("\xff"));
}

TEST_CASE("characters are counted, not bytes") {
  CHECK(count_characters("") == 0);
  CHECK(count_characters("abc") == 3);
  CHECK(count_characters("é€😀x") == 4);
}

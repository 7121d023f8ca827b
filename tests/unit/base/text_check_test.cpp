// SPDX-License-Identifier: MIT
#include <string>

#include <promptview/base/text_check.hpp>
#include <promptview_test/catch.hpp>

using promptview::InvalidValue;
using promptview::detail::check_sendable;
using promptview_test::message;

TEST_CASE("a text that cannot be sent is refused with the place, and what stands before it") {
  CHECK_NOTHROW(check_sendable("the text", ""));
  CHECK_NOTHROW(check_sendable("the text", "größe \U0001F600"));
  CHECK_THROWS_MATCHES(check_sendable("the SQL", "SELECT 'caf\xe9'"), InvalidValue,
                       message("make the SQL valid UTF-8, which it is not at byte 11, counted from 0\n  before it: SELECT 'caf"));
  CHECK_THROWS_MATCHES(check_sendable("the SQL", "\xff"), InvalidValue,
                       message("make the SQL valid UTF-8, which it is not at byte 0, counted from 0"));
  CHECK_THROWS_MATCHES(check_sendable("the SQL", {"é\0b", 4}), InvalidValue,
                       message("leave out the NUL byte of the SQL at byte 2, counted from 0\n  before it: é"));
  // What is shown is UTF-8 itself.
  const std::string euros = "x€€€€€€€€€€€€€€€€€€€€€€€€€€€€€€\xff";
  CHECK_THROWS_MATCHES(check_sendable("the SQL", euros), InvalidValue,
                       message("make the SQL valid UTF-8, which it is not at byte 91, counted from 0\n  before it: €€€€€€€€€€€€€€€€€€€€"));
  CHECK_THROWS_MATCHES(check_sendable("the SQL", "\xbf\xbf\xff"), InvalidValue,
                       message("make the SQL valid UTF-8, which it is not at byte 0, counted from 0"));
}

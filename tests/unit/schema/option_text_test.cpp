// SPDX-License-Identifier: MIT
#include <promptview/schema/option_text.hpp>
#include <promptview_test/catch.hpp>

#include <string>
#include <vector>

using namespace promptview::detail;

namespace {

std::vector<std::string> elements(std::string_view list) {
  std::vector<std::string> all;
  while (!list.empty()) all.emplace_back(take_element(list));
  return all;
}
using Elements = std::vector<std::string>;

static_assert(trim("  a b\t\n") == "a b");
static_assert(trim("").empty());
static_assert(trim(" \n\t ").empty());

constexpr bool written_as(std::string_view text, std::string_view name, std::string_view value, bool has_value) {
  const WrittenOption option = written_option(text);
  return option.name == name && option.value == value && option.has_value == has_value;
}
static_assert(written_as("unique", "unique", "", false));
static_assert(written_as("index = btree", "index", "btree", true));
static_assert(written_as("column=\"a=b\"", "column", "\"a=b\"", true));
static_assert(written_as("column=", "column", "", true));
static_assert(written_as("", "", "", false));

constexpr std::string_view words[] = {"a", "bc"};
static_assert(is_one_of("a", words, 2) && is_one_of("bc", words, 2));
static_assert(!is_one_of("b", words, 2) && !is_one_of("", words, 2) && !is_one_of("bc", words, 1));

}  // namespace

TEST_CASE("a list is split at commas outside of quotes and parentheses") {
  CHECK(elements("") == Elements{});
  CHECK(elements("a") == Elements{"a"});
  CHECK(elements(" a , b ") == Elements{"a", "b"});
  CHECK(elements("a,,b") == Elements{"a", "", "b"});
  CHECK(elements("a,") == Elements{"a"});
  CHECK(elements("(lower(a, b)), c DESC") == Elements{"(lower(a, b))", "c DESC"});
  CHECK(elements("x=\"a, (b\", y") == Elements{"x=\"a, (b\"", "y"});
  CHECK(elements("x=\"a\\\", b\", y") == Elements{"x=\"a\\\", b\"", "y"});
  CHECK(elements("x=', ', y") == Elements{"x=', '", "y"});
  CHECK(elements("f(a, (b, c), \")\"), d") == Elements{"f(a, (b, c), \")\")", "d"});
}

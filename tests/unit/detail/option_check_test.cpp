// SPDX-License-Identifier: MIT
#include <promptview/detail/option_check.hpp>
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
using List = std::vector<std::string>;

constexpr std::string_view names = "primary_key, unique, index, column, max_length";
constexpr bool fitting(std::string_view text) { return fitting_values(text, "primary_key, unique", "max_length"); }

static_assert(trim("  a b\t\n") == "a b");
static_assert(trim("").empty());
static_assert(trim(" \n\t ").empty());

static_assert(list_has("a, b, c", "b"));
static_assert(!list_has("a, b, c", "d"));
static_assert(!list_has("ab, c", "a"));
static_assert(!list_has("", "a"));

static_assert(known_options("", names));
static_assert(known_options("primary_key", names));
static_assert(known_options("primary_key, unique=true, column=\"a, b\"", names));
static_assert(known_options("index = btree", names));
static_assert(known_options("column = \"x\" \"y\"", names));
static_assert(!known_options("primarykey", names));
static_assert(!known_options("primary_key, uniq", names));
static_assert(!known_options("indexes=btree", names));
static_assert(!known_options("primary_key,,unique", names));
static_assert(!known_options("\"column\"", names));

static_assert(known_methods(""));
static_assert(known_methods("index=btree, method = hash"));
static_assert(known_methods("index=gin, unique"));
static_assert(known_methods("index=gist") && known_methods("method=spgist") && known_methods("method=brin"));
static_assert(known_methods("column=\"index=rtree\""));
static_assert(!known_methods("index"));
static_assert(!known_methods("index="));
static_assert(!known_methods("index=rtree"));
static_assert(!known_methods("unique, method=\"btree\""));

static_assert(fitting(""));
static_assert(fitting("primary_key, unique=true, unique = false, column=\"a\", max_length=50, index=btree"));
static_assert(fitting("column=the_name, max_length=the_length"));  // constants
static_assert(!fitting("column"));
static_assert(!fitting("column="));
static_assert(!fitting("column=5"));
static_assert(!fitting("column=-5"));
static_assert(!fitting("column=true"));
static_assert(!fitting("max_length"));
static_assert(!fitting("max_length=\"5\""));
static_assert(!fitting("unique=\"yes\""));
static_assert(!fitting("unique=1"));
static_assert(!fitting("index=\"btree\""));
static_assert(!fitting("unique, column"));

static_assert(known_items("FIELD(a), FIELD(b, column=\"x), y\"), INDEX(\"a, b\")", "FIELD, INDEX"));
static_assert(known_items("FIELD (a)", "FIELD"));
static_assert(known_items("", "FIELD") && known_items("FIELD(a), ", "FIELD"));
static_assert(!known_items("FEILD(a)", "FIELD"));
static_assert(!known_items("FIELD(a), name", "FIELD"));
static_assert(!known_items("CHECK(\"a > 0\")", "FIELD, CONSTRAINT"));

}  // namespace

TEST_CASE("a list is split at commas outside of quotes and parentheses") {
  CHECK(elements("") == List{});
  CHECK(elements("a") == List{"a"});
  CHECK(elements(" a , b ") == List{"a", "b"});
  CHECK(elements("a,,b") == List{"a", "", "b"});
  CHECK(elements("a,") == List{"a"});
  CHECK(elements("(lower(a, b)), c DESC") == List{"(lower(a, b))", "c DESC"});
  CHECK(elements("x=\"a, (b\", y") == List{"x=\"a, (b\"", "y"});
  CHECK(elements("x=\"a\\\", b\", y") == List{"x=\"a\\\", b\"", "y"});
  CHECK(elements("x=', ', y") == List{"x=', '", "y"});
  CHECK(elements("f(a, (b, c), \")\"), d") == List{"f(a, (b, c), \")\")", "d"});
}

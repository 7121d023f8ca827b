// SPDX-License-Identifier: MIT
#include <promptview/schema/option_rules.hpp>
#include <promptview_test/catch.hpp>

using namespace promptview::detail;

namespace {

constexpr OptionProblem field(std::string_view text) { return problem_of_options(text, field_option); }
constexpr OptionProblem index(std::string_view text) { return problem_of_options(text, index_option); }
constexpr OptionProblem table(std::string_view text) { return problem_of_options(text, table_option); }

constexpr OptionProblem none = OptionProblem::none;
constexpr OptionProblem unknown = OptionProblem::unknown_option;
constexpr OptionProblem method = OptionProblem::unknown_method;
constexpr OptionProblem unfit = OptionProblem::unfit_value;

static_assert(field("") == none);
static_assert(field("primary_key") == none);
static_assert(field("primary_key, unique=true, column=\"a, b\"") == none);
static_assert(field("index = btree") == none);
static_assert(field("column = \"x\" \"y\"") == none);
static_assert(field("primarykey") == unknown);
static_assert(field("primary_key, uniq") == unknown);
static_assert(field("indexes=btree") == unknown);
static_assert(field("primary_key,,unique") == unknown);
static_assert(field("\"column\"") == unknown);

// Options of other items.
static_assert(field("where=\"a > 0\"") == unknown && index("where=\"a > 0\"") == none);
static_assert(index("index=btree") == unknown && index("method=btree, unique") == none);
static_assert(field("name=\"a\"") == unknown && problem_of_options("name=\"a\"", unique_option) == none);
static_assert(problem_of_options("name=\"a\"", constraint_option) == none);
static_assert(problem_of_options("unique", constraint_option) == unknown);
static_assert(table("primary_key=\"a, b\"") == none && table("primary_key") == unfit && table("column=\"a\"") == unknown);

static_assert(field("index=gin, unique") == none);
static_assert(field("index=gist") == none && field("index=hash") == none && index("method=spgist") == none && index("method=brin") == none);
static_assert(field("column=\"index=rtree\"") == none);
static_assert(field("index") == method);
static_assert(field("index=") == method);
static_assert(field("index=rtree") == method);
static_assert(field("index=\"btree\"") == method);
static_assert(index("unique, method=\"btree\"") == method);

static_assert(field("primary_key, unique=true, row_version = false, column=\"a\", max_length=50, index=btree") == none);
static_assert(field("column=the_name, max_length=the_length, unique=is_unique") == none);  // constants
static_assert(field("column") == unfit);
static_assert(field("column=") == unfit);
static_assert(field("column=5") == unfit);
static_assert(field("column=-5") == unfit);
static_assert(field("column=true") == unfit && field("column=false") == unfit);
static_assert(field("max_length") == unfit);
static_assert(field("max_length=") == unfit);
static_assert(field("max_length=\"5\"") == unfit);
static_assert(field("unique=\"yes\"") == unfit);
static_assert(field("unique=1") == unfit);
static_assert(field("unique=") == unfit);
static_assert(field("unique, column") == unfit);
static_assert(table("managed=false") == none && table("managed=\"no\"") == unfit);

}  // namespace

TEST_CASE("the first problem of an item's options is the one that is reported") {
  CHECK(field("unique=1, uniq") == unfit);
  CHECK(field("uniq, unique=1") == unknown);
  CHECK(field("index=rtree, uniq") == method);
}

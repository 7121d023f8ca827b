// SPDX-License-Identifier: MIT
// Functions on texts: values, C++ types, and NULL.
#include <optional>
#include <string>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>
#include <promptview_test/functions.hpp>

using namespace promptview_test;

namespace text_functions_test {

struct Row : pv::Model<Row> {
  pv::Auto<int> id{};
  std::string name{};
  int number = 3;
  std::optional<std::string> none{};
  std::optional<int> no_number{};
  std::string fixed{};
};
PROMPTVIEW_MODEL(Row, postgres, "text_functions_test_rows", FIELD(id, primary_key), FIELD(name), FIELD(number), FIELD(none),
                 FIELD(no_number), FIELD(fixed, max_length=20))

}  // namespace text_functions_test

using namespace text_functions_test;

namespace {

const auto name = Row::f(&Row::name);
using Text = std::string;
using MaybeText = std::optional<std::string>;

template <class X, class Expected>
void check(const X& value, const Expected& expected) {
  check_value(Row::query().values_list(value), expected);
}

// Of one argument.
void check_simple() {
  check(pv::lower(&Row::name), Text{" größe'x\" "});
  check(pv::lower("ABC"), Text{"abc"});
  check(pv::lower(&Row::none), MaybeText{});
  check(pv::upper(pv::left(name, 3)), Text{" GR"});
  check(pv::upper(&Row::fixed), Text{"FIXED"});
  check(pv::upper(&Row::none), MaybeText{});
  check(pv::trim(name), Text{"Größe'x\""});
  check(pv::trim(&Row::none), MaybeText{});
  check(pv::ltrim(name), Text{"Größe'x\" "});
  check(pv::ltrim(&Row::none), MaybeText{});
  check(pv::rtrim(name), Text{" Größe'x\""});
  check(pv::rtrim(&Row::none), MaybeText{});
  check(pv::length(&Row::name), std::int32_t{10});
  check(pv::length(pv::trim(&Row::none)), std::optional<std::int32_t>{});
  check(pv::reversed(pv::trim(name)), Text{"\"x'eßörG"});
  check(pv::reversed(&Row::none), MaybeText{});
  check(pv::md5("abc"), Text{"900150983cd24fb0d6963f7d28e17f72"});
  check(pv::md5(&Row::none), MaybeText{});
}

void check_more() {
  check(pv::left(name, 4), Text{" Grö"});
  check(pv::left(name, Row::f(&Row::number) - 5), Text{" Größe'x"});
  check(pv::left(name, &Row::no_number), MaybeText{});
  check(pv::right(&Row::name, &Row::number), Text{"x\" "});
  check(pv::right(&Row::none, 3), MaybeText{});
  check(pv::substr(name, 2, 3), Text{"Grö"});
  check(pv::substr(name, &Row::number, &Row::number), Text{"röß"});
  check(pv::substr(name, 2, &Row::no_number), MaybeText{});
  check(pv::strpos(name, "ß"), std::int32_t{5});
  check(pv::strpos(&Row::name, "%"), std::int32_t{0});
  check(pv::strpos(&Row::name, &Row::none), std::optional<std::int32_t>{});
  check(pv::replace(name, "ö", "oe"), Text{" Groeße'x\" "});
  check(pv::replace(name, pv::left(name, 1), ""), Text{"Größe'x\""});
  check(pv::replace(name, "a", &Row::none), MaybeText{});
  check(pv::repeat(&Row::fixed, 2), Text{"fixedfixed"});
  check(pv::repeat("ab", &Row::number), Text{"ababab"});
  check(pv::repeat("ab", &Row::no_number), MaybeText{});
  check(pv::lpad("7", 3, "0"), Text{"007"});
  check(pv::lpad(&Row::fixed, &Row::number, " "), Text{"fix"});
  check(pv::lpad(&Row::none, 3, "0"), MaybeText{});
  check(pv::rpad(pv::left(name, 2), 5, "."), Text{" G..."});
  check(pv::rpad("x", 5, &Row::none), MaybeText{});
  check(pv::concat(&Row::name, "-", &Row::none, &Row::number), Text{" Größe'x\" -3"});
  check(pv::concat(&Row::none), Text{});
}

}  // namespace

TEST_CASE("functions on texts have SQL's values and types") {
  const TestDatabase database;
  Row::initialize();
  Row row{.name = " Größe'x\" ", .fixed = "fixed"};
  row.save();
  check_simple();
  check_more();
  check_all_functions_used("lower", "now");
}

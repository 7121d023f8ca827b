// SPDX-License-Identifier: MIT
// Texts of strangers: lookups and orders that are named at run time, cursors of pages, JSON objects, texts of types.
#include <stdexcept>
#include <string>
#include <vector>

#include <promptview/json.hpp>
#include <promptview/page.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/document_user.hpp>

#include "../scale.hpp"
#include "fuzzer.hpp"

namespace pv = promptview;
using document_test::User;

namespace {

// Whether the text is one value: what SQL with bound values cannot do is look into them.
void check_bound(const pv::QuerySet<User>& query, const std::string& input) {
  const std::string sql = query.to_sql(pv::SqlText::placeholders);
  const std::string statement = sql.substr(0, sql.find("\n-- "));
  if (input.size() > 12 && statement.find(input) != std::string::npos) throw std::logic_error{"the input is part of the SQL: " + statement};
}

const std::vector<std::string>& name_pieces() {
  static const std::vector<std::string> pieces = {"__", "_", "gt", "in", "year", "len", "data", "tags", "spans", "isnull", "price", "\"", "'",
                                                  "$1", "--", "\\", "%", " ", "-", "?", "0", "99999999999999999999", "\xff", "\xe4", std::string(1, '\0')};
  return pieces;
}

}  // namespace

TEST_CASE("fuzz: lookups that are named at run time") {
  const std::vector<std::string> names = {"age__gt",        "name__icontains",  "born__year__gte", "at__date__lt",  "tags__len",      "tags__0",
                                          "data__a__b__lt", "spans__contains",  "bio__isnull",     "price__range",  "time__hour__in", "data__0__c__icontains",
                                          "code",           "length__gt",       "role__ne",        "bytes__exact",  "name__lower__length__gt"};
  const auto tally = campaign::fuzz({campaign::seed(), names, name_pieces()}, campaign::scaled(40'000), [](const std::string& name) {
    switch (name.size() % 4) {
      case 0: return check_bound(User::query().filter(pv::runtime(name), 5), name);
      case 1: return check_bound(User::query().filter(pv::runtime(name), "2024-01-01"), name);
      case 2: return check_bound(User::query().exclude(pv::runtime(name), nullptr), name);
      default: return check_bound(User::query().filter(pv::runtime(name), std::vector<int>{1, 2}), name);
    }
  });
  CHECK(tally.failure == "");
  CHECK(tally.taken > 500);
  CHECK(tally.refused > 5'000);
}

TEST_CASE("fuzz: values of lookups that are texts") {
  const std::vector<std::string> values = {"25", "2024-02-29", "2024-02-29T12:00:00.5Z", "P1DT2H", "00000000-0000-4000-8000-000000000001", "{a,b}",
                                           "[1,5)", "{\"a\": [1]}", "1.5e3", "guest", "\\x00ff", "true"};
  const auto tally = campaign::fuzz({campaign::seed(), values, name_pieces()}, campaign::scaled(20'000), [](const std::string& value) {
    for (const char* field : {"age", "born", "at", "length", "code", "tags", "spans", "data", "price", "role", "bytes", "active"})
      check_bound(User::query().filter(pv::runtime(field), value), value);
  });
  CHECK(tally.failure == "");
  CHECK(tally.taken > 500);
}

TEST_CASE("fuzz: orders that are named at run time") {
  const std::vector<std::string> names = {"-age", "name", "born__year", "-data__a", "tags__len", "?"};
  const auto tally = campaign::fuzz({campaign::seed(), names, name_pieces()}, campaign::scaled(20'000), [](const std::string& name) {
    check_bound(User::query().order_by(pv::runtime(name)), name);
  });
  CHECK(tally.failure == "");
  CHECK(tally.taken > 300);
  CHECK(tally.refused > 5'000);
}

TEST_CASE("fuzz: cursors of pages") {
  using pv::detail::PagePlan;
  const pv::Select select = User::query().order_by("name", "-price", "born", "at", "role", "score", "length").select();
  const User user{.name = "name", .price = pv::Numeric{"1.5"}};
  std::string bytes;
  REQUIRE(pv::detail::append_from_base64_for_url(PagePlan{select, "", 1, false}.cursor_at(&user), bytes));
  const std::vector<std::string> pieces = {std::string(1, '\0'), "\1", "\xff\xff\xff\xff", "\x7f", "NaN", "1e999", "\xff"};
  const auto tally = campaign::fuzz({campaign::seed(), {bytes}, pieces}, campaign::scaled(30'000), [&](const std::string& changed) {
    const PagePlan plan{select, pv::detail::base64_for_url(changed), 1, false};
    (void)pv::QuerySet<User>{plan.select()}.to_sql(pv::SqlText::placeholders);
  });
  CHECK(tally.failure == "");
  CHECK(tally.taken > 20);
  CHECK(tally.refused > 10'000);
  const auto texts = campaign::fuzz({campaign::seed(), {pv::detail::base64_for_url(bytes)}, {"=", "+", "/", "-", "_", " ", "A", "\xff"}},
                                    campaign::scaled(10'000), [&](const std::string& cursor) { PagePlan(select, cursor, 1, false); });
  CHECK(texts.failure == "");
  CHECK(texts.refused > 5'000);
}

TEST_CASE("fuzz: JSON of objects") {
  User user;
  user.price = pv::Numeric{"12.50"};
  user.tags = {"a", "b"};
  user.data = pv::Json{{"a", {1, 2}}};
  user.spans = pv::Range<int>::closed(1, 5);
  const std::vector<std::string> pieces = {"{", "}", "[", "]", ",", ":", "\"", "\\", "null", "true", "-", "1e999", "99999999999999999999", "0.1",
                                           "\"id\":", "\"data\":{\"a\":", "\"lower\":", "\\ud800", "\\u0000", "\xff", "[[", "{\"a\":[", "294277-01-01"};
  const auto tally = campaign::fuzz({campaign::seed(), {pv::to_json(user).dump()}, pieces}, campaign::scaled(20'000), [](const std::string& text) {
    const pv::Json json = pv::Json::parse(text, nullptr, false);
    if (json.is_discarded()) throw pv::InvalidValue{"no JSON"};
    const User read = pv::from_json<User>(json, pv::UnknownKeys::ignore);
    (void)pv::to_json(read).dump();
  });
  CHECK(tally.failure == "");
  CHECK(tally.taken > 500);
  CHECK(tally.refused > 5'000);
}

TEST_CASE("fuzz: texts of numbers and keys") {
  const std::vector<std::string> numbers = {"12.50", "-0.001", "1.5e3", "NaN", "-Infinity", "99999999999999999999.9"};
  const std::vector<std::string> pieces = {"e", "E", "-", "+", ".", "0", "9", "e131071", "e-16383", "inf", "nan", " ", std::string(1, '\0')};
  const auto tally = campaign::fuzz({campaign::seed(), numbers, pieces}, campaign::scaled(40'000), [](const std::string& text) {
    const pv::Numeric number{text};
    if (pv::Numeric{number.text()} != number) throw std::logic_error{"another number: " + number.text()};
    const pv::Numeric sum = number + 1;
    if (number.is_finite() && sum - 1 != number) throw std::logic_error{"another sum: " + sum.text()};
    (void)number.divided_by(7, 3);
  });
  CHECK(tally.failure == "");
  CHECK(tally.taken > 1'000);
  CHECK(tally.refused > 5'000);
  const auto keys = campaign::fuzz({campaign::seed(), {"00112233-4455-6677-8899-aabbccddeeff"}, {"-", "{", "}", "g", "0"}}, campaign::scaled(20'000),
                                   [](const std::string& text) { (void)pv::Uuid::parse(text); });
  CHECK(keys.failure == "");
  CHECK(keys.refused > 1'000);
}

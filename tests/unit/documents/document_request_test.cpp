// SPDX-License-Identifier: MIT
// What a request's parameters are called, and its slice apart from its filter and order.
#include <string>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/document_user.hpp>

namespace pv = promptview;
using namespace promptview_test;

using document_test::User;

namespace {

const pv::DocumentRules<User> rules{.fields = {"name", "age"},
                                    .max_offset = 1'000,
                                    .names = {.filter = "filter[*]", .order = "sort", .limit = "page[size]", .offset = "", .page = "page[number]", .ignored = {"utm_*", "token"}}};

std::string tail(const std::string& sql) { return sql.substr(sql.find("\"document_users\"") + 16); }
std::string url(const std::string& text) {
  try {
    return tail(pv::apply_query_string(User::query(), text, rules).to_sql());
  } catch (const pv::Error& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("document request: parameters under the names of the rules") {
  CHECK(url("filter[age__gt]=25&sort=-age,name&page[size]=10&page[number]=3") == R"( WHERE "age" > 25 ORDER BY "age" DESC, "name" LIMIT 10 OFFSET 20)");
  CHECK(url("filter%5Bname%5D=Jo&page%5Bsize%5D=5") == R"( WHERE "name" = 'Jo' LIMIT 5)");
  CHECK(url("filter[age__in]=1,2&filter[age__in]=3") == R"( WHERE "age" = ANY('{"1","2","3"}'::integer[]) LIMIT 100)");
  CHECK(url("page[number]=1") == " LIMIT 100");
  CHECK(url("utm_source=x&token=%zz&filter[age]=1") == R"( WHERE "age" = 1 LIMIT 100)");
}

TEST_CASE("document request: other names are refused") {
  const std::string use = ": there is no parameter of this name: use filter[*], sort, page[size], page[number]";
  CHECK(url("age=1") == "age" + use);
  CHECK(url("order=age") == "order" + use);
  CHECK(url("offset=5") == "offset" + use);
  CHECK(url("tokens=5") == "tokens" + use);
  CHECK(url("=5") == use);
  CHECK(url("filter[password]=x") == "filter[password]: there is no field for \"password\": use name, age");
  CHECK(url("filter[age]=x") == "filter[age]: give a whole number from -2147483648 to 2147483647 instead of \"x\"");
  CHECK(url("sort=password") == "sort: there is no field for \"password\": use name, age");
  CHECK(url("page[size]=101") == "page[size]: give a whole number from 0 to 100 instead of 101");
  CHECK(url("page[number]=0") == "page[number]: give a whole number from 1 to 11 instead of 0");
  CHECK(url("page[number]=12") == "page[number]: give a whole number from 1 to 11 instead of 12");
  CHECK(url("page[size]=10&page[number]=102") == "page[number]: give a whole number from 1 to 101 instead of 102");
  CHECK(url("page[size]=1&page[size]=1") == "page[size]: give it once");
}

TEST_CASE("document request: the slice can be taken away, and conditions can be added behind it") {
  const auto found = pv::apply_query_string(User::query(), "age__gt=25&order=-age&limit=10&offset=20", {.fields = {"age"}});
  CHECK(tail(found.to_sql()) == R"( WHERE "age" > 25 ORDER BY "age" DESC LIMIT 10 OFFSET 20)");
  CHECK(tail(found.without_slice().to_sql()) == R"( WHERE "age" > 25 ORDER BY "age" DESC)");
  CHECK(tail(found.filter("name", "Jo").to_sql()) == R"( WHERE "age" > 25 AND "name" = 'Jo' ORDER BY "age" DESC LIMIT 10 OFFSET 20)");
  CHECK(tail(User::query().order_by("age").limit(5).offset(3).without_slice().to_sql()) == R"( ORDER BY "age")");
  CHECK_THROWS_AS(User::query().limit(5).filter("age", 1), pv::InvalidValue);
  CHECK_THROWS_AS(found.limit(5).filter("age", 1), pv::InvalidValue);  // a slice of the program's own
}

TEST_CASE("document request: rows of other shapes") {
  const auto named = User::query().annotate<"letters">(pv::length(&User::name));
  CHECK(tail(pv::apply_json(named, R"({"filter": {"age": 1}, "limit": 2})", {.fields = {"age"}}).to_sql()) == R"( WHERE "age" = 1 LIMIT 2)");
  const auto grouped = pv::apply_query_string(User::query(), "age__gt=5", {.fields = {"age"}}).without_slice().values(&User::name).annotate<"n">(pv::count());
  CHECK(grouped.to_sql() == R"(SELECT "name", count(*) AS "n" FROM "document_users" WHERE "age" > 5 GROUP BY 1)");
}

// SPDX-License-Identifier: MIT
// Documents of strangers: what they become, and what is said of those that are refused.
#include <string>

#include <promptview/json.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/document_user.hpp>

namespace pv = promptview;
using namespace promptview_test;

using document_test::User;

namespace {

const pv::DocumentRules<User> rules{.fields = {"name", "age", "bio", "active", "score", "price", "born", "code", "role", "tags", "spans", "prices"}};

std::string tail(const pv::QuerySet<User>& query) {
  const std::string sql = query.to_sql();
  return sql.substr(sql.find("\"document_users\"") + 16);
}
std::string json(const std::string& text) { return tail(pv::apply_json(User::query(), text, rules)); }
std::string url(const std::string& text) { return tail(pv::apply_query_string(User::query(), text, rules)); }

template <class E>
std::string refused(const std::string& text, bool is_json = true) {
  try {
    (void)(is_json ? json(text) : url(text));
  } catch (const E& error) {
    return error.what();
  }
  return "taken";
}
std::string invalid(const std::string& text) { return refused<pv::InvalidValue>(text); }
std::string unknown(const std::string& text) { return refused<pv::UnknownField>(text); }
std::string invalid_url(const std::string& text) { return refused<pv::InvalidValue>(text, false); }
std::string unknown_url(const std::string& text) { return refused<pv::UnknownField>(text, false); }

}  // namespace

TEST_CASE("a filter of JSON") {
  CHECK(json("{}") == " LIMIT 100");
  CHECK(json(R"({"age__gt": 25})") == R"( WHERE "age" > 25 LIMIT 100)");
  CHECK(json(R"({"age__gt": 25, "name__icontains": "jo'"})") ==
        R"( WHERE "age" > 25 AND UPPER("name"::text) LIKE UPPER('%jo''%') LIMIT 100)");
  CHECK(json(R"({"and": [{"age__gt": 25}, {"or": [{"name": "Jo"}, {"bio": null}]}, {"not": {"active": true}}]})") ==
        R"( WHERE "age" > 25 AND ("name" = 'Jo' OR "bio" IS NULL) AND NOT ("active" = true) LIMIT 100)");
  CHECK(json(R"({"filter": {"age": 1}, "order": ["-age", "name"], "limit": 10, "offset": 20})") ==
        R"( WHERE "age" = 1 ORDER BY "age" DESC, "name" LIMIT 10 OFFSET 20)");
  CHECK(json(R"({"order": "-age"})") == R"( ORDER BY "age" DESC LIMIT 100)");
  CHECK(json(R"({"limit": 0})") == " LIMIT 0");
}

TEST_CASE("values are of their field's type") {
  CHECK(json(R"({"age__in": [1, 2, 3]})") == R"( WHERE "age" = ANY('{"1","2","3"}'::integer[]) LIMIT 100)");
  CHECK(json(R"({"age__range": [1, 5]})") == R"( WHERE "age" BETWEEN 1 AND 5 LIMIT 100)");
  CHECK(json(R"({"age": 3.0})") == R"( WHERE "age" = 3 LIMIT 100)");
  CHECK(json(R"({"score__lt": 2})") == R"( WHERE "score" < '2'::double precision LIMIT 100)");
  CHECK(json(R"({"price": 12.5, "price__in": ["1.50", 2, 3.25]})") ==
        R"( WHERE "price" = '12.5'::numeric AND "price" = ANY('{"1.50","2","3.25"}'::numeric[]) LIMIT 100)");
  CHECK(json(R"({"born__gte": "2000-02-29"})") == R"( WHERE "born" >= '2000-02-29'::date LIMIT 100)");
  CHECK(json(R"({"code": "00000000-0000-4000-8000-000000000001"})") ==
        R"( WHERE "code" = '00000000-0000-4000-8000-000000000001'::uuid LIMIT 100)");
  CHECK(json(R"({"role": "member"})") == R"( WHERE "role" = 'member' LIMIT 100)");
  CHECK(json(R"({"tags": ["a", "b"]})") == R"( WHERE "tags" = '{"a","b"}'::text[] LIMIT 100)");
  CHECK(json(R"({"bio__isnull": false, "bio__ne": null})") == R"( WHERE "bio" IS NOT NULL AND "bio" IS NOT NULL LIMIT 100)");
  CHECK(json(R"({"age__in": []})") == R"( WHERE FALSE LIMIT 100)");
}

TEST_CASE("a query string means the same") {
  CHECK(url("") == " LIMIT 100");
  CHECK(url("?age__gt=25&name__icontains=jo&order=-age&limit=10") ==
        R"( WHERE "age" > 25 AND UPPER("name"::text) LIKE UPPER('%jo%') ORDER BY "age" DESC LIMIT 10)");
  CHECK(url("name=J%C3%A9r%C3%B4me+%26+Co%2B") == " WHERE \"name\" = 'J\xC3\xA9r\xC3\xB4me & Co+' LIMIT 100");
  CHECK(url("age__in=1,2&age__in=3") == R"( WHERE "age" = ANY('{"1","2","3"}'::integer[]) LIMIT 100)");
  CHECK(url("name__in=a%2Cb,c") == R"( WHERE "name" = ANY('{"a,b","c"}'::text[]) LIMIT 100)");
  CHECK(url("age__range=1,5&age__ne=3&age__ne=4") ==
        R"( WHERE "age" BETWEEN 1 AND 5 AND "age" IS DISTINCT FROM 3 AND "age" IS DISTINCT FROM 4 LIMIT 100)");
  CHECK(url("active=true&active=0&bio__isnull=1") == R"( WHERE "active" = true AND "active" = false AND "bio" IS NULL LIMIT 100)");
  CHECK(url("score__gte=2.5&price=12.50&role=guest&born=1999-12-31") ==
        R"( WHERE "score" >= '2.5'::double precision AND "price" = '12.50'::numeric AND "role" = 'guest' AND "born" = '1999-12-31'::date LIMIT 100)");
  CHECK(url("order=-age,name&order=score&offset=5&&tags=%5B%22a%22%5D") ==
        R"( WHERE "tags" = '{"a"}'::text[] ORDER BY "age" DESC, "name", "score" LIMIT 100 OFFSET 5)");
  CHECK(url("name=&bio=null") == R"( WHERE "name" = '' AND "bio" = 'null' LIMIT 100)");
}

TEST_CASE("what the query has stays") {
  const auto mine = User::query().filter("password", "x").order_by("-id");
  CHECK(tail(pv::apply_json(mine, R"({"age": 1})", rules)) == R"( WHERE "password" = 'x' AND "age" = 1 ORDER BY "id" DESC LIMIT 100)");
  CHECK(tail(pv::apply_json(mine, pv::Json{{"or", {{{"age", 1}}, {{"age", 2}}}}}, rules)) ==
        R"( WHERE "password" = 'x' AND ("age" = 1 OR "age" = 2) ORDER BY "id" DESC LIMIT 100)");
  CHECK(tail(pv::apply_query_string(mine, "order=age&limit=5", rules)) == R"( WHERE "password" = 'x' ORDER BY "age" LIMIT 5)");
  CHECK(tail(pv::apply_query_string(mine, "", {.fields = {"age"}, .max_limit = 7})) == R"( WHERE "password" = 'x' ORDER BY "id" DESC LIMIT 7)");
  CHECK(tail(mine) == R"( WHERE "password" = 'x' ORDER BY "id" DESC)");
  CHECK_THROWS_AS(pv::apply_json(User::query().limit(5), "{}", rules), pv::InvalidValue);
}

TEST_CASE("a field that is not allowed is not told from one that does not exist") {
  const std::string use = ": use name, age, bio, active, score, price, born, code, role, tags, spans, prices";
  CHECK(unknown(R"({"password": "x"})") == "/password: there is no field for \"password\"" + use);
  CHECK(unknown(R"({"passwort": "x"})") == "/passwort: there is no field for \"passwort\"" + use);
  CHECK(unknown(R"({"password__startswith": "x"})") == "/password__startswith: there is no field for \"password__startswith\"" + use);
  CHECK(unknown(R"({"password__x": "x"})") == "/password__x: there is no field for \"password__x\"" + use);
  CHECK(unknown(R"({"order": ["age", "-password"]})") == "/order/1: there is no field for \"password\"" + use);
  CHECK(unknown(R"({"order": "id"})") == "/order: there is no field for \"id\"" + use);
  CHECK(unknown_url("password=x") == "password: there is no field for \"password\"" + use);
  CHECK(unknown_url("order=-password") == "order: there is no field for \"password\"" + use);
  CHECK(unknown(R"({"a\u0000\nb": 1})") == "/a??b: there is no field for \"a??b\"" + use);
  CHECK(unknown(R"({"": 1})") == "/: there is no field for \"\"" + use);
}

TEST_CASE("lookups that a field lacks, and regular expressions") {
  CHECK(unknown(R"({"age__like": 1})") == "/age__like: no such lookup: \"age\" has exact, ne, gt, gte, lt, lte, range, in, isnull");
  CHECK(unknown(R"({"age__contains": "1"})") == "/age__contains: no such lookup: \"age\" has exact, ne, gt, gte, lt, lte, range, in, isnull");
  CHECK(unknown(R"({"name__regex": "(a+)+"})") ==
        "/name__regex: no such lookup: \"name\" has exact, ne, gt, gte, lt, lte, range, in, isnull, iexact, contains, icontains, startswith, "
        "istartswith, endswith, iendswith, search, search_phrase, search_web, length, lower, upper");
  CHECK(tail(pv::apply_json(User::query(), R"({"name__regex": "^a"})", {.fields = {"name"}, .regex = true})) ==
        R"( WHERE "name"::text ~ '^a' LIMIT 100)");
}

TEST_CASE("a wrong value is named by its place") {
  CHECK(invalid(R"({"and": [{"age": 1}, {"or": [{"age__gt": "x"}]}]})") ==
        "/and/1/or/0/age__gt: give a whole number from -2147483648 to 2147483647 instead of \"x\"");
  CHECK(invalid(R"({"filter": {"not": {"age__in": [1, 2.5]}}})") ==
        "/filter/not/age__in[1]: give a whole number from -2147483648 to 2147483647 instead of 2.5");
  CHECK(invalid(R"({"age": 5000000000})") == "/age: give a whole number from -2147483648 to 2147483647 instead of 5000000000");
  CHECK(invalid(R"({"age": null})") == "/age: null can only be compared by exact, ne and isnull, on a field that can be null");
  CHECK(invalid(R"({"bio__gt": null})") == "/bio__gt: null can only be compared by exact, ne and isnull, on a field that can be null");
  CHECK(invalid(R"({"age__in": [null]})") == "/age__in[0]: give a value instead of null");
  CHECK(invalid(R"({"age__range": [1]})") == "/age__range: give exactly two values, the lowest and the highest");
  CHECK(invalid(R"({"age__in": 5})") == "/age__in: give an array instead of 5");
  CHECK(invalid(R"({"active": "yes"})") == "/active: give true or false instead of \"yes\"");
  CHECK(invalid(R"({"name": 5})") == "/name: give a text instead of 5");
  CHECK(invalid(R"({"name": "a\u0000b"})") == "/name: give a text of valid UTF-8 without NUL bytes");
  CHECK(invalid(R"({"born": "2001-02-29"})") == "/born: give a date as \"YYYY-MM-DD\" instead of \"2001-02-29\"");
  CHECK(invalid(R"({"born": "-100000-01-01"})") == "/born: give a date from 4713 BC on, of the calendar that the database has");
  CHECK(invalid(R"({"role": "admin"})") == "/role: give one of \"guest\", \"member\" instead of \"admin\"");
  CHECK(invalid(R"({"spans": {"lower": 5, "upper": 1}})") == "/spans: give a range whose lower bound is not above the upper one");
  CHECK(invalid(R"({"prices": {"lower": "10", "upper": 9.5}})") != "taken");
  CHECK(invalid(R"({"prices": {"lower": "10", "upper": "9.5"}})") == "/prices: give a range whose lower bound is not above the upper one");
  CHECK(json(R"({"spans": {"lower": 5, "upper": 5}})") == R"( WHERE "spans" = '[5,5)'::int4range LIMIT 100)");
  CHECK(invalid(R"({"spans": {"upper": 2147483647, "bounds": "[]"}})") ==
        "/spans: give a range whose bounds the database can move: the greatest value of all has no next");
  CHECK(invalid(R"({"price": "1e2000"})") == "/price: give a decimal number of 1000 digits at most");
  CHECK(invalid_url("age=abc") == "age: give a whole number from -2147483648 to 2147483647 instead of \"abc\"");
  CHECK(invalid_url("age=") == "age: give a whole number from -2147483648 to 2147483647 instead of \"\"");
  CHECK(invalid_url("age__in=1,x") == "age__in[1]: give a whole number from -2147483648 to 2147483647 instead of \"x\"");
  CHECK(invalid_url("name=%zz") == "name: write a percent sign as %25: a % must stand before two hexadecimal digits");
  CHECK(invalid_url("name=%4") == "name: write a percent sign as %25: a % must stand before two hexadecimal digits");
  CHECK(invalid_url("name=%ff") == "name: give a text of valid UTF-8 without NUL bytes");
  CHECK(invalid_url("name=a%00") == "name: give a text of valid UTF-8 without NUL bytes");
  CHECK(invalid_url("score=1e999") == "score: give a number, \"NaN\", \"Infinity\" or \"-Infinity\" instead of \"1e999\"");
}

TEST_CASE("a wrong shape is named by its place") {
  CHECK(invalid("[]") == "/: give an object instead of an array");
  CHECK_THAT(invalid("{"), starts_with("/: give a JSON document: "));
  CHECK_THAT(invalid("{\"name\": \"\xff\"}"), starts_with("/: give a JSON document: "));
  CHECK(invalid(R"({"order": "age", "age": 1})") == "/age: put conditions into \"filter\"; beside it stand order, limit and offset");
  CHECK(invalid(R"({"and": {}})") == "/and: give an array of conditions instead of an object");
  CHECK(invalid(R"({"or": []})") == "/or: give an array of conditions instead of an empty one");
  CHECK(invalid(R"({"and": [5]})") == "/and/0: give an object of conditions instead of 5");
  CHECK(invalid(R"({"not": null})") == "/not: give an object of conditions instead of null");
  CHECK(invalid(R"({"limit": 101})") == "/limit: give a whole number from 0 to 100 instead of 101");
  CHECK(invalid(R"({"limit": -1})") == "/limit: give a whole number from 0 to 100 instead of -1");
  CHECK(invalid(R"({"offset": "5"})") == "/offset: give a whole number from 0 to 10000 instead of \"5\"");
  CHECK(invalid(R"({"order": []})") == "/order: give one to eight names, as \"-age\" or [\"-age\", \"name\"], instead of an array");
  CHECK(invalid(R"({"order": ["age", 5]})") == "/order/1: give a name instead of 5");
  CHECK(invalid_url("limit=101") == "limit: give a whole number from 0 to 100 instead of 101");
  CHECK(invalid_url("limit=x") == "limit: give a whole number from 0 to 100 instead of \"x\"");
  CHECK(invalid_url("limit=1&limit=2") == "limit: give it once");
  CHECK(invalid_url("order=age,age,age,age,age,age,age,age,age") == "order: give at most eight names");
}

TEST_CASE("documents are as large and deep as the rules say") {
  const pv::DocumentRules<User> small{.fields = {"age"}, .max_bytes = 60, .max_depth = 2, .max_conditions = 3, .max_items = 2};
  const auto small_json = [&](const std::string& text) {
    try {
      return tail(pv::apply_json(User::query(), text, small));
    } catch (const pv::InvalidValue& error) {
      return std::string{error.what()};
    }
  };
  CHECK(small_json(R"({"not": {"not": {"age": 1}}})") == R"( WHERE NOT (NOT ("age" = 1)) LIMIT 100)");
  CHECK(small_json(R"({"not": {"not": {"not": {"age": 1}}}})") == "/not/not/not: nest at most 2 conditions in each other");
  CHECK(small_json(R"({"age": 1, "age__gt": 2, "age__lt": 3})") != "");
  CHECK(small_json(R"({"age": 1, "age__gt": 2, "age__lt": 3, "age__ne": 4})") == "/age__ne: give at most 3 conditions");
  CHECK(small_json(R"({"or": [{}, {}, {}, {}]})") == "/or: give at most 3 conditions");
  CHECK(small_json(R"({"age__in": [1, 2, 3]})") == "/age__in: give at most 2 items");
  CHECK(small_json(std::string(61, ' ')) == "/: give a document of at most 60 bytes");
  CHECK_THROWS_MATCHES(pv::apply_query_string(User::query(), std::string(61, '&'), small), pv::InvalidValue,
                       message("/: give a query string of at most 60 bytes"));
  CHECK_THROWS_MATCHES(pv::apply_json(User::query(), "{}", {.fields = std::initializer_list<pv::AllowedField<User>>{}}), pv::InvalidValue,
                       message("document_test::User: list the fields that documents may use"));
  for (const auto& wrong : {pv::DocumentRules<User>{.fields = {"age"}, .max_limit = -1}, pv::DocumentRules<User>{.fields = {"age"}, .max_offset = -1}})
    CHECK_THROWS_MATCHES(pv::apply_json(User::query(), "{}", wrong), pv::InvalidValue,
                         message("document_test::User: the limits of documents are numbers from 0"));
  std::string deep;
  for (int i = 0; i < 10'000; ++i) deep += R"({"not":)";
  CHECK_THROWS_AS(pv::apply_json(User::query(), deep + "{}" + std::string(10'000, '}'), {.fields = {"age"}, .max_bytes = 1'000'000}), pv::InvalidValue);
}

TEST_CASE("a key that an object has twice is refused, wherever it is") {
  const std::string once = ": give each key of an object once";
  CHECK(invalid(R"({"age__gt": 25, "name": "x", "age__gt": 1})") == "/age__gt" + once);
  CHECK(invalid(R"({"filter": {"age": 1}, "filter": {}})") == "/filter" + once);
  CHECK(invalid(R"({"and": [{"age": 1}, 2, {"or": [{"age": 1, "age": 2}]}]})") == "/and/2/or/0/age" + once);
  CHECK(invalid(R"({"filter": {"name__in": [[1], {"a": {}, "b": [], "a": 1}]}})") == "/filter/name__in/1/a" + once);
  CHECK(invalid(R"({"a\u0001": 1, "a\u0001": 2})") == "/a?" + once);
  CHECK(json(R"({"age": 1, "or": [{"age": 2}, {"age": 3}], "not": {"age": 1}})") ==
        R"( WHERE "age" = 1 AND NOT ("age" = 1) AND ("age" = 2 OR "age" = 3) LIMIT 100)");
}

// SPDX-License-Identifier: MIT
// Models on tables that others made, whose columns have types that promptview would not choose.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview/types/enumeration.hpp>
#include <promptview/types/json.hpp>
#include <promptview/types/numeric.hpp>
#include <promptview/types/time.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace existing_table_test {

struct Wide : pv::Model<Wide> {
  int id{};
  std::int64_t from_smallint{};
  std::int64_t from_integer{};
  int from_bigint{};
  std::int16_t from_wide{};
  double from_real{};

  friend bool operator==(const Wide&, const Wide&) = default;
};
PROMPTVIEW_MODEL(Wide, postgres, "existing_wides",
                 FIELD(id, primary_key),
                 FIELD(from_smallint),
                 FIELD(from_integer),
                 FIELD(from_bigint),
                 FIELD(from_wide),
                 FIELD(from_real),
                 TABLE(managed=false))

struct Texts : pv::Model<Texts> {
  int id{};
  std::string from_varchar{};
  std::string from_char{};
  std::string from_name{};
  std::vector<std::string> from_varchars{};

  friend bool operator==(const Texts&, const Texts&) = default;
};
PROMPTVIEW_MODEL(Texts, postgres, "existing_texts",
                 FIELD(id, primary_key),
                 FIELD(from_varchar),
                 FIELD(from_char),
                 FIELD(from_name),
                 FIELD(from_varchars),
                 TABLE(managed=false))

struct Document : pv::Model<Document> {
  int id{};
  pv::Json from_json{};
};
PROMPTVIEW_MODEL(Document, postgres, "existing_documents", FIELD(id, primary_key), FIELD(from_json), TABLE(managed=false))

// The table of this one is made by promptview, with the types given.
struct Price : pv::Model<Price> {
  pv::Auto<int> id{};
  double rough{};
  pv::Numeric exact{};
  std::optional<pv::Numeric> discount{};
  int whole{};
  std::string code{};

  friend bool operator==(const Price&, const Price&) = default;
};
PROMPTVIEW_MODEL(Price, postgres, "existing_prices",
                 FIELD(id, primary_key),
                 FIELD(rough, type="numeric(10,2)"),
                 FIELD(exact, type="numeric(10,2)"),
                 FIELD(discount, type="numeric(4,3)"),
                 FIELD(whole, type="numeric(3)"),
                 FIELD(code, type="char(4)"))

struct Page : pv::Model<Page> {
  std::string path{};
  std::string title{};
  std::optional<std::string> parent{};

  friend bool operator==(const Page&, const Page&) = default;
};
PROMPTVIEW_MODEL(Page, postgres, "existing_pages",
                 FIELD(path, primary_key, type="ltree"),
                 FIELD(title, type="citext"),
                 FIELD(parent, type="ltree"),
                 TABLE(managed=false))

struct Mismatch : pv::Model<Mismatch> {
  int id{};
  std::optional<int> number{};
};
PROMPTVIEW_MODEL(Mismatch, postgres, "existing_mismatches", FIELD(id, primary_key), FIELD(number), TABLE(managed=false))

enum class Light { red, green };
PROMPTVIEW_TEXT_ENUM(Light, red, green)

struct Strict : pv::Model<Strict> {
  int id{};
  int number{};
  std::string text{};
  Light light{};

  friend bool operator==(const Strict&, const Strict&) = default;
};
PROMPTVIEW_MODEL(Strict, postgres, "existing_stricts",
                 FIELD(id, primary_key),
                 FIELD(number),
                 FIELD(text),
                 FIELD(light),
                 TABLE(managed=false))

}  // namespace existing_table_test

using namespace existing_table_test;

TEST_CASE("columns of other widths are read, and written where the value fits") {
  const TestDatabase database;
  TestDatabase::execute(
      "CREATE TABLE existing_wides (id int PRIMARY KEY, from_smallint smallint, from_integer integer, "
      "from_bigint bigint, from_wide bigint, from_real real);"
      "INSERT INTO existing_wides VALUES (1, -32768, 2147483647, -2147483648, 32767, 0.5)");
  CHECK(Wide::get(1) == Wide{.id = 1,
                             .from_smallint = -32768,
                             .from_integer = INT32_MAX,
                             .from_bigint = INT32_MIN,
                             .from_wide = 32767,
                             .from_real = 0.5});
  Wide row{.id = 2, .from_smallint = 5, .from_integer = 6, .from_bigint = 7, .from_wide = 8, .from_real = 0.25};
  row.save();
  CHECK(Wide::query().filter("from_smallint", 5).filter("from_bigint", 7).filter("from_real", 0.25).one() == row);
  CHECK(Wide::query().filter("from_bigint__in", {7, 8}).filter("from_integer__lt", 5'000'000'000).one() == row);

  row.from_integer = 5'000'000'000;
  CHECK_THROWS_AS(row.save(), pv::DatabaseError);
  CHECK(TestDatabase::ask("SELECT from_integer FROM existing_wides WHERE id = 2") == "6");
}

TEST_CASE("a number that does not fit the field is an error, never cut") {
  const TestDatabase database;
  TestDatabase::execute(
      "CREATE TABLE existing_wides (id int PRIMARY KEY, from_smallint smallint, from_integer integer, "
      "from_bigint bigint, from_wide bigint, from_real real);"
      "INSERT INTO existing_wides VALUES (1, 0, 0, 2147483648, 0, 0), (2, 0, 0, 0, -32769, 0), "
      "(3, 0, 0, 0, 0, 0)");
  CHECK_THROWS_MATCHES(
      Wide::get(1), pv::InvalidValue,
      message_contains("existing_table_test::Wide.from_bigint: the number is out of the range of the C++ "
                       "type"));
  CHECK_THROWS_MATCHES(Wide::get(2), pv::InvalidValue, message_contains("existing_table_test::Wide.from_wide: "));
  CHECK(Wide::get(3).has_value());
  CHECK_THROWS_AS(Wide::query().execute(), pv::InvalidValue);
}

TEST_CASE("texts of other types") {
  const TestDatabase database;
  TestDatabase::execute(
      "CREATE TABLE existing_texts (id int PRIMARY KEY, from_varchar varchar(5), from_char char(5), from_name "
      "name, from_varchars varchar(5)[]);"
      "INSERT INTO existing_texts VALUES (1, 'ab', 'ab', 'ab', '{ab,cd}')");
  const Texts wanted{
      .id = 1, .from_varchar = "ab", .from_char = "ab   ", .from_name = "ab", .from_varchars = {"ab", "cd"}};
  CHECK(Texts::get(1) == wanted);
  CHECK(Texts::query().filter("from_varchar", "ab").filter("from_name", "ab").one() == wanted);
  CHECK(Texts::query().filter("from_char__startswith", "ab").filter("from_name__contains", "b").count() == 1);
  CHECK(Texts::query().filter("from_varchar__in", {"ab", "x"}).filter("from_name__in", {"ab"}).count() == 1);
  Texts row{.id = 2, .from_varchar = "äöüß", .from_char = "x", .from_name = "n", .from_varchars = {"y"}};
  row.save();
  CHECK(TestDatabase::ask(
            "SELECT from_varchar || from_char || from_name || from_varchars::text FROM existing_texts WHERE id = "
            "2") == "äöüßxn{y}");
}

TEST_CASE("json that is not jsonb") {
  const TestDatabase database;
  TestDatabase::execute(
      "CREATE TABLE existing_documents (id int PRIMARY KEY, from_json json);"
      "INSERT INTO existing_documents VALUES (1, ' {\"a\" : [1, null]} ')");
  CHECK(Document::get(1)->from_json == pv::Json::parse(R"({"a": [1, null]})"));
  Document row{.id = 2, .from_json = {{"b", "\u00e4"}}};
  row.save();
  row.refresh();
  CHECK(row.from_json == pv::Json{{"b", "\u00e4"}});
  CHECK(TestDatabase::ask("SELECT from_json->>'b' FROM existing_documents WHERE id = 2") == "ä");
}

TEST_CASE("a column type that the model names") {
  const TestDatabase database;
  Price::initialize();
  Price price{
      .rough = 12.345, .exact = pv::Numeric{"12.5"}, .discount = pv::Numeric{"0.125"}, .whole = -7, .code = "ab"};
  price.save();
  price.refresh();
  CHECK(price.rough == 12.35);
  CHECK(price.exact.text() == "12.50");
  CHECK(price.discount.value().text() == "0.125");
  CHECK(price.whole == -7);
  CHECK(price.code == "ab");
  CHECK(TestDatabase::ask("SELECT rough || ' ' || exact || ' ' || discount || ' ' || whole FROM existing_prices") ==
        "12.35 12.50 0.125 -7");
  CHECK(Price::query().filter("rough", 12.35).filter("exact", pv::Numeric{"12.5"}).filter("whole", -7).one() == price);
  CHECK(Price::query().filter("rough__in", {12.35, 1.0}).filter("whole__range", {-8, 8}).count() == 1);
  CHECK(Price::query().filter("exact__gt", 12).filter("discount__isnull", false).filter("code", "ab").count() == 1);
  CHECK(Price::query().filter("code__in", {"ab", "cd"}).count() == 1);
  CHECK(Price::query().filter(pv::runtime("exact"), "12.500").count() == 1);
  price.whole = 1000;
  CHECK_THROWS_AS(price.save(), pv::DatabaseError);
  price.whole = 5;
  price.discount.reset();
  price.save();
  CHECK(Price::get(1)->discount == std::nullopt);
}

TEST_CASE("types of extensions") {
  const TestDatabase database;
  TestDatabase::execute(
      "CREATE EXTENSION ltree; CREATE EXTENSION citext;"
      "CREATE TABLE existing_pages (path ltree PRIMARY KEY, title citext NOT NULL UNIQUE, parent ltree)");
  Page home{.path = "home", .title = "Home"};
  home.save();
  Page news{.path = "home.news", .title = "News", .parent = "home"};
  news.save();
  news.title = "NEWS";
  news.save();
  CHECK(Page::get("home.news") == news);
  CHECK(Page::query().order_by("path").execute() == std::vector{home, news});
  CHECK(TestDatabase::ask("SELECT string_agg(path::text || nlevel(path), ' ' ORDER BY path) FROM existing_pages") ==
        "home1 home.news2");

  // The database's own meaning of equal: that of citext has no case.
  CHECK(Page::query().filter("title", "hOmE").one() == home);
  CHECK(Page::query().filter("title__in", {"hOmE", "x"}).one() == home);
  CHECK(Page::query().filter("title__ne", "hOmE").one() == news);
  CHECK(Page::query().filter("title__range", {"n", "o"}).one() == news);
  CHECK(Page::query().filter("title__contains", "EW").one() == news);
  CHECK(Page::query().filter("path", "home.news").one() == news);
  CHECK(Page::query().filter("path__gt", "home").one() == news);
  CHECK(Page::query().filter("path__in", std::vector<std::string>{"home.news", "a.b"}).one() == news);
  CHECK(Page::query().filter("path__range", {"home.a", "home.z"}).one() == news);
  CHECK(Page::query().filter("parent", "home").one() == news);
  CHECK(Page::query().filter("parent", nullptr).one() == home);
  CHECK(Page::query().exclude("parent", "home").one() == home);
  CHECK(Page::query().filter("path__endswith", ".news").one() == news);
  CHECK(Page::query().filter(pv::runtime("parent"), "home").one() == news);
  CHECK_THROWS_AS((Page{.path = "no path!", .title = "x"}).save(), pv::DatabaseError);
  CHECK_THROWS_AS((Page{.path = "other", .title = "HOME"}).insert(), pv::UniqueViolation);
  CHECK(news.remove());
  CHECK(Page::query().count() == 1);
}

TEST_CASE("a column of another type is an error that says what to change") {
  const TestDatabase database;
  TestDatabase::execute(
      "CREATE TABLE existing_mismatches (id int PRIMARY KEY, number text);"
      "INSERT INTO existing_mismatches VALUES (1, '5')");
  CHECK_THROWS_MATCHES(
      Mismatch::get(1), pv::TypeMismatch,
      message("existing_table_test::Mismatch.number: change the field's C++ type, or give the column's type as "
              "FIELD(..., type=\"...\"): the column \"number\" is text, which cannot be read as integer"));
  CHECK_THROWS_AS(Mismatch::query().execute(), pv::TypeMismatch);
  CHECK(Mismatch::query().count() == 1);
  for (const std::string type : {"numeric", "real", "double precision", "boolean", "date", "integer[]", "oid"}) {
    CAPTURE(type);
    TestDatabase::execute("ALTER TABLE existing_mismatches DROP number, ADD number " + type);
    CHECK_THROWS_AS(Mismatch::get(1), pv::TypeMismatch);
  }
  TestDatabase::execute("ALTER TABLE existing_mismatches DROP number, ADD number bigint DEFAULT 7");
  CHECK(Mismatch::get(1)->number == 7);
}

TEST_CASE("NULL in a field that has no room for it is an error that says what to change") {
  const TestDatabase database;
  TestDatabase::execute(
      "CREATE TABLE existing_stricts (id int PRIMARY KEY, number int, text text, light text);"
      "INSERT INTO existing_stricts VALUES (1, NULL, 'a', 'red'), (2, 2, NULL, 'red'), (3, 3, 'c', NULL), "
      "(4, 4, '', 'green')");
  const auto null_in = [](const std::string& field) {
    return message("existing_table_test::Strict." + field +
                   ": the database holds NULL, which the field cannot hold: make it a std::optional");
  };
  CHECK_THROWS_MATCHES(Strict::get(1), pv::InvalidValue, null_in("number"));
  CHECK_THROWS_MATCHES(Strict::get(2), pv::InvalidValue, null_in("text"));
  CHECK_THROWS_MATCHES(Strict::get(3), pv::InvalidValue, null_in("light"));
  CHECK(Strict::get(4) == Strict{.id = 4, .number = 4, .text = "", .light = Light::green});
  CHECK(Strict::query().filter("number__isnull", true).count() == 1);
  CHECK(Strict::query().filter("id__gt", 3).one().id == 4);

  Strict changed{.id = 1, .number = 5, .text = "new", .light = Light::red};
  changed.update();
  CHECK(Strict::get(1) == changed);
}

TEST_CASE("a column that is missing is an error that says so") {
  const TestDatabase database;
  TestDatabase::execute("CREATE TABLE existing_mismatches (id int PRIMARY KEY)");
  CHECK_THROWS_MATCHES(
      Mismatch::get(1), pv::DatabaseError,
      message_contains("existing_table_test::Mismatch: the table lacks a column of the model; migrate the "
                       "database"));
}

TEST_CASE("a table that changes under a running program") {
  const TestDatabase database;
  TestDatabase::execute(
      "CREATE TABLE existing_mismatches (id int PRIMARY KEY, number smallint);"
      "INSERT INTO existing_mismatches VALUES (1, 5)");
  for (int i = 0; i < 3; ++i) CHECK(Mismatch::get(1)->number == 5);
  TestDatabase::execute("ALTER TABLE existing_mismatches ALTER number TYPE bigint, ADD more text");
  for (int i = 0; i < 3; ++i) CHECK(Mismatch::get(1)->number == 5);
  TestDatabase::execute(
      "DROP TABLE existing_mismatches; CREATE TABLE existing_mismatches (number int, id int PRIMARY KEY);"
      "INSERT INTO existing_mismatches VALUES (6, 1)");
  CHECK(Mismatch::get(1)->number == 6);
  CHECK(Mismatch::query().count() == 1);
}

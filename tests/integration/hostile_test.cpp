// SPDX-License-Identifier: MIT
// Names that are keywords, have quotes, capitals, spaces, semicolons or letters outside of ASCII, through the whole life
// of a table; and values that would be SQL if anything pasted them.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview/types/enumeration.hpp>
#include <promptview/types/json.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace hostile_test {

enum class Select { from, where, größe };
PROMPTVIEW_ENUM_AS(Select, "select", from, where, größe)

// The name of the table is what differs; the columns are hostile in all of them.
#define HOSTILE_MODEL(Name, table, schema_options)                                                       \
  struct Name : pv::Model<Name> {                                                                        \
    pv::Auto<std::int64_t> key{};                                                                        \
    std::string keyword{};                                                                               \
    int quotes{};                                                                                        \
    std::optional<std::string> spaces{};                                                                 \
    double injection{};                                                                                  \
    std::vector<std::string> unicode{};                                                                  \
    Select label{};                                                                                      \
    int größe{};                                                                                         \
    std::string dollar{};                                                                                \
                                                                                                         \
    friend bool operator==(const Name&, const Name&) = default;                                          \
  };                                                                                                     \
  PROMPTVIEW_MODEL(Name, postgres, table,                                                                \
                   FIELD(key, primary_key, column="Primary Key"),                                        \
                   FIELD(keyword, column="select", unique),                                              \
                   FIELD(quotes, column="a\"b'c\"\"", index=btree),                                      \
                   FIELD(spaces, column=" two  spaces ", comment="it's a \"comment\"; \\ -- $$"),        \
                   FIELD(injection, column="x\"); DROP TABLE victim; --"),                               \
                   FIELD(unicode, column="Größe 日本 \U0001F600", index=gin),                              \
                   FIELD(label, column="order"),                                                         \
                   FIELD(größe),                                                                         \
                   FIELD(dollar, column="$1 %s {c} \\ \n?"),                                             \
                   INDEX("keyword, quotes DESC", unique, where="\"select\" <> 'a;b'"),                   \
                   UNIQUE("spaces, injection"),                                                          \
                   CONSTRAINT("\"order\" IS NOT NULL", name="che\"ck; DROP"),                            \
                   TABLE(comment="it's; a \"table\" \\", schema_options))

HOSTILE_MODEL(Keyword, "table", schema = "")
HOSTILE_MODEL(Capitals, "Hostile", schema = "Select From")
HOSTILE_MODEL(Quotes, "a\"b\"\"c'd", schema = "")
HOSTILE_MODEL(Spaces, " hostile  table ", schema = "")
HOSTILE_MODEL(Semicolon, "x; DROP TABLE victim; --", schema = "x\"; DROP TABLE victim; --")
HOSTILE_MODEL(Unicode, "größe 日本 \U0001F600", schema = "")
HOSTILE_MODEL(Dots, "pg_catalog.pg_class", schema = "")
HOSTILE_MODEL(Dollars, "$1 %s {c} \\ \n $$", schema = "")
HOSTILE_MODEL(Long, "hostile_table_with_a_name_of_sixty_three_bytes_which_is_the_mos", schema = "")

struct Value : pv::Model<Value> {
  pv::Auto<std::int64_t> id{};
  std::string text{};
  std::optional<std::string> other{};
  std::vector<std::string> list{};
  pv::Json document{};
  std::vector<std::byte> bytes{};

  friend bool operator==(const Value&, const Value&) = default;
};
PROMPTVIEW_MODEL(Value, postgres, "hostile_values",
                 FIELD(id, primary_key),
                 FIELD(text),
                 FIELD(other),
                 FIELD(list),
                 FIELD(document),
                 FIELD(bytes))

// A key that is any text.
struct Keyed : pv::Model<Keyed> {
  std::string key{};
  int number{};

  friend bool operator==(const Keyed&, const Keyed&) = default;
};
PROMPTVIEW_MODEL(Keyed, postgres, "hostile_keyed", FIELD(key, primary_key), FIELD(number))

}  // namespace hostile_test

using namespace hostile_test;

namespace {

const std::vector<std::string> injections{
    "' OR '1'='1",
    "'; DROP TABLE victim; --",
    "\"; DROP TABLE victim; --",
    "\\'; DROP TABLE victim; --",
    "1); DELETE FROM victim; --",
    "$1",
    "$1::text",
    "%s%n%x",
    "{c} {v} {a} {b}",
    "NULL",
    "null",
    "DEFAULT",
    "now()",
    "E'\\x27'",
    "\\",
    "\\\\",
    "\\x00",
    "\\0",
    "'",
    "''",
    "\"",
    "`",
    "--",
    "/*",
    "*/ DROP TABLE victim /*",
    ";",
    "$$; DROP TABLE victim; $$",
    "$tag$ x $tag$",
    "{\"a\",NULL}",
    "{}",
    "[1,2)",
    "(1,2)",
    "\r\n",
    "\t",
    "\xE2\x80\x99 OR 1=1",
    "\xCA\xBC; DROP TABLE victim",
    "admin'/*",
    "UNION SELECT * FROM victim",
    "%",
    "_",
    "%' OR 'a' LIKE '%",
    "x' COLLATE \"C\"",
    "COPY victim FROM PROGRAM 'true'",
    "pg_sleep(10)",
    std::string(3000, '\''),
    std::string(3000, '\\'),
};

template <class M>
M row(const char* keyword, int number) {
  return {.keyword = keyword,
          .quotes = number,
          .spaces = "s",
          .injection = 0.5,
          .unicode = {"ä", "日"},
          .label = Select::where,
          .größe = number,
          .dollar = "$1"};
}

template <class M>
void live() {
  const TestDatabase database;
  TestDatabase::execute("CREATE TABLE victim (id int); INSERT INTO victim VALUES (1)");
  M::initialize();
  M::initialize();

  M first = row<M>("select", 1);
  first.save();
  M second = row<M>("from", 2);
  second.spaces.reset();
  second.save();
  first.quotes = 10;
  first.save();
  first.größe = 7;
  first.save_fields("größe", "spaces");
  first.dollar = "$2";
  first.upsert();
  CHECK(M::get(1) == first);
  CHECK(M::query().order_by("key").execute() == std::vector<M>{first, second});
  CHECK(M::query().filter("quotes__gt", 5).one() == first);
  CHECK(M::query().exclude("spaces", "s").one() == second);

  M twin = row<M>("select", 3);
  std::string field;
  try {
    twin.insert();
  } catch (const pv::UniqueViolation& error) {
    field = error.field();
  }
  CHECK(field == "keyword");
  CHECK(second.remove());
  first.refresh();
  M::drop();
  CHECK_THROWS_AS(M::query().count(), pv::NotInitialized);
  M::initialize();
  CHECK(M::query().count() == 0);
  CHECK(TestDatabase::ask("SELECT count(*) FROM victim") == "1");
}

}  // namespace

TEST_CASE("a table named by a keyword") { live<Keyword>(); }
TEST_CASE("a table in capitals, in a schema with a space") { live<Capitals>(); }
TEST_CASE("a table with quotes in its name") { live<Quotes>(); }
TEST_CASE("a table with spaces around its name") { live<Spaces>(); }
TEST_CASE("a table whose name is an injection") { live<Semicolon>(); }
TEST_CASE("a table with letters outside of ASCII in its name") { live<Unicode>(); }
TEST_CASE("a table with a dot in its name") { live<Dots>(); }
TEST_CASE("a table with what stands for values in its name") { live<Dollars>(); }
TEST_CASE("a table with the longest name there is") { live<Long>(); }

TEST_CASE("a filter and an order on each of the hostile columns") {
  const TestDatabase database;
  Semicolon::initialize();
  const Semicolon first = Semicolon::create(row<Semicolon>("select", 5));
  const Semicolon second = Semicolon::create({.keyword = "from", .injection = -0.5, .label = Select::größe, .größe = 6});
  const auto one = [](const pv::QuerySet<Semicolon>& query) { return query.one(); };

  CHECK(one(Semicolon::query().filter("key", 1)) == first);
  CHECK(one(Semicolon::query().filter("keyword", "select")) == first);
  CHECK(one(Semicolon::query().filter("quotes__gte", 5)) == first);
  CHECK(one(Semicolon::query().filter("spaces", nullptr)) == second);
  CHECK(one(Semicolon::query().exclude("spaces__icontains", "S")) == second);
  CHECK(one(Semicolon::query().filter("injection__in", {0.5, 7.0})) == first);
  CHECK(one(Semicolon::query().filter("unicode", std::vector<std::string>{"ä", "日"})) == first);
  CHECK(one(Semicolon::query().filter("label", Select::größe)) == second);
  CHECK(one(Semicolon::query().filter("größe__range", {6, 6})) == second);
  CHECK(one(Semicolon::query().filter("dollar__regex", "^[$]")) == first);
  CHECK(one(Semicolon::query().filter(pv::runtime("größe"), "6")) == second);
  CHECK(one(Semicolon::query().order_by("spaces", "keyword", "quotes", "injection", "unicode", "label", "größe", "dollar").limit(1)) ==
        first);
  CHECK(one(Semicolon::query().order_by("-injection").limit(1)) == first);
}

TEST_CASE("every injection comes back as it went in") {
  const TestDatabase database;
  TestDatabase::execute("CREATE TABLE victim (id int); INSERT INTO victim VALUES (1)");
  Value::initialize();
  Keyed::initialize();
  for (const std::string& text : injections) {
    CAPTURE(text);
    Value row{.text = text, .other = text, .list = {text, text}, .document = {{text, text}}};
    for (const char c : text) row.bytes.push_back(static_cast<std::byte>(c));
    row.save();
    REQUIRE(Value::get(row.id) == row);
    row.other.reset();
    row.save_fields("other");
    row.other = text;
    row.save_fields("other");

    CHECK(Value::query().filter("text", text).one() == row);
    CHECK(Value::query().filter("text__in", {text, text + "x"}).one() == row);
    CHECK(Value::query().filter("text__range", {text, text}).one() == row);
    CHECK(Value::query().filter("text__iexact", text).filter("id", *row.id).one() == row);
    CHECK(Value::query().filter("text__contains", text).filter("id", *row.id).one() == row);
    CHECK(
        Value::query().filter("text__istartswith", text).filter("text__iendswith", text).filter("id", *row.id).one() ==
        row);
    CHECK(Value::query().filter("list", std::vector<std::string>{text, text}).one() == row);
    CHECK(Value::query().filter("document", pv::Json{{text, text}}).one() == row);
    CHECK(Value::query().filter("bytes", row.bytes).one() == row);
    CHECK(Value::query().filter(pv::runtime("text"), text).one() == row);
    CHECK_FALSE(Value::query().exclude("other", text).filter("id", *row.id).exists());
    CHECK_THROWS_AS(Value::query().filter(pv::runtime(text), 1), pv::UnknownField);
    CHECK_THROWS_AS(Value::query().order_by(pv::runtime(text)), pv::UnknownField);
    if (text.size() < 1000) {
      CHECK_THROWS_AS(Value::query().filter(pv::runtime("id"), text).count(), pv::DatabaseError);
    }

    Keyed keyed{.key = text, .number = 1};
    keyed.save();
    keyed.number = 2;
    keyed.save();
    CHECK(Keyed::get(text) == keyed);
    CHECK(keyed.remove());
  }
  CHECK(Value::query().count() == static_cast<std::int64_t>(injections.size()));
  CHECK(TestDatabase::ask("SELECT count(*) FROM victim") == "1");
}

TEST_CASE("text that people read of a query is SQL again") {
  const TestDatabase database;
  Value::initialize();
  for (const std::string& text : injections) {
    CAPTURE(text);
    const std::string shown = Value::query().filter("text", text).to_sql(pv::SqlText::placeholders);
    const std::string literal = shown.substr(shown.find("$1 = ") + 5);
    CHECK(TestDatabase::ask("SELECT " + literal) == text);
  }
}

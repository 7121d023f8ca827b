// SPDX-License-Identifier: MIT
// Columns with other types than their fields, as the server finds them in queries and writes, and as rows show them: the message
// says the types by their names.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace type_mismatch_test {

enum class Mood { good, bad };
PROMPTVIEW_ENUM(Mood, good, bad)

struct Person : pv::Model<Person> {
  int id{};
  std::string name{};
  int age{};
  std::vector<std::string> tags{};
  Mood mood{};
};
PROMPTVIEW_MODEL(Person, postgres, "type_mismatch_people", FIELD(id, primary_key), FIELD(name, column="Name"), FIELD(age), FIELD(tags),
                 FIELD(mood))

// What was thrown: its field, SQLSTATE and first line.
struct Mismatch {
  std::string field{};
  std::string sqlstate{};
  std::string line{};

  friend bool operator==(const Mismatch&, const Mismatch&) = default;
};
std::ostream& operator<<(std::ostream& out, const Mismatch& each) { return out << each.field << ", " << each.sqlstate << ", " << each.line; }

template <class Work>
Mismatch mismatch(const Work& work) {
  try {
    work();
  } catch (const pv::TypeMismatch& error) {
    CHECK(error.model() == "type_mismatch_test::Person");
    const std::string what = error.what();
    return {error.field(), error.report().sqlstate, what.substr(0, what.find('\n'))};
  } catch (const pv::Error& error) {
    return {"another error", "", error.what()};
  }
  return {"nothing"};
}

const std::string person = "type_mismatch_test::Person";
const std::string change = ": change the field's C++ type, or migrate the database: the column ";
const std::string change_read = ": change the field's C++ type, or give the column's type as FIELD(..., type=\"...\"): the column ";

void make_table(const std::string& columns, const std::string& mood = "mood") {
  TestDatabase::execute("CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE TABLE type_mismatch_people (id int PRIMARY KEY, mood " + mood +
                        " DEFAULT 'good', " + columns + ")");
}

}  // namespace type_mismatch_test

using namespace type_mismatch_test;

TEST_CASE("a filter or a write that meets a column of another type is a TypeMismatch with the field and both types") {
  const TestDatabase database;
  make_table(R"("Name" integer, age text, tags text[])");
  const Mismatch name{"name", "42804", person + ".name" + change + "\"Name\" is integer, the field text"};
  CHECK(mismatch([] { (Person{.id = 1, .name = "x"}).save(); }) == name);
  CHECK(mismatch([] { (Person{.id = 1, .name = "x"}).insert(); }) == name);
  CHECK(mismatch([] { (void)Person::query().update(pv::set(&Person::name, "x")); }) == name);
  CHECK(mismatch([] { pv::save_all(std::vector<Person>{{.id = 1}, {.id = 2}}); }) == name);
  const Mismatch age{"age", "42883", person + ".age" + change + "\"age\" is text, the field integer"};
  CHECK(mismatch([] { (void)Person::query().filter("age", 25).execute(); }) == age);
  CHECK(mismatch([] { (void)Person::query().filter("id", 1).filter("age__gt", 25).count(); }) == age);
  CHECK(mismatch([] { (void)Person::query().filter("age__in", {25, 26}).exists(); }) == age);
  CHECK(mismatch([] { (void)Person::query().exclude("age", 25).stream(10).begin(); }).field == "age");  // in a transaction of its own
  CHECK(mismatch([] { (void)Person::query().filter("name", "x").filter("age", 25).execute(); }).field == "name");
  // The session and its prepared statements are of use still.
  CHECK(Person::query().count() == 0);
  try {
    (void)Person::query().filter("age", 25).execute();
    FAIL("it must throw");
  } catch (const pv::TypeMismatch& error) {
    CHECK_THAT(error.what(), contains("server:    operator does not exist: text = integer (SQLSTATE 42883)"));
    CHECK_THAT(error.what(), contains("statement: SELECT"));
  }
}

TEST_CASE("in a transaction that it fails, the server's words name the types") {
  const TestDatabase database;
  make_table(R"("Name" integer, age text, tags text)");
  const auto inside = [](const std::function<void()>& work) {
    return mismatch([&] { pv::atomic([&] { work(); }); });
  };
  const std::string one_type = ": give the value and the column one type, by pv::cast or the field's C++ type: ";
  CHECK(inside([] { (Person{.id = 1, .name = "x"}).insert(); }) ==
        Mismatch{"name", "42804", person + ".name" + one_type + "column \"Name\" is of type integer but expression is of type text"});
  CHECK(inside([] { (void)Person::query().filter("age", 25).execute(); }) ==
        Mismatch{"age", "42883", person + ".age" + one_type + "operator does not exist: text = integer"});
  CHECK(inside([] { (void)Person::query().filter("age__gte", 25).filter("id", 1).count(); }).field == "age");
  CHECK(inside([] { (void)Person::query().filter("tags__contains", std::vector<std::string>{"x"}).count(); }).field == "tags");
  CHECK(inside([] {
          std::vector<Person> people{{.id = 1}, {.id = 2}};
          pv::bulk_create(people);
        }).field == "name");
}

TEST_CASE("types that do not fit in a query's own SQL are told; what is no question of types stays what it was") {
  const TestDatabase database;
  make_table(R"("Name" text, age integer, tags text[])");
  CHECK(mismatch([] { (void)Person::query().filter(pv::sql<bool>("{0} = 'x'::text", &Person::age)).count(); }) ==
        Mismatch{"age", "42883", person + ".age: give the value and the column one type, by pv::cast or the field's C++ type: "
                                          "operator does not exist: integer = text"});
  CHECK(mismatch([] { (void)Person::query().values_list(pv::sql<int>("'x'::bytea::integer")).execute(); }) ==
        Mismatch{"", "42846", person + ": give what stands together one type, by pv::cast or the fields' C++ types: "
                                       "cannot cast type bytea to integer"});
  CHECK_THROWS_AS(Person::query().filter(pv::sql<bool>("no_such_function({0})", &Person::age)).count(), pv::DatabaseError);
  CHECK_THROWS_AS(Person::query().values_list(pv::sql<int>("'x'::integer")).execute(), pv::DatabaseError);
  TestDatabase::execute("CREATE FUNCTION type_mismatch_fails() RETURNS trigger LANGUAGE plpgsql AS "
                        "'BEGIN NEW.age := (SELECT 1 WHERE ''x''::text = 5); RETURN NEW; END';"
                        "CREATE TRIGGER fails BEFORE INSERT ON type_mismatch_people FOR EACH ROW EXECUTE FUNCTION type_mismatch_fails()");
  CHECK_THROWS_AS((Person{.id = 1}).insert(), pv::DatabaseError);
}

TEST_CASE("a function that is not there for a column's type, and a text that is not in its form, are told by the columns") {
  const TestDatabase database;
  make_table(R"("Name" integer, age integer, tags text[])");
  const Mismatch found = mismatch([] { (void)Person::query().filter(pv::length(&Person::name) == 3).count(); });
  CHECK(found == Mismatch{"name", "42883", person + ".name" + change + "\"Name\" is integer, the field text"});
  TestDatabase::execute(R"(ALTER TABLE type_mismatch_people ALTER "Name" TYPE text, DROP mood, ADD mood integer)");
  const Mismatch mood{"mood", "22P02", person + ".mood" + change + "\"mood\" is integer, the field \"mood\""};
  CHECK(mismatch([] { (Person{.id = 1, .mood = Mood::bad}).insert(); }) == mood);
  CHECK(mismatch([] { (void)Person::query().filter("mood", Mood::bad).count(); }) == mood);
  // A label that the type lacks is a matter of the value.
  TestDatabase::execute("ALTER TABLE type_mismatch_people DROP mood, ADD mood mood; ALTER TYPE mood RENAME VALUE 'bad' TO 'worse'");
  CHECK_THROWS_WITH((Person{.id = 1, .mood = Mood::bad}).insert(), starts_with(person + ": write the value in the form that its type has, or add it"));
}

TEST_CASE("a type that only the server knows is named by it when rows are read") {
  const TestDatabase database;
  TestDatabase::execute("CREATE TYPE type_mismatch_pair AS (x int, y int)");
  make_table(R"("Name" text DEFAULT '', age type_mismatch_pair DEFAULT (1, 2), tags text[] DEFAULT '{}')");
  TestDatabase::execute("INSERT INTO type_mismatch_people (id) VALUES (1)");
  const Mismatch pair{"age", "", person + ".age" + change_read + "\"age\" is type_mismatch_pair, which cannot be read as integer"};
  CHECK(mismatch([] { (void)Person::get(1); }) == pair);
  CHECK(mismatch([] { (void)Person::query().execute(); }) == pair);
  CHECK(mismatch([] { (void)Person::get_many(std::vector{1}); }) == pair);
  CHECK(mismatch([] { (void)Person::query().stream(10).begin(); }) == pair);
  CHECK(mismatch([] { (void)Person::query().copy_out().begin(); }) == pair);
  CHECK(mismatch([] { pv::atomic([] { (void)Person::get(1); }); }) == pair);
  CHECK(mismatch([] { pv::atomic([] { (void)Person::query().stream(10).begin(); }); }) == pair);
  CHECK(mismatch([] { (void)pv::raw<Person>("SELECT * FROM type_mismatch_people"); }).line ==
        "raw: " + person + ".age: cast the column \"age\" in the SQL, or read it into another C++ type: it is type_mismatch_pair, which cannot be "
                           "read as integer");
  TestDatabase::execute("ALTER TABLE type_mismatch_people DROP age, ADD age type_mismatch_pair[] DEFAULT '{}'");
  CHECK(mismatch([] { (void)Person::get(1); }).line == person + ".age" + change_read + "\"age\" is type_mismatch_pair[], which cannot be read as integer");
  TestDatabase::execute("ALTER TABLE type_mismatch_people DROP age, ADD age int4range");
  CHECK(mismatch([] { (void)Person::get(1); }).line == person + ".age" + change_read + "\"age\" is int4range, which cannot be read as integer");
}

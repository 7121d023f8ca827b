// SPDX-License-Identifier: MIT
// What the options of FIELD, INDEX, UNIQUE, CONSTRAINT and TABLE do to rows and tables.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview/types/time.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;
using namespace std::chrono;
using promptview::testing::count_queries;

namespace model_options_test {

using Moment = sys_time<microseconds>;

struct Note : pv::Model<Note> {
  pv::Auto<std::int64_t> id{};
  std::string text{};
  Moment created{};
  Moment changed{};

  friend bool operator==(const Note&, const Note&) = default;
};
PROMPTVIEW_MODEL(Note, postgres, "model_options_test_notes",
                 FIELD(id, primary_key),
                 FIELD(text),
                 FIELD(created, auto_now_add),
                 FIELD(changed, auto_now))

// The application's key, so that save is an upsert.
struct Setting : pv::Model<Setting> {
  std::string name{};
  std::string value{};
  Moment created{};
  Moment changed{};
};
PROMPTVIEW_MODEL(Setting, postgres, "model_options_test_settings",
                 FIELD(name, primary_key),
                 FIELD(value),
                 FIELD(created, auto_now_add),
                 FIELD(changed, auto_now))

struct Line : pv::Model<Line> {
  pv::Auto<std::int64_t> id{};
  int amount{};
  int price{};
  int total{};

  friend bool operator==(const Line&, const Line&) = default;
};
PROMPTVIEW_MODEL(Line, postgres, "model_options_test_lines",
                 FIELD(id, primary_key),
                 FIELD(amount),
                 FIELD(price),
                 FIELD(total, generated="amount * price"))

struct Job : pv::Model<Job> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::Auto<int> priority{};
  pv::Auto<std::string> state{};
  pv::Auto<bool> urgent{};
  pv::Auto<Moment> due{};
  std::optional<int> plain{};

  friend bool operator==(const Job&, const Job&) = default;
};
PROMPTVIEW_MODEL(Job, postgres, "model_options_test_jobs",
                 FIELD(id, primary_key),
                 FIELD(name),
                 FIELD(priority, default_sql="10"),
                 FIELD(state, default_sql="'new, ' || 'shiny'"),
                 FIELD(urgent, default_sql="false"),
                 FIELD(due, default_sql="'2030-01-02 03:04:05+00'"),
                 FIELD(plain, default_sql="77"))

struct Person : pv::Model<Person> {
  pv::Auto<std::int64_t> id{};
  std::string full_name{};
  int age{};
  std::optional<std::string> email{};

  friend bool operator==(const Person&, const Person&) = default;
};
PROMPTVIEW_MODEL(Person, postgres, "model_options_test_persons",
                 FIELD(id, primary_key, column="person_id"),
                 FIELD(full_name, column="Full Name", max_length=10, index=hash, comment="as in the passport: O'Neil"),
                 FIELD(age, check="age BETWEEN 0 AND 150"),
                 FIELD(email, unique, column="e_mail"),
                 INDEX("full_name, age DESC"),
                 INDEX("(lower(e_mail))", unique, where="age > 17", name="adults"),
                 INDEX("age", method=brin, include=""),
                 UNIQUE("full_name, age"),
                 CONSTRAINT("age <> 13", name="no_luck"),
                 TABLE(comment="people"))

struct Archived : pv::Model<Archived> {
  pv::Auto<std::int64_t> id{};
  std::string text{};

  friend bool operator==(const Archived&, const Archived&) = default;
};
PROMPTVIEW_MODEL(Archived, postgres, "model_options_test_notes",
                 FIELD(id, primary_key),
                 FIELD(text, index=btree),
                 TABLE(schema="model_options_test", comment="in a schema of its own"))

struct Foreign : pv::Model<Foreign> {
  int number{};
  std::string text{};

  friend bool operator==(const Foreign&, const Foreign&) = default;
};
PROMPTVIEW_MODEL(Foreign, postgres, "model_options_test_foreigns",
                 FIELD(number, primary_key),
                 FIELD(text, index=btree),
                 TABLE(schema="model_options_test", managed=false))

}  // namespace model_options_test

using namespace model_options_test;

TEST_CASE("auto_now_add is the time of the insert, auto_now that of each write") {
  const TestDatabase database;
  Note::initialize();
  Note note{.text = "a"};
  CHECK(count_queries([&] { note.save(); }).round_trips == 1);
  CHECK(note.created == note.changed);
  CHECK(abs(note.created - system_clock::now()) < 60s);
  CHECK(Note::get(1) == note);

  const Moment created = note.created;
  note.created = Moment{};
  note.text = "b";
  CHECK(count_queries([&] { note.save(); }).round_trips == 1);
  CHECK(note.changed > created);
  CHECK(Note::get(1) == Note{.id = 1, .text = "b", .created = created, .changed = note.changed});

  const Moment changed = note.changed;
  note.text = "c";
  note.save_fields("text");
  CHECK(note.changed > changed);
  CHECK(Note::get(1) == Note{.id = 1, .text = "c", .created = created, .changed = note.changed});
}

TEST_CASE("an upsert keeps auto_now_add of the row that is there") {
  const TestDatabase database;
  Setting::initialize();
  Setting first{.name = "theme", .value = "dark"};
  first.save();
  Setting second{.name = "theme", .value = "light"};
  second.save();
  CHECK(second.created == first.created);
  CHECK(second.changed > first.changed);
  CHECK(Setting::query().one().value == "light");
}

TEST_CASE("a generated column comes back after each write") {
  const TestDatabase database;
  Line::initialize();
  Line line{.amount = 2, .price = 5, .total = 999};
  line.save();
  CHECK(line == Line{.id = 1, .amount = 2, .price = 5, .total = 10});
  line.amount = 3;
  CHECK(count_queries([&] { line.save(); }).round_trips == 1);
  CHECK(line.total == 15);
  line.price = 7;
  line.save_fields("price");
  CHECK(line.total == 21);
  line.amount = 1;
  line.upsert();
  CHECK(line == Line{.id = 1, .amount = 1, .price = 7, .total = 7});
  CHECK(Line::query().filter("total", 7).execute() == std::vector{line});
}

TEST_CASE("an empty Auto takes its default, and keeps what the application gives") {
  const TestDatabase database;
  Job::initialize();
  const Moment due = sys_days{2030y / 1 / 2} + 3h + 4min + 5s;
  Job job{.name = "a"};
  job.save();
  CHECK(job == Job{.id = 1, .name = "a", .priority = 10, .state = "new, shiny", .urgent = false, .due = due});

  Job other{.name = "b", .priority = 3, .state = "", .urgent = true, .due = Moment{}, .plain = 5};
  other.save();
  CHECK(Job::get(2) == other);
  CHECK(other == Job{.id = 2, .name = "b", .priority = 3, .state = "", .urgent = true, .due = Moment{}, .plain = 5});

  // An empty Auto that is no key is left alone by an update.
  Job partly{.id = 2, .name = "c"};
  partly.save();
  CHECK(Job::get(2) == Job{.id = 2, .name = "c", .priority = 3, .state = "", .urgent = true, .due = Moment{}});
  CHECK(Job::get(1)->plain == std::nullopt);
}

TEST_CASE("names of columns and everything that is made of them") {
  const TestDatabase database;
  Person::initialize();
  Person::initialize();
  Person ann{.full_name = "Ann", .age = 20, .email = "ann@x"};
  ann.save();
  ann.age = 21;
  ann.save_fields("age");
  CHECK(Person::get(1) == ann);
  CHECK(Person::query().filter("full_name__startswith", "A").filter("id", 1).order_by("-full_name").one() == ann);
  ann.refresh();
  ann.full_name = "Anna";
  ann.upsert();
  CHECK(Person::query().execute() == std::vector{ann});

  CHECK(
      TestDatabase::ask("SELECT string_agg(indexdef, E'\\n' ORDER BY indexname) FROM pg_indexes WHERE tablename = "
                        "'model_options_test_persons'") ==
      "CREATE UNIQUE INDEX adults ON public.model_options_test_persons USING btree (lower(e_mail)) WHERE (age > 17)\n"
      "CREATE INDEX \"model_options_test_persons_Full Name_age_idx\" ON public.model_options_test_persons USING btree "
      "(\"Full Name\", age DESC)\n"
      "CREATE UNIQUE INDEX \"model_options_test_persons_Full Name_age_key\" ON public.model_options_test_persons USING "
      "btree (\"Full Name\", age)\n"
      "CREATE INDEX \"model_options_test_persons_Full Name_idx\" ON public.model_options_test_persons USING hash "
      "(\"Full Name\")\n"
      "CREATE INDEX model_options_test_persons_age_idx ON public.model_options_test_persons USING brin (age)\n"
      "CREATE UNIQUE INDEX model_options_test_persons_e_mail_key ON public.model_options_test_persons USING btree "
      "(e_mail)\n"
      "CREATE UNIQUE INDEX model_options_test_persons_pkey ON public.model_options_test_persons USING btree "
      "(person_id)");
  CHECK(TestDatabase::ask("SELECT obj_description('model_options_test_persons'::regclass)") == "people");
  CHECK(TestDatabase::ask("SELECT col_description('model_options_test_persons'::regclass, 2)") ==
        "as in the passport: O'Neil");
  CHECK(TestDatabase::ask(
            "SELECT string_agg(column_name || ' ' || data_type || ' ' || coalesce(character_maximum_length, "
            "0) || ' ' || is_nullable, ', ' ORDER BY ordinal_position) FROM information_schema.columns "
            "WHERE table_name = 'model_options_test_persons'") ==
        "person_id bigint 0 NO, Full Name character varying 10 NO, age integer 0 NO, e_mail text 0 YES");
}

TEST_CASE("two models share a table's name in two schemas") {
  const TestDatabase database;
  Note::initialize();
  Archived::initialize();
  Archived::initialize();
  Note note{.text = "here"};
  note.save();
  Archived archived{.text = "there"};
  archived.save();
  archived.text = "elsewhere";
  archived.save();
  CHECK(Note::query().execute() == std::vector{note});
  CHECK(Archived::query().filter("text__contains", "where").execute() == std::vector{archived});
  CHECK(TestDatabase::ask("SELECT text FROM model_options_test.model_options_test_notes") == "elsewhere");
  CHECK(TestDatabase::ask("SELECT obj_description('model_options_test.model_options_test_notes'::regclass)") ==
        "in a schema of its own");
  Archived::drop();
  CHECK(Note::query().count() == 1);
  CHECK_THROWS_AS(Archived::query().count(), pv::NotInitialized);
}

TEST_CASE("a table that is not managed is neither made nor dropped") {
  const TestDatabase database;
  CHECK(count_queries([] { Foreign::initialize(); }).round_trips == 0);
  CHECK_THROWS_AS(Foreign::query().count(), pv::NotInitialized);
  TestDatabase::execute(
      "CREATE SCHEMA model_options_test;"
      "CREATE TABLE model_options_test.model_options_test_foreigns (extra int DEFAULT 4, text varchar, "
      "number int PRIMARY KEY)");
  Foreign::initialize();
  Foreign row{.number = 1, .text = "a"};
  row.save();
  row.text = "b";
  row.save();
  CHECK(Foreign::get(1) == row);
  CHECK(TestDatabase::ask("SELECT r::text FROM model_options_test.model_options_test_foreigns r") == "(4,b,1)");
  Foreign::drop();
  CHECK(Foreign::query().execute() == std::vector{row});
  CHECK(TestDatabase::ask("SELECT count(*) FROM pg_indexes WHERE tablename = 'model_options_test_foreigns'") == "1");
}

// SPDX-License-Identifier: MIT
#include <promptview/model.hpp>
#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/types/enumeration.hpp>
#include <promptview/types/time.hpp>
#include <promptview/types/uuid.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;
using promptview::postgres::FieldSet;
using promptview::postgres::SQLBuilder;
using promptview::postgres::Statement;
using promptview::postgres::WriteStatement;
using pv::detail::model_of;

namespace {

enum class Role { guest, member };
PROMPTVIEW_ENUM(Role, guest, member)

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  std::optional<int> age{};
};
PROMPTVIEW_MODEL(User, postgres, "sql_users", FIELD(id, primary_key), FIELD(name, column="full name"), FIELD(age))

// Everything that the database makes, beside what the application does.
struct Document : pv::Model<Document> {
  pv::Auto<pv::Uuid> id{};
  std::string title{};
  pv::Auto<std::int64_t> number{};
  std::chrono::sys_seconds created{};
  std::chrono::sys_seconds changed{};
  std::string shout{};
  std::string path{};
  Role role{};
};
PROMPTVIEW_MODEL(Document, postgres, "sql_documents",
                 FIELD(id, primary_key), FIELD(title), FIELD(number), FIELD(created, auto_now_add), FIELD(changed, auto_now),
                 FIELD(shout, generated="upper(title)"), FIELD(path, type="ltree"), FIELD(role, type="text"))

struct Member : pv::Model<Member> {
  std::int64_t team{};
  std::int64_t person{};
};
PROMPTVIEW_MODEL(Member, postgres, "sql_members", FIELD(team, primary_key), FIELD(person, primary_key), TABLE(schema="hr"))

struct Ticket : pv::Model<Ticket> {
  pv::Auto<std::int64_t> id{};
};
PROMPTVIEW_MODEL(Ticket, postgres, "sql_tickets", FIELD(id, primary_key))

struct Line : pv::Model<Line> {
  std::string text{};
};
PROMPTVIEW_MODEL(Line, postgres, "sql_lines", FIELD(text))

FieldSet skipping(std::initializer_list<std::size_t> places) {
  FieldSet skipped;
  for (const std::size_t place : places) skipped.set(place);
  return skipped;
}

// The text with the fields that are bound and that come back: `... | binds 1 2 | returns 0`
std::string text_of(const pv::ModelInfo& model, const WriteStatement& statement) {
  std::string text = statement.sql;
  const auto list = [&](const char* word, const std::vector<std::uint16_t>& fields) {
    if (!fields.empty()) text += std::string{" | "} + word;
    for (const std::uint16_t field : fields) text += " " + std::string{model.fields[field].name};
  };
  list("binds", statement.bound);
  list("returns", statement.returned);
  return text;
}

std::string text_of(const Statement& statement) {
  std::string text = statement.sql;
  for (const auto& value : statement.values)
    text += " | " + std::string{value.name} + " " + std::to_string(value.number != nullptr ? *value.number : value.value->integer);
  return text;
}

template <class M>
std::string insert(std::initializer_list<std::size_t> skipped = {}) {
  return text_of(model_of<M>(), SQLBuilder::insert(model_of<M>(), skipping(skipped)));
}
template <class M>
std::string update(std::initializer_list<std::size_t> skipped = {}) {
  return text_of(model_of<M>(), SQLBuilder::update(model_of<M>(), skipping(skipped)));
}
template <class M>
std::string upsert(std::initializer_list<std::size_t> skipped = {}) {
  return text_of(model_of<M>(), SQLBuilder::upsert(model_of<M>(), skipping(skipped)));
}

}  // namespace

TEST_CASE("insert binds what is given and returns what the database makes") {
  CHECK(insert<User>() == R"(INSERT INTO "sql_users" ("id", "full name", "age") VALUES ($1, $2, $3) | binds id name age)");
  CHECK(insert<User>({0}) == R"(INSERT INTO "sql_users" ("full name", "age") VALUES ($1, $2) RETURNING "id")"
                             R"( | binds name age | returns id)");
  CHECK(insert<Ticket>({0}) == R"(INSERT INTO "sql_tickets" DEFAULT VALUES RETURNING "id" | returns id)");
  CHECK(insert<Ticket>() == R"(INSERT INTO "sql_tickets" ("id") VALUES ($1) | binds id)");
  CHECK(insert<Member>() == R"(INSERT INTO "hr"."sql_members" ("team", "person") VALUES ($1, $2) | binds team person)");
  CHECK(insert<Line>() == R"(INSERT INTO "sql_lines" ("text") VALUES ($1) | binds text)");
}

TEST_CASE("insert with each combination of empty Autos") {
  const std::string made = R"("created", "changed", "shout")";
  CHECK(insert<Document>() ==
        R"(INSERT INTO "sql_documents" ("id", "title", "number", "created", "changed", "path", "role") )"
        R"(VALUES ($1, $2, $3, now(), now(), $4, $5) RETURNING )" + made +
        " | binds id title number path role | returns created changed shout");
  CHECK(insert<Document>({0}) ==
        R"(INSERT INTO "sql_documents" ("title", "number", "created", "changed", "path", "role") )"
        R"(VALUES ($1, $2, now(), now(), $3, $4) RETURNING "id", )" + made +
        " | binds title number path role | returns id created changed shout");
  CHECK(insert<Document>({2}) ==
        R"(INSERT INTO "sql_documents" ("id", "title", "created", "changed", "path", "role") )"
        R"(VALUES ($1, $2, now(), now(), $3, $4) RETURNING "number", )" + made +
        " | binds id title path role | returns number created changed shout");
  CHECK(insert<Document>({0, 2}) ==
        R"(INSERT INTO "sql_documents" ("title", "created", "changed", "path", "role") )"
        R"(VALUES ($1, now(), now(), $2, $3) RETURNING "id", "number", )" + made +
        " | binds title path role | returns id number created changed shout");
}

TEST_CASE("update sets all but the key, by the key") {
  CHECK(update<User>() == R"(UPDATE "sql_users" SET "full name" = $1, "age" = $2 WHERE "id" = $3 | binds name age id)");
  CHECK(update<User>({1}) == R"(UPDATE "sql_users" SET "age" = $1 WHERE "id" = $2 | binds age id)");
  CHECK(update<User>({0, 1}) == R"(UPDATE "sql_users" SET "age" = $1 WHERE "id" = $2 | binds age id)");
}

TEST_CASE("update of nothing still says whether the row is there") {
  CHECK(update<User>({1, 2}) == R"(UPDATE "sql_users" SET "id" = "id" WHERE "id" = $1 | binds id)");
  CHECK(update<Ticket>() == R"(UPDATE "sql_tickets" SET "id" = "id" WHERE "id" = $1 | binds id)");
  CHECK(update<Member>() == R"(UPDATE "hr"."sql_members" SET "team" = "team" WHERE "team" = $1 AND "person" = $2)"
                            " | binds team person");
}

TEST_CASE("update leaves auto_now_add and generated columns alone and sets auto_now") {
  CHECK(update<Document>() ==
        R"(UPDATE "sql_documents" SET "title" = $1, "number" = $2, "changed" = now(), "path" = $3, "role" = $4 )"
        R"(WHERE "id" = $5 RETURNING "changed", "shout" | binds title number path role id | returns changed shout)");
  CHECK(update<Document>({2}) ==
        R"(UPDATE "sql_documents" SET "title" = $1, "changed" = now(), "path" = $2, "role" = $3 )"
        R"(WHERE "id" = $4 RETURNING "changed", "shout" | binds title path role id | returns changed shout)");
}

TEST_CASE("save_fields sets these fields and auto_now ones") {
  CHECK(update<Document>({0, 2, 3, 4, 5, 6, 7}) ==
        R"(UPDATE "sql_documents" SET "title" = $1, "changed" = now() WHERE "id" = $2 RETURNING "changed", "shout")"
        " | binds title id | returns changed shout");
}

TEST_CASE("upsert goes by the primary key alone") {
  CHECK(upsert<User>() == R"(INSERT INTO "sql_users" ("id", "full name", "age") VALUES ($1, $2, $3) ON CONFLICT ("id") )"
                          R"(DO UPDATE SET "full name" = EXCLUDED."full name", "age" = EXCLUDED."age" | binds id name age)");
  CHECK(upsert<Member>() ==
        R"(INSERT INTO "hr"."sql_members" ("team", "person") VALUES ($1, $2) ON CONFLICT ("team", "person") )"
        R"(DO UPDATE SET "team" = EXCLUDED."team" | binds team person)");
  CHECK(upsert<Ticket>() == R"(INSERT INTO "sql_tickets" ("id") VALUES ($1) ON CONFLICT ("id") )"
                            R"(DO UPDATE SET "id" = EXCLUDED."id" | binds id)");
  CHECK(upsert<Document>({2}) ==
        R"(INSERT INTO "sql_documents" ("id", "title", "created", "changed", "path", "role") )"
        R"(VALUES ($1, $2, now(), now(), $3, $4) ON CONFLICT ("id") DO UPDATE SET "title" = EXCLUDED."title", )"
        R"("changed" = EXCLUDED."changed", "path" = EXCLUDED."path", "role" = EXCLUDED."role" )"
        R"(RETURNING "number", "created", "changed", "shout" )"
        R"(| binds id title path role | returns number created changed shout)");
}

TEST_CASE("get and remove go by the primary key, in its order") {
  CHECK(text_of(model_of<User>(), SQLBuilder::get(model_of<User>())) ==
        R"(SELECT "id", "full name", "age" FROM "sql_users" WHERE "id" = $1 | binds id)");
  CHECK(text_of(model_of<Member>(), SQLBuilder::get(model_of<Member>())) ==
        R"(SELECT "team", "person" FROM "hr"."sql_members" WHERE "team" = $1 AND "person" = $2 | binds team person)");
  CHECK(text_of(model_of<User>(), SQLBuilder::remove(model_of<User>())) ==
        R"(DELETE FROM "sql_users" WHERE "id" = $1 | binds id)");
  CHECK(text_of(model_of<Member>(), SQLBuilder::remove(model_of<Member>())) ==
        R"(DELETE FROM "hr"."sql_members" WHERE "team" = $1 AND "person" = $2 | binds team person)");
}

TEST_CASE("select names each column, and casts what only the server can read to the field's own type") {
  CHECK(text_of(SQLBuilder::select(User::query().select())) == R"(SELECT "id", "full name", "age" FROM "sql_users")");
  CHECK(text_of(SQLBuilder::select(Document::query().select())) ==
        R"(SELECT "id", "title", "number", "created", "changed", "shout", "path"::text, "role" FROM "sql_documents")");
}

TEST_CASE("order, limit and offset") {
  const auto all = User::query();
  const auto tail = [](const pv::QuerySet<User>& query) {
    return text_of(SQLBuilder::select(query.select())).substr(std::string{R"(SELECT "id", "full name", "age" FROM "sql_users")"}.size());
  };
  CHECK(tail(all.order_by("name")) == R"( ORDER BY "full name")");
  CHECK(tail(all.order_by("-age", "name", "-id")) == R"( ORDER BY "age" DESC, "full name", "id" DESC)");
  CHECK(tail(all.order_by("age").order_by("name")) == R"( ORDER BY "full name")");
  CHECK(tail(all.order_by("age", pv::ascending)) == R"( ORDER BY "age")");
  CHECK(tail(all.order_by("age", pv::descending)) == R"( ORDER BY "age" DESC)");
  CHECK(tail(all.order_by("age", false)) == R"( ORDER BY "age" DESC)");
  CHECK(tail(all.limit(10)) == " LIMIT 10");
  CHECK(tail(all.offset(20)) == " OFFSET $1 | offset 20");
  CHECK(tail(all.limit(10).offset(20)) == " LIMIT 10 OFFSET $1 | offset 20");
  CHECK(tail(all.limit(0)) == " LIMIT 0");
  CHECK(tail(all.limit(10).limit(5)) == " LIMIT 5");
  CHECK(tail(all.offset(0)) == "");
  CHECK(tail(all.filter("age__gt", 18).order_by("-age").limit(3).offset(6)) ==
        R"( WHERE "age" > $1 ORDER BY "age" DESC LIMIT 3 OFFSET $2 | age 18 | offset 6)");
}

TEST_CASE("count of a slice counts the slice") {
  const auto adults = User::query().filter("age__gt", 18).order_by("name");
  CHECK(text_of(SQLBuilder::count(User::query().select())) == R"(SELECT count(*) FROM "sql_users")");
  CHECK(text_of(SQLBuilder::count(adults.select())) == R"(SELECT count(*) FROM "sql_users" WHERE "age" > $1 | age 18)");
  CHECK(text_of(SQLBuilder::count(adults.limit(5).select())) ==
        R"(SELECT count(*) FROM (SELECT 1 FROM "sql_users" WHERE "age" > $1 LIMIT 5) AS sliced | age 18)");
  CHECK(text_of(SQLBuilder::count(User::query().offset(5).select())) ==
        R"(SELECT count(*) FROM (SELECT 1 FROM "sql_users" OFFSET $1) AS sliced | offset 5)");
}

TEST_CASE("exists asks for no columns and no order") {
  const auto adults = User::query().filter("age__gt", 18).order_by("name");
  CHECK(text_of(SQLBuilder::exists(adults.limit(1).select())) == R"(SELECT 1 FROM "sql_users" WHERE "age" > $1 LIMIT 1 | age 18)");
}

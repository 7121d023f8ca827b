// SPDX-License-Identifier: MIT
#include <promptview/model.hpp>
#include <promptview/postgres/connection/type_mismatch.hpp>
#include <promptview/postgres/format/type_names.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;
using namespace pv::postgres::detail;
using promptview_test::message;

namespace {

struct User : pv::Model<User> {
  int id{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(User, postgres, "mismatch_users", FIELD(id, primary_key), FIELD(name, column="Näme"), FIELD(age))

const pv::ModelInfo& model = pv::detail::model_of<User>();

// The field's name, or "none".
std::string name_of(const pv::FieldInfo* field) { return field == nullptr ? "none" : std::string{field->name}; }

// Beside the `|` of a statement, which is not part of it.
std::string at_mark(const std::string& marked) {
  const std::size_t mark = marked.find('|');
  std::size_t characters = 0;
  for (const char c : marked.substr(0, mark)) characters += (c & '\xC0') != '\x80' ? 1 : 0;
  return name_of(field_at_place(model, marked.substr(0, mark) + marked.substr(mark + 1), characters + 1));
}

}  // namespace

TEST_CASE("a field is found beside the place that the server points to") {
  CHECK(at_mark(R"(SELECT "id" FROM "mismatch_users" WHERE "age" |= $1)") == "age");
  CHECK(at_mark(R"(SELECT "Näme" FROM "mismatch_users" WHERE "mismatch_users"."age" |> $1)") == "age");
  CHECK(at_mark(R"(SELECT 1 WHERE "Näme" |= $1 AND "age" = $2)") == "name");
  CHECK(at_mark(R"(SELECT 1 WHERE ("other"."age") |= $1)") == "none");
  CHECK(at_mark(R"(SELECT 1 WHERE (("age")) |= $1)") == "age");
  CHECK(at_mark(R"(SELECT 1 WHERE $1 |= ANY("age"))") == "age");
  CHECK(at_mark(R"(SELECT 1 WHERE $1 |= "mismatch_users"."age")") == "age");
  CHECK(at_mark(R"(SELECT 1 WHERE $1 |= "other"."age")") == "none");
  CHECK(at_mark(R"(SELECT 1 WHERE $1 |= $2 AND "age" = 3)") == "none");
  CHECK(at_mark(R"(SELECT |char_length("Näme"))") == "name");
  CHECK(at_mark(R"(INSERT INTO "x" ("id", "age") VALUES (|$1, $2))") == "none");
  CHECK(at_mark(R"(UPDATE "x" SET "age" = |$1)") == "none");
  CHECK(name_of(field_at_place(model, "", 1)) == "none");
  CHECK(name_of(field_at_place(model, R"("age" = 1)", 0)) == "none");
  CHECK(name_of(field_at_place(model, R"("age" = 1)", 100)) == "none");
}

TEST_CASE("a field is found by the column that a message names in quotes, in any language") {
  const auto named = [](std::string_view text) { return name_of(field_in_message(model, text)); };
  CHECK(named(R"(column "age" is of type text but expression is of type integer)") == "age");
  CHECK(named("Spalte »Näme« hat Typ integer, aber der Ausdruck hat Typ text") == "name");
  CHECK(named("la colonne « age » est de type text mais l'expression est de type integer") == "age");
  CHECK(named("operator does not exist: age = integer") == "none");
  CHECK(named(R"(column "age" and column "id")") == "age");
  CHECK(named("age") == "none");
}

TEST_CASE("which errors are about types") {
  CHECK(doubt_of_types("42804", "") == TypeDoubt::certain);
  CHECK(doubt_of_types("42846", "") == TypeDoubt::certain);
  CHECK(doubt_of_types("42883", "op_error") == TypeDoubt::certain);
  CHECK(doubt_of_types("42883", "ParseFuncOrColumn") == TypeDoubt::possible);
  CHECK(doubt_of_types("42809", "make_scalar_array_op") == TypeDoubt::certain);
  CHECK(doubt_of_types("42809", "ParseFuncOrColumn") == TypeDoubt::none);
  CHECK(doubt_of_types("22P02", "") == TypeDoubt::possible);
  CHECK(doubt_of_types("23505", "") == TypeDoubt::none);
}

TEST_CASE("the first line says the fix, the field and both types") {
  const pv::FieldInfo& name = model.fields[1];
  const pv::FieldInfo& age = model.fields[2];
  const pv::ServerReport report{.message = "the server's words"};
  const std::string user{model.name};
  const std::string change = ": change the field's C++ type, or migrate the database: the column ";
  CHECK(mismatch_line(model, {{&age, "text"}}, nullptr, report) == user + ".age" + change + "\"age\" is text, the field integer");
  CHECK(mismatch_line(model, {{&name, "date"}, {&age, "text"}}, &age, report) == user + ".age" + change + "\"age\" is text, the field integer");
  CHECK(mismatch_line(model, {{&name, "date"}, {&age, "text"}}, nullptr, report) ==
        user + ": change the fields' C++ types, or migrate the database: the column \"Näme\" is date, the field text; \"age\" is text, the field integer");
  CHECK(mismatch_line(model, {}, &age, report) == user + ".age: give the value and the column one type, by pv::cast or the field's C++ type: the server's words");
  CHECK(mismatch_line(model, {}, nullptr, report) == user + ": give what stands together one type, by pv::cast or the fields' C++ types: the server's words");
}

TEST_CASE("types are named; where only the server knows the name, its number is said until it was asked") {
  CHECK(known_type_name(25) == "text");
  CHECK(known_type_name(1007) == "integer[]");
  CHECK(known_type_name(3910) == "tstzrange");
  CHECK(known_type_name(3911) == "tstzrange[]");
  CHECK(known_type_name(99999).empty());
  CHECK(known_type_name(0).empty());
  CHECK_THROWS_MATCHES(refuse_type(25, "it is ", ", not a date", {}), pv::TypeMismatch, message("it is text, not a date"));
  try {
    refuse_type(99999, "it is ", ", not a date", {.field = "f", .model = "M"});
  } catch (const UnnamedType& error) {
    CHECK(error.what() == std::string{"it is of a type that could not be named, with the OID 99999, not a date"});
    CHECK_THROWS_MATCHES(error.raise("my_type"), pv::TypeMismatch, message("it is my_type, not a date"));
    CHECK(error.model() == "M");
    CHECK(error.field() == "f");
    return;
  }
  FAIL("it must throw");
}

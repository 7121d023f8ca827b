// SPDX-License-Identifier: MIT
#include <promptview/model.hpp>
#include <promptview/postgres.hpp>
#include <promptview/types/enumeration.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;
using promptview_test::message;

namespace runtime_test {

enum class Role { guest, member };
PROMPTVIEW_ENUM(Role, guest, member)

struct User : pv::Model<User> {
  std::string name{};
  int age{};
  std::optional<std::string> bio{};
  Role role{};
  std::vector<int> scores{};
};
PROMPTVIEW_MODEL(User, postgres, "runtime_users", FIELD(name), FIELD(age), FIELD(bio), FIELD(role), FIELD(scores))

}  // namespace runtime_test

namespace {

using runtime_test::User;

std::string where(const pv::QuerySet<User>& query) {
  const std::string sql = query.to_sql(pv::SqlText::placeholders);
  const std::string head = R"(SELECT "name", "age", "bio", "role", "scores" FROM "runtime_users" WHERE )";
  REQUIRE(sql.substr(0, head.size()) == head);
  return sql.substr(head.size());
}

pv::QuerySet<User> users() { return User::query(); }

}  // namespace

TEST_CASE("a text of run time means the same as a literal") {
  const std::string lookup = "age__gt";
  CHECK(where(users().filter(pv::runtime(lookup), 25)) == "\"age\" > $1\n-- $1 = 25");
  CHECK(where(users().exclude(pv::runtime("bio__contains"), "x%")) ==
        "NOT (\"bio\"::text LIKE $1 AND \"bio\" IS NOT NULL)\n-- $1 =  E'%x\\\\%%'");
  CHECK(where(users().filter(pv::runtime("age__in"), std::vector<int>{1, 2})) ==
        "\"age\" = ANY($1)\n-- $1 = '{\"1\",\"2\"}'::integer[]");
  CHECK(where(users().filter(pv::runtime("bio__isnull"), true)) == "\"bio\" IS NULL");
  CHECK(where(users().filter(pv::runtime("bio"), nullptr)) == "\"bio\" IS NULL");
  CHECK(where(users().filter(User::q(pv::runtime("age"), 1) || !pv::q<User>(pv::runtime("name"), "x"))) ==
        "\"age\" = $1 OR NOT (\"name\" = $2)\n-- $1 = 1, $2 = 'x'");
}

TEST_CASE("a text value is left to the database to parse, for fields of any type") {
  CHECK(where(users().filter(pv::runtime("age__gt"), "25")) == "\"age\" > $1\n-- $1 = '25'");
  CHECK(where(users().filter(pv::runtime("age"), std::string{"25"})) == "\"age\" = $1\n-- $1 = '25'");
  CHECK(where(users().filter(pv::runtime("role"), "guest")) == "\"role\" = $1\n-- $1 = 'guest'");
  CHECK(where(users().filter(pv::runtime("scores"), "{1,2}")) == "\"scores\" = $1\n-- $1 = '{1,2}'");
  CHECK(where(users().filter(pv::runtime("name"), "25")) == "\"name\" = $1\n-- $1 = '25'");
  CHECK_THROWS_MATCHES(users().filter(pv::runtime("age"), std::string("2\0", 2)), pv::InvalidValue,
                       message("runtime_test::User.age__exact: leave out the NUL byte of the text at byte 1, counted from 0"));
}

TEST_CASE("an unknown field is an error that names the model, the text and the nearest field") {
  const std::pair<const char*, const char*> cases[] = {
      {"agee", "age"},     {"agee__gt", "age"}, {"nam__contains", "name"}, {"BIO", "bio"}, {"rol", "role"},
      {"score", "scores"}, {"age_now", "age"},
  };
  for (const auto& [text, nearest] : cases)
    CHECK_THROWS_MATCHES(users().filter(pv::runtime(text), 1), pv::UnknownField,
                         message(std::string{"runtime_test::User has no field for \""} + text + "\": did you mean \"" +
                                 nearest + "\"?"));
}

TEST_CASE("where no field is near, all of them are named") {
  for (const char* text : {"", "x", "elephant", "elephant__gt", "eag", "manne"})
    CHECK_THROWS_MATCHES(users().filter(pv::runtime(text), 1), pv::UnknownField,
                         message(std::string{"runtime_test::User has no field for \""} + text +
                                 "\": use one of name, age, bio, role, scores"));
}

TEST_CASE("an unknown lookup is an error that lists the field's own") {
  CHECK_THROWS_MATCHES(
      users().filter(pv::runtime("age__greater"), 1), pv::UnknownField,
      message(
          "runtime_test::User, \"age__greater\": no such lookup; \"age\" has exact, ne, gt, gte, lt, lte, range, in, isnull"));
  CHECK_THROWS_MATCHES(
      users().filter(pv::runtime("age__contains"), "x"), pv::UnknownField,
      message(
          "runtime_test::User, \"age__contains\": no such lookup; \"age\" has exact, ne, gt, gte, lt, lte, range, in, isnull"));
  CHECK_THROWS_MATCHES(
      users().filter(pv::runtime("scores__in"), "x"), pv::UnknownField,
      message(
          "runtime_test::User, \"scores__in\": no such lookup; \"scores\" has exact, ne, gt, gte, lt, lte, isnull, contains, contained_by, overlap, len"));
  CHECK_THROWS_MATCHES(
      users().filter(pv::runtime("name__"), "x"), pv::UnknownField,
      message(
          "runtime_test::User, \"name__\": no such lookup; \"name\" has exact, ne, gt, gte, lt, lte, range, in, isnull, iexact, "
          "contains, icontains, startswith, istartswith, endswith, iendswith, regex, iregex, search, search_phrase, "
                               "search_web, search_raw, trigram_similar, trigram_word_similar, length, lower, upper"));
}

TEST_CASE("a value that does not fit is an error") {
  CHECK_THROWS_MATCHES(users().filter(pv::runtime("age"), 2.5), pv::InvalidValue,
                       message("runtime_test::User, \"age\": the value must be of the field's type, int32"));
  CHECK_THROWS_MATCHES(users().filter(pv::runtime("name"), 5), pv::InvalidValue,
                       message("runtime_test::User, \"name\": the value must be of the field's type, text"));
  const auto null = [](const std::string& text) {
    return message("runtime_test::User, \"" + text +
                   "\": null can only be compared by exact, ne and isnull, on a field that can be null");
  };
  CHECK_THROWS_MATCHES(users().filter(pv::runtime("age"), nullptr), pv::InvalidValue, null("age"));
  CHECK_THROWS_MATCHES(users().filter(pv::runtime("bio__gt"), nullptr), pv::InvalidValue, null("bio__gt"));
}

TEST_CASE("a wrong value is described by what the lookup takes") {
  CHECK_THROWS_MATCHES(users().filter(pv::runtime("name__contains"), 5), pv::InvalidValue,
                       message("runtime_test::User, \"name__contains\": the value must be a text"));
  CHECK_THROWS_MATCHES(users().filter(pv::runtime("age__in"), 5), pv::InvalidValue,
                       message("runtime_test::User, \"age__in\": the value must be a list of the field's type, int32"));
  CHECK_THROWS_MATCHES(
      users().filter(pv::runtime("age__range"), "1"), pv::InvalidValue,
      message("runtime_test::User, \"age__range\": the value must be two values of the field's type, int32"));
  CHECK_THROWS_MATCHES(users().filter(pv::runtime("bio__isnull"), "yes"), pv::InvalidValue,
                       message("runtime_test::User, \"bio__isnull\": the value must be true or false"));
}

TEST_CASE("orders of run time") {
  const auto order = [](const pv::QuerySet<User>& query) {
    const std::string sql = query.to_sql(pv::SqlText::placeholders);
    return sql.substr(sql.find(" ORDER BY "));
  };
  CHECK(order(users().order_by(pv::runtime("-age"), "name", pv::runtime("bio"))) ==
        R"( ORDER BY "age" DESC, "name", "bio")");
  const std::pair<const char*, const char*> cases[] = {
      {"agee", "agee"}, {"-agee", "agee"}, {"age__gt", "age__gt"}, {"--age", "-age"}};
  for (const auto& [text, shown] : cases)
    CHECK_THROWS_MATCHES(
        users().order_by(pv::runtime(text)), pv::UnknownField,
        message(std::string{"runtime_test::User has no field for \""} + shown + "\": did you mean \"age\"?"));
}

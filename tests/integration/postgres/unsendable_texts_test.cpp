// SPDX-License-Identifier: MIT
// Each call that takes a text refuses one that is not UTF-8, or has a NUL byte, before anything is sent: the server never says 22021.
#include <functional>
#include <string>
#include <vector>

#include <promptview/json.hpp>
#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace unsendable_texts_test {

struct Note : pv::Model<Note> {
  std::string code{};
  std::string title{};
  std::optional<std::string> hint{};
  std::vector<std::string> tags{};
  pv::Json data{};
};
PROMPTVIEW_MODEL(Note, postgres, "unsendable_notes", FIELD(code, primary_key), FIELD(title), FIELD(hint), FIELD(tags), FIELD(data))

struct Call {
  std::string name{};
  std::function<void(const std::string&)> run{};
};

// What came of it: "refused", and otherwise what is wrong.
std::string outcome(const Call& call, const std::string& text) {
  std::string found = "sent";
  const auto sent = pv::testing::count_queries([&] {
    try {
      call.run(text);
    } catch (const pv::InvalidValue&) {
      found = "refused";
    } catch (const pv::UnknownField&) {
      found = "refused";
    } catch (const std::exception& error) {
      found = error.what();
    }
  });
  return found == "refused" && sent.statements > 0 ? "refused when something had been sent" : found;
}

// A SQL text around it. (The `+` of a program that pastes.)
std::string quoted(const std::string& text) { return "SELECT '" + text + "'"; }

// For pv::sql, whose text ends at a NUL byte.
std::string pasted(const std::string& text) { return "'" + text.substr(0, text.find('\0')) + "\xff' = ''"; }

void check(const std::vector<Call>& calls) {
  const std::string texts[] = {"caf\xe9", "\xed\xa0\x80", "\xc0\x80", "ab\xf4\x90\x80\x80", "long enough for steps of eight \xff", {"a\0b", 3}};
  for (const Call& each : calls)
    for (const std::string& text : texts) {
      INFO(each.name << ", byte " << pv::detail::find_bad_byte(text));
      CHECK(outcome(each, text) == "refused");
    }
}

}  // namespace unsendable_texts_test

using namespace unsendable_texts_test;

TEST_CASE("texts of SQL and values beside them are refused before they are sent") {
  const TestDatabase database;
  Note::initialize();
  const auto handle = pv::postgres::acquire();
  const std::string warm = "SELECT 1";
  (void)handle->run(warm);
  check({
      {"raw", [](const std::string& text) { (void)pv::raw<std::string>(quoted(text)); }},
      {"raw, value", [](const std::string& text) { (void)pv::raw<std::string>("SELECT $1::text", text); }},
      {"raw, list", [](const std::string& text) { (void)pv::raw<std::string>("SELECT $1::text[]", std::vector{text}); }},
      {"execute", [](const std::string& text) { (void)pv::execute(quoted(text)); }},
      {"execute, value", [](const std::string& text) { (void)pv::execute("SELECT $1", text); }},
      {"sql in values", [](const std::string& text) { (void)Note::query().values_list(pv::sql<bool>(pasted(text).c_str())).execute(); }},
      {"sql in a filter", [](const std::string& text) { (void)Note::query().filter(pv::sql<bool>(pasted(text).c_str())).execute(); }},
      {"sql in an order", [](const std::string& text) { (void)Note::query().order_by(pv::asc(pv::sql<bool>(pasted(text).c_str()))).execute(); }},
      {"run", [&](const std::string& text) { (void)handle->run(quoted(text)); }},
      {"run_once", [&](const std::string& text) { (void)handle->run_once(quoted(text)); }},
      {"run_script", [&](const std::string& text) { handle->run_script(quoted(text)); }},
  });
  try {
    (void)pv::raw<std::string>("SELECT 'caf\xe9'");
    FAIL("it was sent");
  } catch (const pv::InvalidValue& error) {
    CHECK(error.what() == std::string{"make the SQL valid UTF-8, which it is not at byte 11, counted from 0\n  before it: SELECT 'caf"});
  }
  CHECK_THROWS_MATCHES(Note::query().values_list(pv::sql<std::string>("'caf\xe9'")).execute(), pv::InvalidValue,
                       message("make the text of pv::sql valid UTF-8, which it is not at byte 4, counted from 0\n  before it: 'caf"));
  CHECK(handle->run(warm).rows() == 1);
  CHECK(pv::raw<std::string>("SELECT 'größe'") == std::vector<std::string>{"größe"});
}

TEST_CASE("so are values in conditions, changes, keys, JSON and names that are known at run time") {
  const TestDatabase database;
  Note::initialize();
  check({
      {"filter", [](const std::string& text) { (void)Note::query().filter("title", text).execute(); }},
      {"contains", [](const std::string& text) { (void)Note::query().filter("title__icontains", text).execute(); }},
      {"in", [](const std::string& text) { (void)Note::query().filter("title__in", {std::string{"a"}, text}).execute(); }},
      {"range", [](const std::string& text) { (void)Note::query().filter("title__range", {std::string{"a"}, text}).execute(); }},
      {"has a tag", [](const std::string& text) { (void)Note::query().filter("tags__contains", std::vector{text}).execute(); }},
      {"run-time field", [](const std::string& text) { (void)Note::query().filter(pv::runtime(text), "x").execute(); }},
      {"run-time JSON key", [](const std::string& text) { (void)Note::query().filter(pv::runtime("data__" + text), "x").execute(); }},
      {"JSON value", [](const std::string& text) { (void)Note::query().filter("data__a", text).execute(); }},
      {"order", [](const std::string& text) { (void)Note::query().order_by(pv::runtime(text)).execute(); }},
      {"function", [](const std::string& text) { (void)Note::query().values_list(pv::concat(&Note::title, text)).execute(); }},
      {"expression", [](const std::string& text) { (void)Note::query().filter(Note::f(&Note::title) == text).execute(); }},
      {"search", [](const std::string& text) { (void)Note::query().values_list(pv::search_query("english", text)).execute(); }},
      {"get", [](const std::string& text) { (void)Note::get(text); }},
      {"get_many", [](const std::string& text) { (void)Note::get_many(std::vector{text}); }},
      {"query string", [](const std::string& text) { (void)pv::apply_query_string(Note::query(), "title=" + text, {.fields = {"title"}}).execute(); }},
      {"update", [](const std::string& text) { (void)Note::query().update(pv::set(&Note::title, text)); }},
      {"save", [](const std::string& text) { (Note{.code = "a", .title = text}).save(); }},
      {"insert, optional", [](const std::string& text) { (Note{.code = "a", .hint = text}).insert(); }},
      {"upsert, list", [](const std::string& text) { (Note{.code = "a", .tags = {text}}).upsert(); }},
      {"JSON text", [](const std::string& text) { (Note{.code = "a", .data = {{"a", text}}}).insert(); }},
      {"JSON key", [](const std::string& text) { (Note{.code = "a", .data = {{text, 1}}}).insert(); }},
      {"bulk_create", [](const std::string& text) {
         std::vector<Note> notes{{.code = "a"}, {.code = "b", .title = text}};
         pv::bulk_create(notes);
       }},
      {"remove", [](const std::string& text) { (void)(Note{.code = text}).remove(); }},
  });
  CHECK(Note::query().count() == 0);
  std::vector<Note> many(600);
  for (std::size_t i = 0; i < many.size(); ++i) many[i].code = std::to_string(i);
  many[550].title = "caf\xe9";
  CHECK_THROWS_MATCHES(pv::bulk_create(many), pv::InvalidValue,
                       message("unsendable_texts_test::Note.title (object 550): make the text valid UTF-8, which it is not at byte 3, counted from 0"));
  CHECK(Note::query().count() == 0);
}

TEST_CASE("so are names of settings, locks and databases") {
  const TestDatabase database;
  const std::string server = database.url();
  pv::Transaction transaction;
  check({
      {"set_local", [&](const std::string& text) { transaction.set_local("my.setting", text); }},
      {"set_local, name", [&](const std::string& text) { transaction.set_local("my." + text, "x"); }},
      {"advisory_lock", [&](const std::string& text) { transaction.advisory_lock(text); }},
      {"try_advisory_lock", [&](const std::string& text) { (void)transaction.try_advisory_lock(text); }},
      {"connect, application_name", [&](const std::string& text) { pv::connect({.url = server, .name = "other", .application_name = text}); }},
      {"connect, database", [&](const std::string& text) { pv::connect({.url = server + " dbname='" + text + "'", .name = "other"}); }},
      {"connect, user", [&](const std::string& text) { pv::connect({.url = server + " user='" + text + "'", .name = "other"}); }},
      {"connect, options", [&](const std::string& text) { pv::connect({.url = server + " options='-c my.a=" + text + "'", .name = "other"}); }},
  });
  transaction.set_local("my.setting", "größe");
  CHECK(pv::raw<std::string>("SELECT current_setting('my.setting')") == std::vector<std::string>{"größe"});
}

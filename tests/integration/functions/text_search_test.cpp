// SPDX-License-Identifier: MIT
// Full text search with configurations, weights and ranks.
#include <optional>
#include <string>
#include <vector>

#include <promptview/json.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>
#include <promptview_test/functions.hpp>

using namespace promptview_test;

namespace text_search_test {

struct Page : pv::Model<Page> {
  pv::Auto<int> id{};
  std::string title{};
  std::optional<std::string> body{};
};
PROMPTVIEW_MODEL(Page, postgres, "text_search_test_pages", FIELD(id, primary_key), FIELD(title), FIELD(body))

// A column that the database keeps up to date, with an index.
struct Kept : pv::Model<Kept> {
  pv::Auto<int> id{};
  std::string title{};
  std::optional<pv::SearchVector> words{};
};
PROMPTVIEW_MODEL(Kept, postgres, "text_search_test_kept", FIELD(id, primary_key), FIELD(title), FIELD(words, index = gin))

}  // namespace text_search_test

using namespace text_search_test;

namespace {

using Ids = std::vector<std::string>;

void fill() {
  Page::initialize();
  Page::bulk_create(std::vector<Page>{{.title = "Foxes", .body = "Quick brown foxes jumped over lazy dogs"},
                                      {.title = "Dogs", .body = "A fox, running; and <b>quick</b> cats"},
                                      {.title = "A fox", .body = std::nullopt},
                                      {.title = "Der Fuchs", .body = "Die schnellen F\u00fcchse springen"}});
}

Ids titles(const auto& condition) { return Page::query().filter(condition).order_by("id").values_list(&Page::title).execute(); }

void check_syntaxes() {
  const auto body = pv::search_vector("english", &Page::body);
  const auto found = [&](const char* words, pv::SearchSyntax syntax) { return titles(pv::search_matches(body, pv::search_query("english", words, syntax))); };
  CHECK(titles(pv::search_matches(body, pv::search_query("english", "fox quickly"))) == Ids{"Foxes", "Dogs"});
  CHECK(found("brown fox", pv::SearchSyntax::phrase) == Ids{"Foxes"});
  CHECK(found("fox brown", pv::SearchSyntax::phrase) == Ids{});
  CHECK(found("fox -brown", pv::SearchSyntax::web) == Ids{"Dogs"});
  CHECK(found("cat | brown", pv::SearchSyntax::raw) == Ids{"Foxes", "Dogs"});
  CHECK(found("'); DROP TABLE pages; --", pv::SearchSyntax::plain) == Ids{});
  CHECK_THROWS_AS(found("cat &", pv::SearchSyntax::raw), pv::Error);
  const auto german = pv::search_vector("german", &Page::title, &Page::body);
  CHECK(titles(pv::search_matches(german, pv::search_query("german", "schnelle Fuchs"))) == Ids{"Der Fuchs"});
  CHECK_THROWS_AS(titles(pv::search_matches(german, pv::search_query("klingon", "a"))), pv::Error);
}

// A word in the title counts more than one in the body.
void check_ranks() {
  const auto words = pv::search_query("english", "fox");
  const auto title = pv::search_weight(pv::search_vector("english", &Page::title), 'A');
  const auto text = pv::search_vector("english", title, pv::search_weight(pv::search_vector("english", &Page::body), 'D'));
  const auto rank = pv::search_rank(text, words);
  const auto ranked = Page::query().filter(pv::search_matches(text, words)).order_by(pv::desc(rank), pv::asc(&Page::id));
  CHECK(ranked.values_list(&Page::title).execute() == Ids{"Foxes", "A fox", "Dogs"});
  static_assert(std::same_as<decltype(ranked.values_list(rank).execute()), std::vector<float>>);
  CHECK(ranked.values_list(rank).execute().back() > 0.0F);
  CHECK_THROWS_AS(pv::search_weight(text, 'E'), pv::InvalidValue);
}

void check_values() {
  const auto words = pv::search_query("english", "fox");
  const auto one = Page::query().filter("title", "Foxes");
  const auto absent = Page::query().filter("title", "A fox");
  check_value(one.values_list(pv::search_headline("english", &Page::body, words)),
              std::optional<std::string>{"Quick brown <b>foxes</b> jumped over lazy dogs"});
  check_value(absent.values_list(pv::search_headline("english", &Page::body, words)), std::optional<std::string>{});
  check_value(one.values_list(pv::cast<std::string>(words)), std::string{"'fox'"});
  check_value(one.values_list(pv::cast<std::string>(pv::search_vector("english", &Page::title))), std::string{"'fox':1"});
  check_value(one.values_list(pv::cast<std::string>(pv::search_weight(pv::search_vector("english", &Page::title), 'B'))), std::string{"'fox':1B"});
  check_value(absent.values_list(pv::cast<std::string>(pv::search_vector("english", &Page::title, &Page::body))), std::string{"'fox':2"});
  using enum pv::SearchSyntax;
  check_value(one.values_list(pv::cast<std::string>(pv::search_query("english", "brown fox", phrase))), std::string{"'brown' <-> 'fox'"});
  check_value(one.values_list(pv::cast<std::string>(pv::search_query("english", "fox or dog", web))), std::string{"'fox' | 'dog'"});
  check_value(one.values_list(pv::cast<std::string>(pv::search_query("english", "!fox", raw))), std::string{"!'fox'"});
  check_value(one.values_list(pv::search_rank(pv::search_vector("english", &Page::title), pv::search_query("english", "cat"))), 0.0F);
  check_value(absent.values_list(pv::search_matches(pv::search_vector("english", &Page::body), words)), false);
}

}  // namespace

TEST_CASE("full text search has configurations, syntaxes, weights and ranks") {
  const TestDatabase database;
  fill();
  check_syntaxes();
  check_ranks();
  check_values();
  check_all_functions_used("search_vector", "json_path");
}

TEST_CASE("a column of words is searched") {
  const TestDatabase database;
  Kept::initialize();
  Kept fox{.title = "Foxes run", .words = pv::SearchVector{"'fox':1 'run':2"}};
  fox.save();
  Kept{.title = "None"}.save();
  const auto words = pv::search_query("english", "running");
  const auto found = Kept::query().filter(pv::search_matches(&Kept::words, words)).one();
  CHECK(found.title == "Foxes run");
  CHECK(found.words == pv::SearchVector{"'fox':1 'run':2"});
  check_value(Kept::query().filter("title", "None").values_list(pv::search_rank(&Kept::words, words)), std::optional<float>{});
}

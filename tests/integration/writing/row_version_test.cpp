// SPDX-License-Identifier: MIT
// Row versions: of two that read the same row and write it, the second one learns of the first.
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace row_version_test {

struct Page : pv::Model<Page> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  std::string text{};
  int version{};

  friend bool operator==(const Page&, const Page&) = default;
};
PROMPTVIEW_MODEL(Page, postgres, "row_version_test_pages", FIELD(id, primary_key), FIELD(title, unique), FIELD(text),
                 FIELD(version, row_version, column="Version"))

struct Setting : pv::Model<Setting> {
  std::string name{};
  int value{};
  std::int64_t version = 1;

  friend bool operator==(const Setting&, const Setting&) = default;
};
PROMPTVIEW_MODEL(Setting, postgres, "row_version_test_settings", FIELD(name, primary_key), FIELD(value), FIELD(version, row_version),
                 TABLE(schema="row_version_test"))

}  // namespace row_version_test

using namespace row_version_test;

TEST_CASE("each update counts, and one of an older version is refused") {
  const TestDatabase database;
  Page::initialize();
  Page page = Page::create({.title = "a"});
  CHECK(page.version == 0);
  Page mine = Page::get(1).value();
  page.text = "theirs";
  const auto sent = pv::testing::count_queries([&] { page.save(); });
  CHECK(sent.round_trips == 1);
  CHECK(page.version == 1);

  mine.text = "mine";
  CHECK_THROWS_MATCHES(mine.save(), pv::StaleObject,
                       message("row_version_test::Page: read the object again: its row was changed by others since it was read"));
  CHECK_THROWS_AS(mine.save_fields("text"), pv::StaleObject);
  CHECK_THROWS_AS(mine.remove(), pv::StaleObject);
  CHECK_THROWS_AS(mine.hard_remove(), pv::StaleObject);
  CHECK(Page::query().execute() == std::vector{page});

  mine.refresh();
  mine.text = "mine";
  mine.save_fields("text");
  CHECK(mine.version == 2);
  CHECK(Page::get(1) == mine);
  CHECK(mine.remove());
}

TEST_CASE("a row that is gone is not found, never stale") {
  const TestDatabase database;
  Page::initialize();
  Page page = Page::create({.title = "a"});
  CHECK(Page{page}.remove());
  CHECK_THROWS_AS(page.save(), pv::NotFound);
  CHECK_FALSE(page.remove());
}

TEST_CASE("an upsert by key is checked, one by another unique set counts") {
  const TestDatabase database;
  Setting::initialize();
  Setting setting{.name = "a", .value = 1};
  setting.save();
  CHECK(setting.version == 1);
  Setting other = Setting::get("a").value();
  setting.value = 2;
  setting.save();
  CHECK(setting.version == 2);
  other.value = 3;
  CHECK_THROWS_AS(other.save(), pv::StaleObject);
  CHECK_THROWS_AS(other.upsert(), pv::StaleObject);
  CHECK(Setting::query().execute() == std::vector{setting});
  other.upsert("name");
  CHECK(other == Setting{.name = "a", .value = 3, .version = 3});
  CHECK(Setting::query().execute() == std::vector{other});
  Setting::drop();

  Page::initialize();
  Page page = Page::create({.title = "t", .text = "1"});
  const auto obtained = Page::update_or_create({.title = "t", .text = "2"}, "title");
  CHECK_FALSE(obtained.created);
  CHECK(obtained.object == Page{.id = page.id, .title = "t", .text = "2", .version = 1});
}

TEST_CASE("bulk_update is all or nothing") {
  const TestDatabase database;
  Page::initialize();
  std::vector<Page> pages{{.title = "a"}, {.title = "b"}, {.title = "c"}};
  Page::bulk_create(pages);
  const std::vector<Page> old = pages;
  for (Page& page : pages) page.text = "new";
  CHECK(Page::bulk_update(pages, "text") == 3);
  for (const Page& page : pages) CHECK(page.version == 1);
  CHECK(Page::query().order_by("id").execute() == pages);

  std::vector<Page> mixed{pages[0], old[1], pages[2]};
  for (Page& page : mixed) page.text = "newer";
  const std::vector<Page> given = mixed;
  const char* expected = "row_version_test::Page: read the objects again: 1 of 3 were changed or removed by others, or given twice; nothing was updated";
  CHECK_THROWS_MATCHES(Page::bulk_update(mixed, "text"), pv::StaleObject, message(expected));
  CHECK(mixed == given);
  CHECK(Page::query().order_by("id").execute() == pages);
  {
    pv::Transaction transaction;
    Page::create({.title = "d"});
    CHECK_THROWS_AS(Page::bulk_update(mixed, "text"), pv::StaleObject);
    transaction.commit();
  }
  CHECK(Page::query().filter("text", "newer").count() == 0);
  CHECK(Page::query().count() == 4);

  std::vector<Page> again{{.title = "a", .text = "by title"}};
  CHECK(Page::bulk_create(again, {.update_on = "title"}) == 1);
  CHECK(again[0].version == 2);
  CHECK(Page::get(pages[0].id.value()) == again[0]);
}

TEST_CASE("of many threads that count by reading and writing, none loses a count", "[threads]") {
  const TestDatabase database({.pool_size = 4});
  Page::initialize();
  Page::create({.title = "counter", .text = "0"});
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([] {
      for (int done = 0; done < 25;) {
        Page page = Page::get(1).value();
        page.text = std::to_string(std::stoi(page.text) + 1);
        try {
          page.save();
          ++done;
        } catch (const pv::StaleObject&) {  // read it again
        }
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(Page::get(1) == Page{.id = 1, .title = "counter", .text = "100", .version = 100});
}

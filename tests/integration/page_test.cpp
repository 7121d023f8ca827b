// SPDX-License-Identifier: MIT
// Pages walk through a table row by row, whatever the order, the directions and the NULLs; and the methods that return rows.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <promptview/postgres/store/postgres_namespace.hpp>
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;
using promptview::testing::count_queries;

namespace page_test {

struct Item : pv::Model<Item> {
  int id{};
  std::string name{};
  int group{};
  std::optional<int> rank{};
  double weight{};
  std::optional<std::string> note{};
};
PROMPTVIEW_MODEL(Item, postgres, "page_test_items", FIELD(id, primary_key), FIELD(name, unique), FIELD(group), FIELD(rank), FIELD(weight), FIELD(note))

enum class Role { zero, one, two };
PROMPTVIEW_ENUM(Role, zero, one, two)

struct Tag : pv::Model<Tag> {
  std::string text{};
  pv::Uuid code{};
  Role role{};
  std::chrono::sys_time<std::chrono::microseconds> at{};
  std::string place{};
};
PROMPTVIEW_MODEL(Tag, postgres, "page_test_tags", FIELD(text, primary_key), FIELD(code), FIELD(role), FIELD(at), FIELD(place, max_length=20))

}  // namespace page_test

using namespace page_test;

namespace {

struct Items {
  Items() {
    Item::initialize();
    pv::execute("INSERT INTO page_test_items SELECT i, 'n' || (i * 7 % 53) || ' ''x', i % 4, CASE WHEN i % 3 = 0 THEN NULL ELSE i % 5 END, "
                "CASE WHEN i % 11 = 0 THEN 'NaN' ELSE (i % 6) * 0.1 END, CASE WHEN i % 2 = 0 THEN repeat('\\', i % 3) END "
                "FROM generate_series(1, 53) AS i");
  }
  TestDatabase database{};
};

std::vector<int> ids(const std::vector<Item>& items) {
  std::vector<int> found;
  for (const Item& item : items) found.push_back(item.id);
  return found;
}

std::vector<pv::QuerySet<Item>> orders() {
  const auto all = Item::query();
  return {all,
          all.order_by("-id"),
          all.order_by("name"),
          all.order_by("group"),
          all.order_by("-group"),
          all.order_by("group", "-name"),
          all.order_by("-group", "id"),
          all.order_by("rank"),
          all.order_by("-rank"),
          all.order_by(pv::nulls_first("rank"), "-group"),
          all.order_by(pv::nulls_last("-rank"), pv::nulls_first("note")),
          all.order_by("weight", "note"),
          all.order_by("-weight", pv::nulls_last("-note"), "group"),
          all.filter("group__ne", 2).exclude("rank", 1).order_by("note", "-weight"),
          all.filter(Item::q("group", 1) || Item::q("group", 3)).order_by("-rank")};
}

}  // namespace

TEST_CASE_METHOD(Items, "pages one after the other are the whole query, forwards and backwards") {
  for (const auto& query : orders()) {
    CAPTURE(query.to_sql());
    // the whole order, as pages see it: made total by the key
    pv::Select total = query.select();
    pv::detail::make_total(total);
    std::vector<int> wanted;
    {
      auto ordered = query;
      const std::string sql = pv::postgres::PostgresNamespace{pv::detail::model_of<Item>()}.to_text(total, pv::SqlText::runnable);
      wanted = ids(pv::raw<Item>(sql));
    }
    for (const std::int64_t size : {1, 7, 100}) {
      std::vector<int> forwards;
      std::string cursor;
      std::string last;
      int pages = 0;
      do {
        const pv::Page<Item> page = query.page_after(cursor, size);
        CHECK(page.has_more == !page.next.empty());
        CHECK(page.previous.empty() == cursor.empty());
        for (const int id : ids(page.rows)) forwards.push_back(id);
        last = page.previous;
        cursor = page.next;
      } while (!cursor.empty() && ++pages < 100);
      REQUIRE(forwards == wanted);

      std::vector<int> backwards;
      cursor.clear();
      pages = 0;
      do {
        const pv::Page<Item> page = query.page_before(cursor, size);
        CHECK(page.has_more == !page.previous.empty());
        const std::vector<int> found = ids(page.rows);
        backwards.insert(backwards.begin(), found.begin(), found.end());
        cursor = page.previous;
      } while (!cursor.empty() && ++pages < 100);
      REQUIRE(backwards == wanted);
    }
  }
}

TEST_CASE_METHOD(Items, "from a page one can go back to the one before it") {
  const auto query = Item::query().order_by("-group", pv::nulls_first("rank"));
  const auto first = query.page_after("", 10);
  const auto second = query.page_after(first.next, 10);
  const auto third = query.page_after(second.next, 10);
  CHECK(ids(query.page_before(third.previous, 10).rows) == ids(second.rows));
  CHECK(ids(query.page_before(second.previous, 10).rows) == ids(first.rows));
  CHECK(ids(query.page_after(query.page_before(third.previous, 10).next, 10).rows) == ids(third.rows));
  CHECK_FALSE(query.page_before(second.previous, 10).has_more);
}

TEST_CASE_METHOD(Items, "rows that come and go in front of a page move nothing") {
  const auto query = Item::query().order_by("id");
  const auto first = query.page_after("", 10);
  Item{.id = -1, .name = "in front"}.insert();
  Item::get(3)->remove();
  Item::get(10)->remove();  // the row of the cursor itself
  CHECK(query.page_after(first.next, 3).rows.front().id == 11);
  CHECK(count_queries([&] { (void)query.page_after(first.next, 3); }).round_trips == 1);
}

TEST_CASE_METHOD(Items, "an empty table, a page that fits exactly, and a cursor behind the end") {
  const auto query = Item::query().order_by("-id");
  const auto whole = query.page_after("", 53);
  CHECK(whole.rows.size() == 53);
  CHECK_FALSE(whole.has_more);
  const auto part = query.page_after("", 50);
  pv::execute("DELETE FROM page_test_items WHERE id <= 3");
  const auto behind = query.page_after(part.next, 5);
  CHECK(behind.rows.empty());
  CHECK(behind.next.empty());
  pv::execute("DELETE FROM page_test_items");
  CHECK(query.page_after("", 5).rows.empty());
  CHECK(query.page_before("", 5).rows.empty());
  CHECK_THROWS_AS(query.page_after("forged", 5), pv::InvalidValue);
}

TEST_CASE_METHOD(Items, "pages by a key of text and a uuid, with hostile values") {
  Tag::initialize();
  const std::vector<std::string> texts = {"", "'; DROP TABLE page_test_tags; --", "\\", "a\nb", "\xC3\xA9", "$1", "%"};
  for (std::size_t i = 0; i < texts.size(); ++i)
    Tag{.text = texts[i], .code = pv::Uuid::parse("00000000-0000-4000-8000-00000000000" + std::to_string(i % 3)),
        .role = static_cast<Role>(i % 3),
        .at = std::chrono::sys_time<std::chrono::microseconds>{std::chrono::microseconds{-static_cast<int>(i % 2)}},
        .place = i % 2 == 0 ? "'" : ""}
      .insert();
  for (const auto& query : {Tag::query(), Tag::query().order_by("code", "-text"), Tag::query().order_by("-code"),
                            Tag::query().order_by("role"), Tag::query().order_by("-role", "at"), Tag::query().order_by("-place", "-at", "-role")}) {
    std::vector<std::string> found;
    std::string cursor;
    do {
      const auto page = query.page_after(cursor, 2);
      for (const Tag& tag : page.rows) found.push_back(tag.text);
      cursor = page.next;
    } while (!cursor.empty());
    std::sort(found.begin(), found.end());
    std::vector<std::string> wanted = texts;
    std::sort(wanted.begin(), wanted.end());
    CHECK(found == wanted);
  }
}

TEST_CASE_METHOD(Items, "in_bulk is a map by key, in one round trip") {
  const std::map<int, Item> found = Item::query().in_bulk({1, 3, 3, 999});
  REQUIRE(found.size() == 2);
  CHECK(found.at(3).id == 3);
  CHECK(found.at(1).name == "n7 'x");
  CHECK(Item::query().filter("id__gt", 2).in_bulk(std::vector{1, 2, 3}).size() == 1);
  CHECK(count_queries([] { (void)Item::query().in_bulk({1, 2, 3}); }).round_trips == 1);
  CHECK(count_queries([] { (void)Item::query().in_bulk(std::vector<int>{}); }).round_trips == 0);
  Tag::initialize();
  Tag{.text = "it's"}.insert();
  const std::map<std::string, Tag> tags = Tag::query().in_bulk({"it's", "x"});
  REQUIRE(tags.size() == 1);
  CHECK(tags.contains("it's"));
}

TEST_CASE_METHOD(Items, "earliest, latest, contains, reverse and slice") {
  CHECK(Item::query().earliest("id")->id == 1);
  CHECK(Item::query().latest("id")->id == 53);
  CHECK(Item::query().latest("rank")->rank == 4);  // not a row without one
  CHECK(Item::query().earliest("rank")->rank == 0);
  CHECK(Item::query().order_by("-id").filter("id__lt", 10).latest("id")->id == 9);
  CHECK_FALSE(Item::query().filter("id", 999).latest("id").has_value());
  const Item five = *Item::get(5);
  CHECK(Item::query().contains(five));
  CHECK(Item::query().filter("id__lt", 6).contains(five));
  CHECK_FALSE(Item::query().filter("id__lt", 5).contains(five));
  CHECK(count_queries([&] { (void)Item::query().contains(five); }).round_trips == 1);
  CHECK(ids(Item::query().order_by("id").reverse().slice(0, 3).execute()) == std::vector{53, 52, 51});
  CHECK(ids(Item::query().order_by("id").slice(3, 5).execute()) == std::vector{4, 5});
  CHECK(Item::query().order_by(pv::nulls_last("-rank"), "id").first()->rank == 4);
  CHECK_FALSE(Item::query().order_by("-rank", "id").first()->rank.has_value());
  CHECK(Item::query().order_by(pv::nulls_last("-rank"), "id").last()->rank == std::nullopt);
}

// SPDX-License-Identifier: MIT
// What a QuerySet returns: each lookup on rows with NULLs, orders, slices and the calls that run it.
#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;
using promptview::testing::count_queries;

namespace query_set_test {

struct Word : pv::Model<Word> {
  pv::Auto<std::int64_t> id{};
  std::string text{};
  int number{};
  std::optional<std::string> note{};
  std::optional<int> rank{};

  friend bool operator==(const Word&, const Word&) = default;
};
PROMPTVIEW_MODEL(Word, postgres, "query_set_test_words",
                 FIELD(id, primary_key),
                 FIELD(text),
                 FIELD(number),
                 FIELD(note),
                 FIELD(rank))

}  // namespace query_set_test

using namespace query_set_test;

namespace {

using Ids = std::vector<std::int64_t>;

Ids ids(const pv::QuerySet<Word>& query) {
  Ids found;
  for (const Word& word : query.order_by("id")) found.push_back(*word.id);
  return found;
}

Ids ids_in_order(const pv::QuerySet<Word>& query) {
  Ids found;
  for (const Word& word : query) found.push_back(*word.id);
  return found;
}

struct Words {
  Words() {
    Word::initialize();
    for (Word& each : rows) each.save();
  }

  TestDatabase database{};
  std::vector<Word> rows{
      {.text = "apple", .number = 1, .note = "red", .rank = 10},        // 1
      {.text = "Banana", .number = 2, .note = {}, .rank = 20},          // 2
      {.text = "cherry", .number = 3, .note = "Red", .rank = {}},       // 3
      {.text = "APPLE", .number = 2, .note = {}, .rank = {}},           // 4
      {.text = "", .number = -1, .note = "", .rank = 0},                // 5
      {.text = "100%_\\'\"", .number = 9, .note = "blue", .rank = 20},  // 6
  };
};

}  // namespace

TEST_CASE_METHOD(Words, "exact and ne") {
  CHECK(ids(Word::query().filter("text", "apple")) == Ids{1});
  CHECK(ids(Word::query().filter("text__exact", "APPLE")) == Ids{4});
  CHECK(ids(Word::query().filter("text", "")) == Ids{5});
  CHECK(ids(Word::query().filter("number", 2)) == Ids{2, 4});
  CHECK(ids(Word::query().filter("rank", 20)) == Ids{2, 6});
  CHECK(ids(Word::query().filter("text__ne", "apple")) == Ids{2, 3, 4, 5, 6});
  CHECK(ids(Word::query().filter("rank__ne", 20)) == Ids{1, 3, 4, 5});
  CHECK(ids(Word::query().filter("note__ne", "red")) == Ids{2, 3, 4, 5, 6});
}

TEST_CASE_METHOD(Words, "a null value means IS NULL") {
  CHECK(ids(Word::query().filter("note", nullptr)) == Ids{2, 4});
  CHECK(ids(Word::query().filter("note", std::nullopt)) == Ids{2, 4});
  CHECK(ids(Word::query().filter("note", std::optional<std::string>{})) == Ids{2, 4});
  CHECK(ids(Word::query().filter("note", std::optional<std::string>{"red"})) == Ids{1});
  CHECK(ids(Word::query().filter("rank__ne", std::nullopt)) == Ids{1, 2, 5, 6});
  CHECK(ids(Word::query().filter("rank__ne", std::optional<int>{})) == Ids{1, 2, 5, 6});
  CHECK(ids(Word::query().exclude("rank", nullptr)) == Ids{1, 2, 5, 6});
  CHECK(ids(Word::query().exclude("rank__ne", nullptr)) == Ids{3, 4});
  CHECK(ids(Word::query().filter("number", std::optional<int>{})).empty());
  CHECK_THROWS_MATCHES(
      Word::query().filter("rank__gt", std::optional<int>{}), pv::InvalidValue,
      message_contains("query_set_test::Word.rank__gt: null can only be compared by exact, ne and isnull"));
}

TEST_CASE_METHOD(Words, "isnull") {
  CHECK(ids(Word::query().filter("note__isnull", true)) == Ids{2, 4});
  CHECK(ids(Word::query().filter("note__isnull", false)) == Ids{1, 3, 5, 6});
  CHECK(ids(Word::query().exclude("note__isnull", true)) == Ids{1, 3, 5, 6});
  CHECK(ids(Word::query().filter("number__isnull", true)).empty());
}

TEST_CASE_METHOD(Words, "comparisons never match NULL") {
  CHECK(ids(Word::query().filter("rank__gt", 10)) == Ids{2, 6});
  CHECK(ids(Word::query().filter("rank__gte", 10)) == Ids{1, 2, 6});
  CHECK(ids(Word::query().filter("rank__lt", 10)) == Ids{5});
  CHECK(ids(Word::query().filter("rank__lte", 10)) == Ids{1, 5});
  CHECK(ids(Word::query().filter("text__gte", "c")) == ids(Word::query().filter("text__gt", "c")));
  CHECK(ids(Word::query().filter("number__lt", 0)) == Ids{5});
}

TEST_CASE_METHOD(Words, "range has both its bounds") {
  CHECK(ids(Word::query().filter("rank__range", {0, 10})) == Ids{1, 5});
  CHECK(ids(Word::query().filter("rank__range", std::pair{10, 20})) == Ids{1, 2, 6});
  CHECK(ids(Word::query().filter("number__range", std::vector<int>{3, 9})) == Ids{3, 6});
  CHECK(ids(Word::query().filter("number__range", {9, 3})).empty());
  CHECK(ids(Word::query().filter("text__range", {"cherry", "cherry"})) == Ids{3});
  CHECK(ids(Word::query().exclude("rank__range", {0, 10})) == Ids{2, 3, 4, 6});
  CHECK_THROWS_AS(Word::query().filter("rank__range", {1, 2, 3}), pv::InvalidValue);
  CHECK_THROWS_AS(Word::query().filter("rank__range", std::vector<int>{1}), pv::InvalidValue);
}

TEST_CASE_METHOD(Words, "in takes lists of all forms") {
  CHECK(ids(Word::query().filter("number__in", {1, 9, 77})) == Ids{1, 6});
  CHECK(ids(Word::query().filter("text__in", {"apple", "cherry"})) == Ids{1, 3});
  CHECK(ids(Word::query().filter("text__in", std::vector<std::string>{"apple", "100%_\\'\""})) == Ids{1, 6});
  CHECK(ids(Word::query().filter("text__in", std::array<std::string_view, 2>{"apple", "x"})) == Ids{1});
  CHECK(ids(Word::query().filter("number__in", std::set<long>{2, 3})) == Ids{2, 3, 4});
  CHECK(ids(Word::query().filter("rank__in", std::vector<std::int64_t>{20, 5'000'000'000})) == Ids{2, 6});
  CHECK(ids(Word::query().filter("rank__in", {20})) == Ids{2, 6});
}

TEST_CASE_METHOD(Words, "nulls in a list match nothing, and spoil nothing") {
  const std::vector<std::optional<int>> with_null{20, std::nullopt};
  CHECK(ids(Word::query().filter("rank__in", with_null)) == Ids{2, 6});
  CHECK(ids(Word::query().exclude("rank__in", with_null)) == Ids{1, 3, 4, 5});
  CHECK(ids(Word::query().filter("rank__in", std::vector<std::optional<int>>{std::nullopt})).empty());
  CHECK(ids(Word::query().exclude("rank__in", std::vector<std::optional<int>>{std::nullopt})).size() == 6);
}

TEST_CASE_METHOD(Words, "an empty list matches nothing, with no query") {
  const pv::QuerySet<Word> none = Word::query().filter("number__in", {});
  const auto sent = count_queries([&] {
    CHECK(none.execute().empty());
    CHECK(none.count() == 0);
    CHECK_FALSE(none.exists());
    CHECK(none.first() == std::nullopt);
    CHECK(none.last() == std::nullopt);
    CHECK_THROWS_AS(none.one(), pv::NotFound);
    CHECK(Word::query().filter("text__in", std::vector<std::string>{}).execute().empty());
    CHECK(Word::query().filter("number", 1).filter("rank__in", std::set<int>{}).count() == 0);
    CHECK(Word::query().filter(Word::q("number", 1) && Word::q("text__in", {})).count() == 0);
    CHECK(Word::query().filter(!!Word::q("text__in", {})).count() == 0);
  });
  CHECK(sent.round_trips == 0);

  CHECK(ids(Word::query().exclude("number__in", {})) == Ids{1, 2, 3, 4, 5, 6});
  CHECK(ids(Word::query().filter(Word::q("number", 1) || Word::q("number__in", {}))) == Ids{1});
  CHECK(ids(Word::query().filter(Word::q("number", 1) ^ !Word::q("number__in", {}))) == Ids{2, 3, 4, 5, 6});
}

TEST_CASE_METHOD(Words, "lookups of texts") {
  CHECK(ids(Word::query().filter("text__iexact", "aPPle")) == Ids{1, 4});
  CHECK(ids(Word::query().filter("text__contains", "an")) == Ids{2});
  CHECK(ids(Word::query().filter("text__icontains", "PP")) == Ids{1, 4});
  CHECK(ids(Word::query().filter("text__startswith", "app")) == Ids{1});
  CHECK(ids(Word::query().filter("text__istartswith", "app")) == Ids{1, 4});
  CHECK(ids(Word::query().filter("text__endswith", "y")) == Ids{3});
  CHECK(ids(Word::query().filter("text__iendswith", "LE")) == Ids{1, 4});
  CHECK(ids(Word::query().filter("text__regex", "^[a-c]+h")) == Ids{3});
  CHECK(ids(Word::query().filter("text__regex", "^B")) == Ids{2});
  CHECK(ids(Word::query().filter("text__iregex", "^b|^A")) == Ids{1, 2, 4});
  CHECK(ids(Word::query().filter("note__contains", "")) == Ids{1, 3, 5, 6});
  CHECK(ids(Word::query().filter("note__iexact", "RED")) == Ids{1, 3});
  CHECK(ids(Word::query().exclude("note__icontains", "red")) == Ids{2, 4, 5, 6});
}

TEST_CASE_METHOD(Words, "what LIKE would take as special is plain text in a value") {
  for (const std::string part : {"%", "_", "\\", "'", "\"", "%_", "_\\", "\\'\"", "100%_\\'\""}) {
    CAPTURE(part);
    CHECK(ids(Word::query().filter("text__contains", part)) == Ids{6});
    CHECK(ids(Word::query().filter("text__icontains", part)) == Ids{6});
  }
  CHECK(ids(Word::query().filter("text__startswith", "100%_")) == Ids{6});
  CHECK(ids(Word::query().filter("text__startswith", "1_0")).empty());
  CHECK(ids(Word::query().filter("text__endswith", "\\'\"")) == Ids{6});
  CHECK(ids(Word::query().filter("text__endswith", "%\"")).empty());
  CHECK(ids(Word::query().filter("text__istartswith", "%")).empty());
  CHECK(ids(Word::query().filter("text__iendswith", "_")).empty());
  CHECK(ids(Word::query().filter("text", "100%_\\'\"")) == Ids{6});
  CHECK(ids(Word::query().filter("text__iexact", "APPL_")).empty());
}

TEST_CASE_METHOD(Words, "exclude keeps the rows whose column is NULL") {
  CHECK(ids(Word::query().exclude("rank", 20)) == Ids{1, 3, 4, 5});
  CHECK(ids(Word::query().exclude("rank__gt", 5)) == Ids{3, 4, 5});
  CHECK(ids(Word::query().exclude("rank__in", {20, 10})) == Ids{3, 4, 5});
  CHECK(ids(Word::query().exclude("note__startswith", "r")) == Ids{2, 3, 4, 5, 6});
  CHECK(ids(Word::query().exclude("number", 2)) == Ids{1, 3, 5, 6});
  CHECK(ids(Word::query().exclude(Word::q("rank", 20) && Word::q("note", "blue"))) == Ids{1, 2, 3, 4, 5});
  CHECK(ids(Word::query().exclude(Word::q("rank", 20) || Word::q("note", "red"))) == Ids{3, 4, 5});
  CHECK(ids(Word::query().exclude("rank", 20).exclude("note", "red")) == Ids{3, 4, 5});
  CHECK(ids(Word::query().filter(!Word::q("rank", 20))) == Ids{1, 3, 4, 5});
  CHECK(ids(Word::query().filter(!!Word::q("rank", 20))) == Ids{2, 6});
}

TEST_CASE_METHOD(Words, "numbers beyond the column's width are compared, never cut") {
  CHECK(ids(Word::query().filter("number", 4'294'967'297)).empty());
  CHECK(ids(Word::query().filter("number__lt", 5'000'000'000)).size() == 6);
  CHECK(ids(Word::query().filter("number__range", std::pair{std::int64_t{2}, INT64_MAX})) == Ids{2, 3, 4, 6});
  CHECK(ids(Word::query().filter("number", 2U)) == Ids{2, 4});
  CHECK_THROWS_AS(Word::query().filter("number", UINT64_MAX), pv::InvalidValue);
}

TEST_CASE_METHOD(Words, "order_by one field, several, and either way") {
  CHECK(ids_in_order(Word::query().order_by("-id")) == Ids{6, 5, 4, 3, 2, 1});
  CHECK(ids_in_order(Word::query().order_by("number", "-id")) == Ids{5, 1, 4, 2, 3, 6});
  CHECK(ids_in_order(Word::query().order_by("-number", "id")) == Ids{6, 3, 2, 4, 1, 5});
  CHECK(ids_in_order(Word::query().order_by("rank", "id")) == Ids{5, 1, 2, 6, 3, 4});
  CHECK(ids_in_order(Word::query().order_by("-rank", "-id")) == Ids{4, 3, 6, 2, 1, 5});
  CHECK(ids_in_order(Word::query().order_by("id", pv::descending)) == Ids{6, 5, 4, 3, 2, 1});
  CHECK(ids_in_order(Word::query().order_by("id", true)) == Ids{1, 2, 3, 4, 5, 6});
  CHECK(ids_in_order(Word::query().order_by("text").order_by("-id")) == Ids{6, 5, 4, 3, 2, 1});
  CHECK(ids_in_order(Word::query().order_by("-number", pv::runtime("-rank"), pv::runtime("id"))) ==
        Ids{6, 3, 4, 2, 1, 5});
  CHECK(ids_in_order(Word::query().order_by("rank", "note", "number", "text", "id")) == Ids{5, 1, 6, 2, 3, 4});
}

TEST_CASE_METHOD(Words, "limit and offset") {
  const pv::QuerySet<Word> all = Word::query().order_by("id");
  CHECK(ids_in_order(all.limit(2)) == Ids{1, 2});
  CHECK(ids_in_order(all.limit(2).offset(3)) == Ids{4, 5});
  CHECK(ids_in_order(all.offset(4)) == Ids{5, 6});
  CHECK(ids_in_order(all.offset(40)).empty());
  CHECK(ids_in_order(all.limit(100)).size() == 6);
  CHECK(ids_in_order(all.limit(INT64_MAX)).size() == 6);
  CHECK(count_queries([&] { CHECK(all.limit(0).execute().empty()); }).round_trips == 0);
  CHECK(count_queries([&] { CHECK(all.limit(0).count() == 0); }).round_trips == 0);
  CHECK(count_queries([&] { CHECK_FALSE(all.limit(0).exists()); }).round_trips == 0);
  CHECK(count_queries([&] { CHECK(all.limit(0).first() == std::nullopt); }).round_trips == 0);
  CHECK_THROWS_AS(all.limit(-1), pv::InvalidValue);
  CHECK_THROWS_AS(all.offset(-1), pv::InvalidValue);
  CHECK_THROWS_AS(all.limit(1).filter("number", 1), pv::InvalidValue);
}

TEST_CASE_METHOD(Words, "count counts what execute would return") {
  CHECK(Word::query().count() == 6);
  CHECK(Word::query().filter("rank", 20).count() == 2);
  CHECK(Word::query().limit(4).count() == 4);
  CHECK(Word::query().limit(4).offset(5).count() == 1);
  CHECK(Word::query().offset(2).count() == 4);
  CHECK(Word::query().filter("number", 2).order_by("text").limit(1).count() == 1);
  CHECK(Word::query().filter("number", 12345).count() == 0);
}

TEST_CASE_METHOD(Words, "exists") {
  CHECK(Word::query().exists());
  CHECK(Word::query().filter("rank", 20).exists());
  CHECK_FALSE(Word::query().filter("rank", 21).exists());
  CHECK(Word::query().offset(5).exists());
  CHECK_FALSE(Word::query().offset(6).exists());
  CHECK(Word::query().limit(3).exists());
}

TEST_CASE_METHOD(Words, "first and last take the query's order, or the key's") {
  CHECK(Word::query().first() == rows[0]);
  CHECK(Word::query().last() == rows[5]);
  CHECK(Word::query().order_by("-number").first() == rows[5]);
  CHECK(Word::query().order_by("-number").last() == rows[4]);
  CHECK(Word::query().filter("number", 2).last() == rows[3]);
  CHECK(Word::query().order_by("number", "-id").filter("number", 2).last() == rows[1]);
  CHECK(Word::query().filter("number", 12345).first() == std::nullopt);
  CHECK(Word::query().filter("number", 12345).last() == std::nullopt);
  CHECK(Word::query().order_by("id").offset(2).first() == rows[2]);
  CHECK_THROWS_AS(Word::query().limit(3).last(), pv::InvalidValue);
}

TEST_CASE_METHOD(Words, "one wants exactly one row") {
  CHECK(Word::query().filter("text", "cherry").one() == rows[2]);
  CHECK_THROWS_MATCHES(Word::query().filter("text", "x").one(), pv::NotFound,
                       message("query_set_test::Word: one() matched no row; use first() where there may be none"));
  CHECK_THROWS_MATCHES(Word::query().filter("number", 2).one(), pv::MultipleFound,
                       message("query_set_test::Word: one() matched more than one row; filter further or use first()"));
  CHECK(Word::query().order_by("id").limit(1).one() == rows[0]);
}

TEST_CASE_METHOD(Words, "a QuerySet can be kept, derived from and run again") {
  const pv::QuerySet<Word> base = Word::query().filter("number__gt", 0);
  const pv::QuerySet<Word> high = base.filter("rank__gte", 20);
  const pv::QuerySet<Word> reversed = high.order_by("-id");
  CHECK(ids(base) == Ids{1, 2, 3, 4, 6});
  CHECK(ids(high) == Ids{2, 6});
  CHECK(ids_in_order(reversed) == Ids{6, 2});
  CHECK(ids(base.exclude("note", nullptr)) == Ids{1, 3, 6});
  CHECK(ids(base) == Ids{1, 2, 3, 4, 6});

  Word more{.text = "date", .number = 5, .rank = 30};
  more.save();
  CHECK(ids(high) == Ids{2, 6, 7});
  pv::QuerySet<Word> copy = high;
  copy = copy.limit(1);
  CHECK(copy.count() == 1);
  CHECK(high.count() == 3);
}

TEST_CASE_METHOD(Words, "a range-for over a query runs it once") {
  std::vector<Word> seen;
  CHECK(count_queries([&] {
          for (const Word& word : Word::query().order_by("id")) seen.push_back(word);
        }).round_trips == 1);
  CHECK(seen == rows);
  for (Word& word : Word::query().filter("number", 12345)) FAIL("there is no " << word.text);
}

TEST_CASE_METHOD(Words, "each call that runs a query is one round trip, also the first time") {
  const pv::QuerySet<Word> query = Word::query().filter("number__gte", 1).order_by("-text");
  for (int run = 0; run < 2; ++run) {
    CHECK(count_queries([&] { (void)query.execute(); }).round_trips == 1);
    CHECK(count_queries([&] { (void)query.count(); }).round_trips == 1);
    CHECK(count_queries([&] { (void)query.limit(2).count(); }).round_trips == 1);
    CHECK(count_queries([&] { (void)query.exists(); }).round_trips == 1);
    CHECK(count_queries([&] { (void)query.first(); }).round_trips == 1);
    CHECK(count_queries([&] { (void)query.last(); }).round_trips == 1);
    CHECK(count_queries([&] { (void)query.limit(1).one(); }).round_trips == 1);
    CHECK(count_queries([&] { CHECK_THROWS_AS(query.one(), pv::MultipleFound); }).round_trips == 1);
    CHECK(count_queries([&] { (void)query.filter("text__icontains", "a").limit(1).offset(1).execute(); }).round_trips ==
          1);
  }
  CHECK(count_queries([&] { (void)query.to_sql(); }).round_trips == 0);
}

TEST_CASE_METHOD(Words, "many rows come back whole and in order") {
  TestDatabase::execute(
      "INSERT INTO query_set_test_words (text, number, note, rank) SELECT 't' || i, i, CASE WHEN i % 3 = 0 "
      "THEN 'n' || i END, nullif(i % 5, 0) FROM generate_series(1000, 20999) AS i");
  const std::vector<Word> many = Word::query().filter("number__gte", 1000).order_by("number").execute();
  REQUIRE(many.size() == 20000);
  int wrong = 0;
  for (int i = 1000; i < 21000; ++i) {
    const Word& got = many[static_cast<std::size_t>(i - 1000)];
    Word wanted{.id = got.id, .text = "t" + std::to_string(i), .number = i};
    if (i % 3 == 0) wanted.note = "n" + std::to_string(i);
    if (i % 5 != 0) wanted.rank = i % 5;
    wrong += got == wanted ? 0 : 1;
  }
  CHECK(wrong == 0);
}

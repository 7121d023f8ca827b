// SPDX-License-Identifier: MIT
// A store that cannot do things together does them one after the other, with the same results.
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <promptview/get_many.hpp>
#include <promptview/pipeline.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/fake_store.hpp>

using namespace promptview_test;

namespace pipeline_unit_test {

struct Line : pv::Model<Line> {
  int id{};
  std::string text{};
};
PROMPTVIEW_MODEL(Line, fake, "pipeline_lines", FIELD(id, primary_key), FIELD(text))

}  // namespace pipeline_unit_test

using pipeline_unit_test::Line;

namespace {

using Calls = std::vector<std::string>;

using Store = FakeLines<Line>;

}  // namespace

TEST_CASE("a pipeline asks each query, in order") {
  const Store store{3};
  const auto [rows, n, any, first, one] = pv::pipeline(Line::query().filter("id__gt", 0), Line::query().count_query(), Line::query().exists_query(),
                                                       Line::query().first_query(), Line::get_query(7));
  CHECK(rows.size() == 3);
  CHECK(n == 3);
  CHECK(any);
  CHECK(first->text == "line 1");
  CHECK(one->text == "line 1");
  CHECK(take_asked() == Calls{"Line query where", "Line count", "Line exists limit=1", "Line query limit=1 order=id", "Line get integer 7"});
}

TEST_CASE("a pipeline does not ask what matches nothing, and says no to two databases") {
  const Store store{3};
  const auto [none, n, any, first] =
      pv::pipeline(Line::query().none(), Line::query().limit(0).count_query(), Line::query().none().exists_query(), Line::query().none().first_query());
  CHECK(none.empty());
  CHECK(n == 0);
  CHECK_FALSE(any);
  CHECK_FALSE(first);
  CHECK(take_asked().empty());
  CHECK_THROWS_MATCHES(pv::pipeline(Line::query().on("a"), pv::on("b").get_query<Line>(1)), pv::InvalidValue,
                       message("pipeline: ask one database at a time: query 0 is on \"a\", query 1 on \"b\""));
  CHECK(take_asked().empty());
  (void)pv::pipeline(Line::query().on("a"), pv::on("a").get_query<Line>(1));
  CHECK(take_asked() == Calls{"Line on a query", "Line on a get integer 1"});
}

TEST_CASE("a pipeline of any number of queries of one type") {
  const Store store{1};
  std::vector<decltype(Line::get_query(1))> gets;
  CHECK(pv::pipeline(gets).empty());
  for (int i = 0; i < 3; ++i) gets.push_back(Line::get_query(i));
  CHECK(pv::pipeline(gets).size() == 3);
  CHECK(take_asked() == Calls{"Line get integer 0", "Line get integer 1", "Line get integer 2"});
}

TEST_CASE("the place of an error is that among all queries, also of those that are not asked") {
  const Store store{1};
  const auto slice = Line::query().limit(3);
  try {
    (void)pv::pipeline(Line::query().none(), Line::query(), slice.select_for_update());
    FAIL("there is no transaction");
  } catch (const pv::TransactionRequired&) {
    CHECK(take_asked().empty());
  }
}

TEST_CASE("get_many asks for each key where a store has no better way") {
  const Store store{1};
  CHECK(Line::get_many({4, 2}).size() == 2);
  CHECK(pv::on("a").get_many<Line>(std::vector{std::tuple{9}})[0]->text == "line 1");
  CHECK(Line::get_many(std::vector<int>{}).empty());
  CHECK(take_asked() == Calls{"Line get integer 4", "Line get integer 2", "Line on a get integer 9"});
}

TEST_CASE("save_all and update_all write each object") {
  const Store store{0};
  std::vector<Line> lines{{.id = 1, .text = "a"}, {.id = 2, .text = "b"}};
  Line::save_all(lines);
  pv::update_all(lines);
  pv::on("a").save_all(lines);
  lines.clear();
  pv::save_all(lines);
  CHECK(take_asked() == Calls{"Line save: integer 1, text a", "Line save: integer 2, text b", "Line update: integer 1, text a", "Line update: integer 2, text b", "Line on a save: integer 1, text a",
                              "Line on a save: integer 2, text b"});
}

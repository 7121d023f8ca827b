// SPDX-License-Identifier: MIT
// What a stream asks of its store, and when.
#include <string>
#include <vector>

#include <promptview/stream.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/fake_store.hpp>

using namespace promptview_test;

namespace stream_unit_test {

struct Line : pv::Model<Line> {
  int id{};
  std::string text{};
};
PROMPTVIEW_MODEL(Line, fake, "stream_lines", FIELD(id, primary_key), FIELD(text))

}  // namespace stream_unit_test

using stream_unit_test::Line;

namespace {

using Calls = std::vector<std::string>;

using Store = FakeLines<Line>;

std::string read(pv::Stream<Line>&& stream) {
  std::string seen;
  for (const Line& line : stream) seen += std::to_string(line.id) + ":" + line.text + " ";
  return seen;
}

}  // namespace

TEST_CASE("a stream gives all rows, batch by batch") {
  const Store store{5};
  CHECK(read(Line::query().filter("id__gt", 0).order_by("-id").stream(2)) == "1:line 1 2:line 2 3:line 3 4:line 4 5:line 5 ");
  CHECK(take_asked() == Calls{"Line stream where order=-id by 2", "batch", "batch", "batch", "batch"});
  CHECK(read(Line::query().on("replica").stream(5)).size() == 45);
  CHECK(take_asked() == Calls{"Line on replica stream by 5", "batch", "batch"});
  CHECK(FakeStream::alive() == 0);
}

TEST_CASE("nothing is sent before the first row is asked for") {
  const Store store{3};
  {
    pv::Stream<Line> stream = Line::query().stream(10);
    CHECK(take_asked().empty());
    auto row = stream.begin();
    CHECK(take_asked() == Calls{"Line stream by 10", "batch"});
    CHECK(row->id == 1);
    ++row;
    row++;
    CHECK((*row).text == "line 3");
    CHECK(take_asked().empty());
    CHECK(FakeStream::alive() == 1);
  }
  CHECK(FakeStream::alive() == 0);
}

TEST_CASE("the rows of all batches are read into the same objects") {
  const Store store{7};
  std::vector<const Line*> places;
  for (const Line& line : Line::query().stream(3)) places.push_back(&line);
  REQUIRE(places.size() == 7);
  CHECK(places[3] == places[0]);
  CHECK(places[5] == places[2]);
  CHECK(places[6] == places[0]);
}

TEST_CASE("copy_out is a stream where a store has no faster way") {
  const Store store{2};
  CHECK(read(Line::query().copy_out()) == "1:line 1 2:line 2 ");
  CHECK(take_asked() == Calls{"Line stream by 1000", "batch", "batch"});
}

TEST_CASE("leaving a stream early frees it") {
  const Store store{5};
  for (const Line& line : Line::query().stream(2))
    if (line.id == 3) break;
  CHECK(FakeStream::alive() == 0);
  CHECK(take_asked() == Calls{"Line stream by 2", "batch", "batch"});
}

TEST_CASE("what matches nothing opens no stream") {
  const Store store{5};
  CHECK(read(Line::query().filter("id__in", {}).stream(2)).empty());
  CHECK(read(Line::query().limit(0).stream(2)).empty());
  CHECK(take_asked().empty());
  const Store empty{0};
  CHECK(read(Line::query().stream(2)).empty());
  CHECK(take_asked() == Calls{"Line stream by 2", "batch"});
}

TEST_CASE("a stream is read once, in batches from 1 on") {
  const Store store{5};
  const auto batches = [](const std::string& given) {
    return message("stream_unit_test::Line: stream() takes the rows of a batch, from 1 to 2147483647, not " + given);
  };
  CHECK_THROWS_MATCHES(Line::query().stream(0), pv::InvalidValue, batches("0"));
  CHECK_THROWS_MATCHES(Line::query().stream(-5), pv::InvalidValue, batches("-5"));
  CHECK_THROWS_MATCHES(Line::query().stream(2147483648), pv::InvalidValue, batches("2147483648"));
  pv::Stream<Line> stream = Line::query().stream(2);
  (void)stream.begin();
  CHECK_THROWS_MATCHES(stream.begin(), pv::InvalidValue,
                       message("stream_unit_test::Line: a stream is read once; ask the query for another one"));
}

TEST_CASE("explain passes on what it is asked") {
  const Store store{0};
  CHECK(Line::query().explain() == "plan");
  CHECK(Line::query().filter("id", 1).explain({.analyze = true}) == "plan");
  CHECK(take_asked() == Calls{"Line explain", "Line explain analyze where"});
}

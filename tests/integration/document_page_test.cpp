// SPDX-License-Identifier: MIT
// A request for a page, answered by one call: the rows, their number, and the requests for the pages beside it.
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace document_page_test {

struct Ticket : pv::Model<Ticket> {
  pv::Auto<std::int64_t> id{};
  int rank{};
  std::string state{};
  std::string secret{};
};
PROMPTVIEW_MODEL(Ticket, postgres, "document_page_tickets", FIELD(id, primary_key), FIELD(rank), FIELD(state), FIELD(secret))

// 150 rows: ranks 0 to 9, fifteen of each; two of three are open.
void make_rows() {
  Ticket::initialize();
  std::vector<Ticket> tickets(150);
  for (int i = 0; i < 150; ++i) tickets[static_cast<std::size_t>(i)].rank = i % 10, tickets[static_cast<std::size_t>(i)].state = i % 3 == 0 ? "closed" : "open";
  pv::bulk_create(tickets);
}

std::vector<std::int64_t> ids(const std::vector<Ticket>& rows) {
  std::vector<std::int64_t> ids;
  for (const Ticket& row : rows) ids.push_back(*row.id);
  return ids;
}

}  // namespace document_page_test

using namespace document_page_test;

namespace {

const pv::DocumentRules<Ticket> rules{.fields = {"rank", "state"}};

// All pages from the first on, by the links; and back.
template <class Ask>
std::vector<std::int64_t> read_all(const Ask& ask, std::string request, std::size_t& pages) {
  std::vector<std::int64_t> all;
  std::string last;
  for (pages = 0; !request.empty() && pages < 100; ++pages) {
    const pv::RequestPage<Ticket> page = ask(request);
    for (const std::int64_t id : ids(page.rows)) all.push_back(id);
    CHECK(page.total == 100);
    last = std::exchange(request, page.next);
  }
  std::size_t back = 1;
  for (std::string before = ask(last).previous; !before.empty() && back < 100; ++back) before = ask(before).previous;
  CHECK(back == pages);
  return all;
}

std::vector<std::int64_t> wanted() { return ids(Ticket::query().filter("state", "open").order_by("-rank", "-id").execute()); }

}  // namespace

TEST_CASE("document page: a count, an aggregate and a cursor are of all rows, not of the request's slice") {
  const TestDatabase database;
  make_rows();
  const auto found = pv::apply_query_string(Ticket::query(), "state=open&limit=10", rules);
  CHECK(found.execute().size() == 10);
  CHECK(found.count() == 100);
  CHECK(pv::apply_query_string(Ticket::query(), "", rules).count() == 150);
  CHECK(pv::apply_json(Ticket::query(), "{}", rules).count() == 150);
  CHECK(pv::apply_json(Ticket::query(), R"({"limit": 0})", rules).count() == 150);
  CHECK(found.without_slice().execute().size() == 100);
  CHECK(found.limit(7).count() == 7);  // a slice of the program's own is counted, as elsewhere
  CHECK(std::get<0>(found.aggregate(pv::count())) == 100);
  CHECK(std::get<0>(pv::pipeline(found.count_query())) == 100);
  const pv::Page<Ticket> page = found.order_by("-rank").page_after("", 20);
  CHECK(page.rows.size() == 20);
  CHECK(found.order_by("-rank").page_after(page.next, 20).rows.size() == 20);
}

TEST_CASE("document page: by offset, from a query string") {
  const TestDatabase database;
  make_rows();
  const pv::RequestPage<Ticket> first = pv::paginate_query_string(Ticket::query(), "?state=open&order=-rank&limit=30", rules);
  CHECK(first.rows.size() == 30);
  CHECK(first.total == 100);
  CHECK(first.next == "state=open&order=-rank&limit=30&offset=30");
  CHECK(first.previous.empty());
  const pv::RequestPage<Ticket> last = pv::paginate_query_string(Ticket::query(), "state=open&offset=90&order=-rank&limit=30", rules);
  CHECK(last.rows.size() == 10);
  CHECK(last.next.empty());
  CHECK(last.previous == "state=open&order=-rank&limit=30&offset=60");
  std::size_t pages = 0;
  const auto ask = [](const std::string& request) { return pv::paginate_query_string(Ticket::query(), request, rules); };
  CHECK(read_all(ask, "state=open&order=-rank&limit=30", pages) == wanted());
  CHECK(pages == 4);
  CHECK(pv::paginate_query_string(Ticket::query(), "limit=0", rules).total == 150);
  CHECK(pv::paginate_query_string(Ticket::query(), "limit=10&offset=10", {.fields = {"rank"}, .max_offset = 15}).next.empty());
}

TEST_CASE("document page: by its number, under other names") {
  const TestDatabase database;
  make_rows();
  const pv::DocumentRules<Ticket> named{
      .fields = {"rank", "state"}, .names = {.filter = "filter[*]", .order = "sort", .limit = "page[size]", .offset = "", .page = "page[number]", .ignored = {"lang"}}};
  const auto ask = [&](const std::string& request) { return pv::paginate_query_string(Ticket::query(), request, named); };
  const pv::RequestPage<Ticket> second = ask("filter[state]=open&page[number]=2&lang=de&sort=-rank&page[size]=40");
  CHECK(second.next == "filter[state]=open&lang=de&sort=-rank&page[size]=40&page%5Bnumber%5D=3");
  CHECK(second.previous == "filter[state]=open&lang=de&sort=-rank&page[size]=40&page%5Bnumber%5D=1");
  std::size_t pages = 0;
  CHECK(read_all(ask, "filter[state]=open&sort=-rank&page[size]=40", pages) == wanted());
  CHECK(pages == 3);
}

TEST_CASE("document page: by cursors") {
  const TestDatabase database;
  make_rows();
  const pv::DocumentRules<Ticket> by_cursor{.fields = {"rank", "state"}, .cursor_pages = true};
  const auto ask = [&](const std::string& request) { return pv::paginate_query_string(Ticket::query(), request, by_cursor); };
  std::size_t pages = 0;
  CHECK(read_all(ask, "state=open&order=-rank&limit=30", pages) == wanted());
  CHECK(pages == 4);
  CHECK(ask("state=open&order=-rank&limit=30").next.starts_with("state=open&order=-rank&limit=30&after="));
  const auto ask_json = [&](const std::string& request) { return pv::paginate_json(Ticket::query(), request, by_cursor); };
  CHECK(read_all(ask_json, R"({"filter":{"state":"open"},"order":"-rank","limit":30})", pages) == wanted());
  CHECK_THROWS_MATCHES(ask("after=x"), pv::InvalidValue,
                       message("after: document_page_test::Ticket: this is no cursor of this query: pass one that came from a page in the same order, or an empty text"));
  CHECK_THROWS_MATCHES(ask("offset=5"), pv::InvalidValue, message("offset: go on by the cursors of the pages, after and before"));
  CHECK_THROWS_MATCHES(ask("after=x&before=y"), pv::InvalidValue, message("before: give one cursor"));
  CHECK_THROWS_MATCHES(ask("limit=0"), pv::InvalidValue, message("limit: give a whole number from 1 to 100"));
  CHECK_THROWS_AS(pv::paginate_query_string(Ticket::query(), "after=x", rules), pv::UnknownField);
}

TEST_CASE("document page: by JSON, and rows of other shapes") {
  const TestDatabase database;
  make_rows();
  const pv::RequestPage<Ticket> first = pv::paginate_json(Ticket::query(), R"({"state": "open"})", {.fields = {"state"}, .max_limit = 60});
  CHECK(first.rows.size() == 60);
  CHECK(first.total == 100);
  CHECK(first.next == R"({"filter":{"state":"open"},"offset":60})");
  const auto second = pv::paginate_json(Ticket::query(), first.next, {.fields = {"state"}, .max_limit = 60});
  CHECK(second.rows.size() == 40);
  CHECK(second.next.empty());
  CHECK(second.previous == R"({"filter":{"state":"open"},"offset":0})");
  CHECK(pv::paginate_json(Ticket::query(), "{}", {.fields = {"state"}, .max_limit = 60}).next == R"({"offset":60})");
  const auto shaped = pv::paginate_query_string(Ticket::query().annotate<"twice">(Ticket::f(&Ticket::rank) * 2), "limit=1", rules);
  CHECK(shaped.total == 150);
}

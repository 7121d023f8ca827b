// SPDX-License-Identifier: MIT
// Documents of strangers on a real server: the rows that they find, and that it takes whatever was not refused.
#include <string>
#include <vector>

#include <promptview/json.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>
#include <promptview_test/documents.hpp>
#include <promptview_test/mutator.hpp>

using namespace promptview_test;

namespace document_integration {

enum class Role { guest, member };
PROMPTVIEW_ENUM(Role, guest, member)

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  std::int16_t small{};
  std::int64_t big{};
  std::optional<std::string> bio{};
  bool active{};
  float real{};
  double score{};
  pv::Numeric price{};
  std::chrono::sys_days born{};
  pv::TimeOfDay time{};
  std::chrono::local_time<std::chrono::microseconds> local{};
  std::chrono::sys_time<std::chrono::microseconds> at{};
  std::chrono::microseconds length{};
  std::optional<pv::Uuid> code{};
  Role role{};
  std::vector<std::string> tags{};
  std::vector<std::byte> bytes{};
  pv::Json data{};
  std::optional<pv::Range<int>> spans{};
  std::string password{};
};
PROMPTVIEW_MODEL(User, postgres, "document_integration_users", FIELD(id, primary_key), FIELD(name), FIELD(age), FIELD(small), FIELD(big), FIELD(bio),
                 FIELD(active), FIELD(real), FIELD(score), FIELD(price), FIELD(born), FIELD(time), FIELD(local), FIELD(at), FIELD(length),
                 FIELD(code), FIELD(role), FIELD(tags), FIELD(bytes), FIELD(data), FIELD(spans), FIELD(password))

}  // namespace document_integration

using document_integration::User;

namespace {

const pv::DocumentRules<User> rules{.fields = {"name", "age", "small", "big", "bio", "active", "real", "score", "price", "born", "time", "local",
                                               "at", "length", "code", "role", "tags", "bytes", "data", "spans"}};

struct Users {
  Users() {
    User::initialize();
    for (int i = 1; i <= 9; ++i)
      User{.name = i == 5 ? "it's" : "Jo " + std::to_string(i), .age = i * 10, .bio = i % 2 == 0 ? std::nullopt : std::optional<std::string>{"x"},
           .active = i % 3 == 0, .price = pv::Numeric{i}, .tags = {"a"}, .password = "secret " + std::to_string(i)}
          .save();
  }
  TestDatabase database{};
};

std::string ages(const pv::QuerySet<User>& query) {
  std::string found;
  for (const User& user : query.select().order.empty() ? query.order_by("id") : query) found += std::to_string(user.age) + " ";
  return found;
}
std::string json(const std::string& text) { return ages(pv::apply_json(User::query(), text, rules)); }
std::string url(const std::string& text) { return ages(pv::apply_query_string(User::query(), text, rules)); }

}  // namespace

TEST_CASE_METHOD(Users, "documents find the rows that they say") {
  CHECK(json(R"({"age__gt": 25, "name__icontains": "jo"})") == "30 40 60 70 80 90 ");
  CHECK(json(R"({"and": [{"age__gt": 25}, {"or": [{"name": "it's"}, {"bio": null}]}, {"not": {"active": true}}]})") == "40 50 80 ");
  CHECK(json(R"({"filter": {"age__range": [20, 60]}, "order": "-age", "limit": 2, "offset": 1})") == "50 40 ");
  CHECK(json(R"({"price__in": [1, "2.0", 3.0], "tags": ["a"]})") == "10 20 30 ");
  CHECK(json(R"({"name": "x'; DROP TABLE document_integration_users; --"})") == "");
  CHECK(url("age__gt=25&name__icontains=jo&order=-age&limit=3") == "90 80 70 ");
  CHECK(url("age__in=10,20&age__in=30&bio__isnull=false") == "10 30 ");
  CHECK(url("name=it%27s") == "50 ");
  CHECK(url("") == "10 20 30 40 50 60 70 80 90 ");
  CHECK_THROWS_AS(json(R"({"password__startswith": "s"})"), pv::UnknownField);
}

TEST_CASE_METHOD(Users, "the server takes every document that was not refused") {
  Mutator json{7, good_json_documents(), document_pieces()};
  Mutator query_strings{8, good_query_strings(), document_pieces()};
  const pv::Transaction transaction;  // one connection, and an error would show in all that follows
  int sent = 0;
  const auto send = [&sent](const std::string& text, const pv::QuerySet<User>& query) {
    INFO(text);
    INFO(query.to_sql());
    REQUIRE_NOTHROW(query.execute());
    ++sent;
  };
  for (const std::string& text : good_json_documents()) send(text, pv::apply_json(User::query(), text, rules));
  for (const std::string& text : good_query_strings()) send(text, pv::apply_query_string(User::query(), text, rules));
  for (int i = 0; i < 10'000; ++i) {
    const bool is_json = i % 2 == 0;
    const std::string text = is_json ? json.next() : query_strings.next();
    pv::QuerySet<User> query;
    try {
      query = is_json ? pv::apply_json(User::query(), text, rules) : pv::apply_query_string(User::query(), text, rules);
    } catch (const pv::Error&) {
      continue;
    }
    send(text, query);
  }
  CHECK(sent > 500);
  CHECK(User::query().count() == 9);
}

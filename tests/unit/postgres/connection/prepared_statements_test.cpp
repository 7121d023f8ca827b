// SPDX-License-Identifier: MIT
#include <promptview/postgres/connection/prepared_statements.hpp>
#include <promptview_test/catch.hpp>

#include <set>
#include <string>
#include <vector>

using promptview::postgres::SessionOwner;
using promptview::postgres::PreparedStatements;
using Types = std::vector<Oid>;

namespace {

std::string prepare(PreparedStatements& cache, std::string_view sql, const Types& types = {}) {
  const PreparedStatements::Entry entry = cache.make_entry(sql, types);
  cache.add(sql, types, entry);
  return entry.name;
}

std::string name_of(PreparedStatements& cache, std::string_view sql, const Types& types = {}) {
  const PreparedStatements::Entry* entry = cache.find(sql, types);
  return entry == nullptr ? "" : entry->name;
}

}  // namespace

TEST_CASE("a statement is found by its text and the types of its parameters") {
  PreparedStatements cache{10};
  CHECK(cache.has_names(true));
  CHECK(cache.size() == 0);
  CHECK(cache.find("SELECT $1", Types{23}) == nullptr);

  const std::string first = prepare(cache, "SELECT $1", {23});
  const std::string second = prepare(cache, "SELECT $1", {25});
  const std::string third = prepare(cache, "SELECT $1");
  // 128 bits of the SHA-256 of the text, a NUL and the types, as sha256sum says
  CHECK(first == "pv_cad378e8df0da27ad0405937fec24c2e");
  CHECK(second == "pv_8278bd4b53dd1ade4a32c3448890580a");
  CHECK(third == "pv_51ecdb98ce6fba2501a162b3be44261a");
  CHECK(cache.size() == 3);
  CHECK(name_of(cache, "SELECT $1", {23}) == first);
  CHECK(name_of(cache, "SELECT $1", {25}) == second);
  CHECK(name_of(cache, "SELECT $1") == third);
  CHECK(name_of(cache, "SELECT $1", {23, 25}).empty());
  CHECK(name_of(cache, "SELECT $1 ", {23}).empty());
}

TEST_CASE("a statement has the same name in all programs, until one has forgotten what the server may still have") {
  PreparedStatements cache{10};
  PreparedStatements other{10};
  const std::string first = prepare(cache, "SELECT 1");
  CHECK(first == "pv_85f1ac9983155ca0cd06f4aeddf84049");
  CHECK(prepare(other, "SELECT 1") == first);
  CHECK(prepare(cache, "SELECT 1") == first);
  CHECK(cache.size() == 1);

  cache.forget("SELECT 1", {});
  const std::string again = prepare(cache, "SELECT 1");
  CHECK(again == first + "_1");
  CHECK(name_of(cache, "SELECT 1") == again);
  cache.forget(std::string_view{again});
  CHECK(prepare(cache, "SELECT 1") == first + "_2");
  prepare(cache, "SELECT 2");
  cache.forget_all();
  CHECK(cache.size() == 0);
  CHECK(cache.on_server() == 4);
  CHECK(prepare(cache, "SELECT 1") == first + "_4");
  cache.lose();
  CHECK(cache.on_server() == 0);
  CHECK(prepare(cache, "SELECT 1") == first + "_5");
  CHECK(cache.has_names(true));
  CHECK(prepare(other, "SELECT 1") == first);
}

TEST_CASE("names are identifiers without quotes, of 63 bytes at most") {
  PreparedStatements cache{10};
  for (int i = 0; i < 1000; ++i) cache.keep_stale("pv_old");
  const std::string name = prepare(cache, std::string(100'000, 'x'));
  CHECK(name.ends_with("_1000"));
  CHECK(name.size() < 63);
  CHECK(name.find_first_not_of("pv_0123456789abcdef") == std::string::npos);
}

TEST_CASE("behind a pooler names are used outside of transactions, as far as there is room, and after the first failure nowhere") {
  PreparedStatements cache{2, SessionOwner::unknown};
  CHECK(cache.has_names(false));
  CHECK_FALSE(cache.has_names(true));
  prepare(cache, "a");
  CHECK(cache.has_room());
  prepare(cache, "b");
  CHECK_FALSE(cache.has_room());
  CHECK(cache.evict().empty());  // others may use it
  cache.forget("a", {});
  CHECK_FALSE(cache.has_room());
  CHECK(cache.evict().empty());
  cache.lose();
  CHECK(cache.owner() == SessionOwner::many);
  CHECK_FALSE(cache.has_names(false));

  PreparedStatements own{2};
  CHECK(own.has_room());
  own.share();
  CHECK_FALSE(own.has_names(false));
}

TEST_CASE("the least recently used statement goes first") {
  PreparedStatements cache{3};
  const std::string a = prepare(cache, "a");
  CHECK(cache.evict().empty());
  const std::string b = prepare(cache, "b");
  const std::string c = prepare(cache, "c");
  CHECK(name_of(cache, "a") == a);  // used
  CHECK(cache.evict() == b);
  CHECK(cache.size() == 2);
  CHECK(name_of(cache, "b").empty());
  CHECK(cache.evict().empty());
  const std::string d = prepare(cache, "d");
  CHECK(cache.evict() == c);
  CHECK(name_of(cache, "a") == a);
  CHECK(name_of(cache, "d") == d);
}

TEST_CASE("a statement can be forgotten") {
  PreparedStatements cache{3};
  prepare(cache, "a", {23});
  cache.forget("a", {});
  CHECK(cache.size() == 1);
  cache.forget("a", Types{23});
  CHECK(cache.size() == 0);
  CHECK(name_of(cache, "a", {23}).empty());
}

TEST_CASE("a capacity of 0 turns the cache off") {
  for (const SessionOwner owner : {SessionOwner::connection, SessionOwner::unknown}) {
    CHECK_FALSE(PreparedStatements(0, owner).has_names(true));
    CHECK_FALSE(PreparedStatements(0, owner).has_names(false));
  }
}

TEST_CASE("it stays within its capacity, and no two statements have one name") {
  PreparedStatements cache{8};
  std::set<std::string> names;
  for (int i = 0; i < 1000; ++i) {
    cache.evict();
    names.insert(prepare(cache, "SELECT " + std::to_string(i)));
    CHECK(cache.size() <= 8);
  }
  CHECK(names.size() == 1000);
}

TEST_CASE("statements are forgotten by name: what the server still has is evicted, what it never had is not") {
  PreparedStatements cache{10};
  const std::string a = prepare(cache, "a");
  const std::string b = prepare(cache, "b");
  CHECK(cache.drop(b));
  CHECK_FALSE(cache.drop(b));
  CHECK(cache.evict().empty());
  cache.forget(std::string_view{a});
  cache.forget(std::string_view{"pv77"});
  CHECK(cache.size() == 0);
  CHECK(cache.evict() == a);
  CHECK(cache.evict().empty());
  cache.keep_stale(a);
  CHECK(cache.evict() == a);
}

// SPDX-License-Identifier: MIT
#include <promptview/postgres/statement_cache.hpp>
#include <promptview_test/catch.hpp>

using promptview::postgres::StatementCache;
using Types = std::vector<Oid>;

namespace {

std::string prepare(StatementCache& cache, std::string_view sql, const Types& types = {}) {
  const StatementCache::Entry entry = cache.make_entry();
  cache.add(sql, types, entry);
  return entry.name;
}

std::string name_of(StatementCache& cache, std::string_view sql, const Types& types = {}) {
  const StatementCache::Entry* entry = cache.find(sql, types);
  return entry == nullptr ? "" : entry->name;
}

}  // namespace

TEST_CASE("a statement is found by its text and the types of its parameters") {
  StatementCache cache{10};
  CHECK(cache.enabled());
  CHECK(cache.size() == 0);
  CHECK(cache.find("SELECT $1", {23}) == nullptr);

  const std::string first = prepare(cache, "SELECT $1", {23});
  const std::string second = prepare(cache, "SELECT $1", {25});
  const std::string third = prepare(cache, "SELECT $1");
  CHECK(first == "pv1");
  CHECK(second == "pv2");
  CHECK(third == "pv3");
  CHECK(cache.size() == 3);
  CHECK(name_of(cache, "SELECT $1", {23}) == first);
  CHECK(name_of(cache, "SELECT $1", {25}) == second);
  CHECK(name_of(cache, "SELECT $1") == third);
  CHECK(name_of(cache, "SELECT $1", {23, 25}).empty());
  CHECK(name_of(cache, "SELECT $1 ", {23}).empty());
}

TEST_CASE("a statement that is prepared again replaces the one before, under a new name") {
  StatementCache cache{10};
  prepare(cache, "SELECT 1");
  const std::string again = prepare(cache, "SELECT 1");
  CHECK(again == "pv2");
  CHECK(cache.size() == 1);
  CHECK(name_of(cache, "SELECT 1") == again);
}

TEST_CASE("the least recently used statement goes first") {
  StatementCache cache{3};
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
  StatementCache cache{3};
  prepare(cache, "a", {23});
  cache.forget("a", {});
  CHECK(cache.size() == 1);
  cache.forget("a", {23});
  CHECK(cache.size() == 0);
  CHECK(name_of(cache, "a", {23}).empty());
}

TEST_CASE("a capacity of 0 turns the cache off") { CHECK_FALSE(StatementCache{0}.enabled()); }

TEST_CASE("it stays within its capacity, and names are never used twice") {
  StatementCache cache{8};
  std::string last;
  for (int i = 0; i < 1000; ++i) {
    cache.evict();
    const std::string name = prepare(cache, "SELECT " + std::to_string(i));
    CHECK(name == "pv" + std::to_string(i + 1));
    CHECK(cache.size() <= 8);
    last = name;
  }
  CHECK(last == "pv1000");
}

TEST_CASE("statements are forgotten by name: what the server still has is evicted, what it never had is not") {
  StatementCache cache{10};
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

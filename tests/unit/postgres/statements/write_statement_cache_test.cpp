// SPDX-License-Identifier: MIT
#include <promptview/model.hpp>
#include <promptview/postgres/statements/write_statement_cache.hpp>
#include <promptview_test/catch.hpp>

#include <set>
#include <thread>

namespace pv = promptview;
using promptview::postgres::FieldSet;
using promptview::postgres::WriteStatementCache;
using promptview::postgres::WriteStatement;

namespace {

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  int a{};
  int b{};
};
PROMPTVIEW_MODEL(Row, postgres, "plan_rows", FIELD(id, primary_key), FIELD(a), FIELD(b))

const pv::ModelInfo& model = pv::detail::model_of<Row>();

}  // namespace

TEST_CASE("a plan is made once and found again") {
  WriteStatementCache plans;
  const WriteStatement& made = plans.find_or_make(model, WriteStatementCache::Kind::insert, FieldSet{1});
  CHECK(made.sql == R"(INSERT INTO "plan_rows" ("a", "b") VALUES ($1, $2) RETURNING "id")");
  CHECK(&plans.find_or_make(model, WriteStatementCache::Kind::insert, FieldSet{1}) == &made);
}

TEST_CASE("plans differ by kind and by the fields that are left out") {
  WriteStatementCache plans;
  const auto sql = [&](WriteStatementCache::Kind kind, FieldSet skipped) {
    return plans.find_or_make(model, kind, skipped).sql;
  };
  for (int round = 0; round < 2; ++round) {
    CHECK(sql(WriteStatementCache::Kind::insert, 0) == R"(INSERT INTO "plan_rows" ("id", "a", "b") VALUES ($1, $2, $3))");
    CHECK(sql(WriteStatementCache::Kind::insert, 1) == R"(INSERT INTO "plan_rows" ("a", "b") VALUES ($1, $2) RETURNING "id")");
    CHECK(sql(WriteStatementCache::Kind::update, 0) == R"(UPDATE "plan_rows" SET "a" = $1, "b" = $2 WHERE "id" = $3)");
    CHECK(sql(WriteStatementCache::Kind::update, 4) == R"(UPDATE "plan_rows" SET "a" = $1 WHERE "id" = $2)");
    CHECK(sql(WriteStatementCache::Kind::upsert, 0) ==
          R"(INSERT INTO "plan_rows" ("id", "a", "b") VALUES ($1, $2, $3) ON CONFLICT ("id") )"
          R"(DO UPDATE SET "a" = EXCLUDED."a", "b" = EXCLUDED."b")");
  }
}

TEST_CASE("plans differ by all of a conflict") {
  WriteStatementCache plans;
  const auto sql = [&](std::vector<std::uint16_t> update, std::string_view where = {}) {
    const pv::Conflict conflict{.action = pv::OnConflict::update, .target = {.fields = {0}, .count = 1, .where = where}, .update = std::move(update)};
    return plans.find_or_make(model, WriteStatementCache::Kind::upsert_on, FieldSet{0}, conflict).sql;
  };
  const std::string insert = R"(INSERT INTO "plan_rows" ("id", "a", "b") VALUES ($1, $2, $3) ON CONFLICT ("id"))";
  for (int round = 0; round < 2; ++round) {
    CHECK(sql({1}) == insert + R"( DO UPDATE SET "a" = EXCLUDED."a" RETURNING (xmax = 0) AS created)");
    CHECK(sql({2}) == insert + R"( DO UPDATE SET "b" = EXCLUDED."b" RETURNING (xmax = 0) AS created)");
    CHECK(sql({}) == insert + R"( DO UPDATE SET "a" = EXCLUDED."a", "b" = EXCLUDED."b" RETURNING (xmax = 0) AS created)");
    CHECK(sql({1}, "b > 0") == insert + R"( WHERE b > 0 DO UPDATE SET "a" = EXCLUDED."a" RETURNING (xmax = 0) AS created)");
  }
}

TEST_CASE("plans can be made by many threads at once", "[threads]") {
  WriteStatementCache plans;
  std::vector<std::thread> threads;
  std::vector<std::string> texts(8);
  for (std::size_t thread = 0; thread < texts.size(); ++thread)
    threads.emplace_back([&, thread] {
      for (unsigned round = 0; round < 200; ++round)
        for (unsigned skipped = 0; skipped < 8; ++skipped)
          for (const auto kind : {WriteStatementCache::Kind::insert, WriteStatementCache::Kind::update, WriteStatementCache::Kind::upsert}) {
            const WriteStatement& made = plans.find_or_make(model, kind, FieldSet{skipped});
            if (round == 199) texts[thread] += made.sql + "\n";
          }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(std::set<std::string>(texts.begin(), texts.end()).size() == 1);
  CHECK(texts[0].substr(0, texts[0].find('\n')) == R"(INSERT INTO "plan_rows" ("id", "a", "b") VALUES ($1, $2, $3))");
}

// SPDX-License-Identifier: MIT
// The SQL that promptview makes beside the form that it made before: the same rows, the time and the buffers of EXPLAIN
// ANALYZE, the plans. `run` builds and starts it.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <promptview/postgres/store/query_text.hpp>

#include "tables.hpp"

using namespace sql_forms;

namespace {

// One query in both forms.
struct Form {
  int number = 0;  // of the list in README
  std::string name{};
  std::string before{};
  std::string after{};
  bool is_ordered = false;
};

std::string page_sql(const pv::QuerySet<Author>& query, std::int64_t behind) {
  const Author row = query.offset(behind).limit(1).one();
  const std::string cursor = pv::detail::PagePlan{query.select(), "", 1, false}.cursor_at(&row);
  const pv::detail::PagePlan plan{query.select(), cursor, 20, false};
  return pv::postgres::query_text(plan.select(), pv::SqlText::runnable);
}
std::string count_sql(const pv::QuerySet<Author>& query) {
  return pv::postgres::statement_text(pv::postgres::SQLBuilder::count(query.select()), pv::detail::model_of<Author>(), pv::SqlText::runnable);
}

const std::string author = R"("authors"."id", "authors"."name", "authors"."age", "authors"."score")";
const std::string posts_of_author = R"( FROM "posts" AS "pv1" WHERE "pv1"."author_id" = "authors"."id")";

std::vector<Form> forms_of_in() {
  const auto in = Author::q("id__in", Post::query().values_list(&Post::author));
  const auto unindexed = Author::q("id__in", Post::query().values_list(&Post::reader));
  const std::string any = R"("id" = ANY(SELECT "author_id" FROM "posts" AS "pv1"))";
  const std::string any_unindexed = R"("id" = ANY(SELECT "reader" FROM "posts" AS "pv1"))";
  const std::string from = "SELECT " + author + R"( FROM "authors" WHERE )";
  return {{15, R"(exclude("id__in", query))", from + "NOT ((" + any + ") IS TRUE)", Author::query().exclude(in).to_sql()},
          {15, R"(filter("age" || "id__in", query))", from + R"("age" = 3 OR )" + any, Author::query().filter(Author::q("age", 3) || in).to_sql()},
          {15, R"(filter("age" || "id__in", query of a field without an index))", from + R"("age" = 3 OR )" + any_unindexed,
           Author::query().filter(Author::q("age", 3) || unindexed).to_sql()},
          {15, R"(exclude("age" || "id__in", query))", from + R"(NOT ("age" = 3 OR ()" + any + ") IS TRUE)", Author::query().exclude(Author::q("age", 3) || in).to_sql()}};
}

std::vector<Form> other_forms(std::int64_t rows) {
  std::vector<Form> forms;
  const std::string from = "SELECT " + author + R"( FROM "authors")";
  const auto page = [&](const char* name, const pv::QuerySet<Author>& query, std::int64_t behind, const std::string& condition, const std::string& order) {
    const Author row = query.offset(behind).limit(1).one();
    const std::string sql = fmt::format(fmt::runtime(from + " WHERE " + condition + " ORDER BY " + order + " LIMIT 21"), fmt::arg("id", *row.id),
                                        fmt::arg("age", row.age), fmt::arg("score", row.score.value_or(0)));
    forms.push_back({16, name, sql, page_sql(query, behind), true});
  };
  page(R"(page_after, order_by("-age", "id"))", Author::query().order_by("-age", "id"), rows * 9 / 10, R"("age" < {age} OR ("age" = {age} AND "id" > {id}))",
       R"("age" DESC, "id")");
  page(R"(page_after, order_by("score", "id"), NULLs last)", Author::query().order_by("score", "id"), rows * 8 / 10,
       R"("score" > {score} OR "score" IS NULL OR ("score" = {score} AND "id" > {id}))", R"("score", "id")");
  page(R"(page_after, order_by("-score", "-id"), NULLs first)", Author::query().order_by("-score", "-id"), rows * 9 / 10,
       R"("score" < {score} OR ("score" = {score} AND "id" < {id}))", R"("score" DESC, "id" DESC)");

  const std::string count = "(SELECT count(*)" + posts_of_author + ")";
  const std::string counted = "SELECT " + author + ", " + count + R"( AS "n" FROM "authors")";
  const auto by_posts = Author::query().annotate<"n">(pv::count(&Author::posts));
  forms.push_back({17, R"(annotate<"n">(count(posts)).filter("n__gt", 1))", counted + " WHERE " + count + " > 1", by_posts.filter("n__gt", 1).to_sql()});
  forms.push_back({17, R"(the same, filter("age", 3))", counted + " WHERE " + count + R"( > 1 AND "age" = 3)", by_posts.filter("n__gt", 1).filter("age", 3).to_sql()});
  forms.push_back({17, R"(annotate<"n">(count(posts)).filter("n__gt", 1).order_by("-n"))", counted + " WHERE " + count + R"( > 1 ORDER BY "n" DESC, "id")",
                   by_posts.filter("n__gt", 1).order_by("-n", "id").to_sql(), true});

  const std::string included = Sensor::query().include("events", Event::query().order_by("-at").limit(5)).to_sql();
  forms.push_back({18, "include with a limit of 5 for each of 100 objects",
                   R"(SELECT "pv_rows"."id", "pv_rows"."at", "pv_rows"."sensor_id", "pv_rows"."pv_key1" FROM (SELECT "pv_rows".*, "pv_keys"."k1" AS "pv_key1", )"
                   R"(row_number() OVER (PARTITION BY "pv_keys"."k1" ORDER BY "pv_rows"."at" DESC, "pv_rows"."id") AS "pv_place" FROM (SELECT ("id") FROM "sensors") )"
                   R"(AS "pv_keys"("k1") CROSS JOIN LATERAL (SELECT "id", "at", "sensor_id" FROM "events" AS "pv1" WHERE ("sensor_id" = "pv_keys"."k1")) AS "pv_rows") )"
                   R"(AS "pv_rows" WHERE "pv_rows"."pv_place" <= 5 ORDER BY "pv_rows"."at" DESC, "pv_rows"."id")",
                   included.substr(included.find(";\n") + 2), true});

  forms.push_back({19, R"(order_by("-posts__likes", "id").limit(10))", from + R"( ORDER BY (SELECT max("pv1"."likes"))" + posts_of_author + R"() DESC, "id" LIMIT 10)",
                   Author::query().order_by("-posts__likes", "id").limit(10).to_sql(), true});
  forms.push_back({19, R"(annotate<"n">(count(posts)).order_by("-n", "id").limit(10))", counted + R"( ORDER BY "n" DESC, "id" LIMIT 10)",
                   by_posts.order_by("-n", "id").limit(10).to_sql(), true});
  forms.push_back({19, R"(filter("posts__likes__gt", 300).count())", R"(SELECT count(*) FROM "authors" WHERE EXISTS (SELECT 1)" + posts_of_author + R"( AND "pv1"."likes" > 300))",
                   count_sql(Author::query().filter("posts__likes__gt", 300))});
  return forms;
}

// Of the rows; sorted unless they have an order of their own.
std::string digest(const std::string& sql, bool is_ordered) {
  return pv::raw<std::string>("SELECT count(*) || ' rows, ' || coalesce(md5(string_agg(md5(t::text), ''" + std::string{is_ordered ? "" : " ORDER BY t::text"} +
                              ")), '') FROM (" + sql + ") AS t")
      .front();
}

struct Measured {
  std::vector<double> times{};  // ms
  std::int64_t buffers = 0;
  std::string plan{};  // its nodes, from the outermost on

  double median() const {
    std::vector<double> sorted = times;
    std::sort(sorted.begin(), sorted.end());
    return sorted.empty() ? 0 : sorted[sorted.size() / 2];
  }
};

void measure(const std::string& sql, Measured& measured) {
  Measured now;
  for (const std::string& line : pv::raw<std::string>("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) " + sql)) {
    const std::size_t actual = line.find(" (actual"), begin = line.find_first_not_of(" ->");
    if (actual != std::string::npos || line.find(" (never executed)") != std::string::npos)
      now.plan += (now.plan.empty() ? "" : " < ") + line.substr(begin, line.find(" (") - begin);
    if (const std::size_t at = line.find("Buffers: shared"); at != std::string::npos && now.buffers == 0)
      for (const char* kind : {"hit=", "read="})
        if (const std::size_t value = line.find(kind, at); value != std::string::npos) now.buffers += std::atoll(line.c_str() + value + std::string_view{kind}.size());
    if (line.starts_with("Execution Time: ")) measured.times.push_back(std::atof(line.c_str() + 16));
  }
  measured.plan = now.plan;
  measured.buffers = now.buffers;
}

// Runs `statement` under the server's clock. False where it took longer than `seconds`.
bool in_time(int seconds, const std::function<void()>& statement) {
  try {
    const pv::Transaction transaction;
    pv::execute("SET LOCAL statement_timeout = '" + std::to_string(seconds) + "s'");
    statement();
    return true;
  } catch (const pv::StatementCancelled&) {
    return false;
  }
}

// Returns whether both forms gave the same rows, as far as the old one came to an end.
bool compare(const Form& form, int rounds, int patience) {
  std::string old_rows;
  const std::string new_rows = digest(form.after, form.is_ordered);
  const bool ends = in_time(patience, [&] { old_rows = digest(form.before, form.is_ordered); });
  Measured before, after;
  for (int round = 0; round < rounds; ++round) {
    if (ends) measure(form.before, before);
    measure(form.after, after);
  }
  if (!ends) before.plan = pv::raw<std::string>("EXPLAIN (COSTS OFF) " + form.before).front();
  const bool is_same = !ends || old_rows == new_rows;
  fmt::print("{}  {}\n    {}\n", form.number, form.name, is_same ? (ends ? "the same " : "") + new_rows.substr(0, new_rows.find(',')) : "OTHER ROWS: " + old_rows + "; " + new_rows);
  if (ends)
    fmt::print("    before {:>10.2f} ms {:>9} buffers  {}\n", before.median(), before.buffers, before.plan);
  else
    fmt::print("    before {:>9}000 ms and not at its end  {}\n", patience, before.plan);
  fmt::print("    after  {:>10.2f} ms {:>9} buffers  {}\n", after.median(), after.buffers, after.plan);
  fmt::print("    {}{:.1f} times as fast\n\n", ends ? "" : "more than ", (ends ? before.median() : patience * 1000.0) / std::max(after.median(), 0.001));
  return is_same;
}

int number_of(const char* text) {
  char* end = nullptr;
  const long number = std::strtol(text, &end, 10);
  if (*end != '\0' || number < 1 || number > 100'000'000) throw std::invalid_argument{std::string{"give a number from 1 on instead of "} + text};
  return static_cast<int>(number);
}

}  // namespace

int main(int count, char** arguments) try {
  int rows = 100'000, rounds = 5, patience = 60;
  for (int i = 1; i < count; ++i) {
    const std::string_view option{arguments[i]};
    if (option == "--quick") {
      rows = 2000;
      rounds = 1;
    } else if (i + 1 < count && (option == "--rows" || option == "--rounds" || option == "--patience")) {
      (option == "--rows" ? rows : option == "--rounds" ? rounds : patience) = number_of(arguments[++i]);
    } else {
      throw std::invalid_argument{"sql_forms [--quick] [--rows N] [--rounds N] [--patience SECONDS]"};
    }
  }
  pv::postgres::connect_or_embed();
  bool are_same = true;
  fmt::print("{} rows:\n\n", rows);
  fill(rows);
  for (const Form& form : other_forms(rows)) are_same = compare(form, rounds, patience) && are_same;
  fmt::print("{} rows:\n\n", rows * 3);
  fill(rows * 3);
  for (const Form& form : forms_of_in()) are_same = compare(form, rounds, patience) && are_same;
  return are_same ? EXIT_SUCCESS : EXIT_FAILURE;
} catch (const std::exception& error) {
  fmt::print(stderr, "{}\n", error.what());
  return EXIT_FAILURE;
}

// SPDX-License-Identifier: MIT
// Values in the places of $1, $2, ...: the text is cut where a place is, and nowhere else.
#include <cstdint>
#include <optional>

#include <promptview/json.hpp>
#include <promptview/postgres/statements/runnable_text.hpp>
#include <promptview/values/type_mapping.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;
using pv::postgres::Parameters;
using pv::postgres::runnable_text;

namespace {

template <class T>
void add(Parameters& to, const T& value) {
  to.begin(pv::TypeMapping<T>::type, "x");
  pv::TypeMapping<T>::write(to, value);
}

}  // namespace

TEST_CASE("each place takes its value, also twice and beyond nine") {
  Parameters values;
  for (const int each : {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, -11}) add(values, each);
  CHECK(runnable_text("SELECT $1, $10, $11, $2, $1", values) == "SELECT 1, 10, (-11), 2, 1");
  CHECK(runnable_text("SELECT 1", values) == "SELECT 1");
  CHECK(runnable_text("", values).empty());
  CHECK_THROWS_MATCHES(runnable_text("SELECT $12", values), pv::InvalidValue,
                       promptview_test::message("a statement has more places than values: $12"));
}

TEST_CASE("what looks like a place inside of a name or a literal is none") {
  Parameters values;
  const std::string text = "it's $2 \\ \"x\"";  // the parameters borrow it
  add(values, text);
  add(values, 5);
  CHECK(runnable_text(R"(SELECT "a$1", "b""$1" WHERE "a$1" = $1 AND b = $2)", values) ==
        R"(SELECT "a$1", "b""$1" WHERE "a$1" =  E'it''s $2 \\ "x"' AND b = 5)");
  CHECK(runnable_text("SELECT 'a''$1', E'\\'$1', $2 '$", values) == "SELECT 'a''$1', E'\\'$1', 5 '$");
  CHECK(runnable_text("SELECT to_jsonb($2), to_jsonb($1)", values) == R"(SELECT to_jsonb(5), to_jsonb( E'it''s $2 \\ "x"'::text))");
  CHECK(runnable_text("SELECT $, $0, a$2, _$2, é$2", values) == "SELECT $, $0, a$2, _$2, é$2");
  CHECK(runnable_text("SELECT noE'\\', $2, E'\\', $2'", values) == "SELECT noE'\\', 5, E'\\', $2'");
}

TEST_CASE("what looks like a place inside of a dollar-quoted text or a comment is none") {
  Parameters values;
  add(values, 5);
  CHECK(runnable_text("SELECT $$a $1 '$$, $1", values) == "SELECT $$a $1 '$$, 5");
  CHECK(runnable_text("SELECT $t_1$a $1 $$ $t$ $t_1$, $1", values) == "SELECT $t_1$a $1 $$ $t$ $t_1$, 5");
  CHECK(runnable_text("SELECT $$ it's never $1 closed", values) == "SELECT $$ it's never $1 closed");
  CHECK(runnable_text("SELECT $1 -- it's $1\n, $1", values) == "SELECT 5 -- it's $1\n, 5");
  CHECK(runnable_text("SELECT $1 /* $1 /* ' */ $1 */ , $1 - $1 / $1", values) == "SELECT 5 /* $1 /* ' */ $1 */ , 5 - 5 / 5");
  CHECK(runnable_text("SELECT $1 --", values) == "SELECT 5 --");
  CHECK(runnable_text("SELECT $1 /*", values) == "SELECT 5 /*");
}

TEST_CASE("a bigint keeps its type where something is computed with it") {
  Parameters values;
  add(values, std::int64_t{2'000'000'000});
  add(values, std::int64_t{-7});
  add(values, std::int64_t{5'000'000'000});
  add(values, std::optional<std::int64_t>{});
  CHECK(runnable_text("SELECT $1 + $2, $3 * 2, abs($1), $4 + 1", values) ==
        "SELECT 2000000000::bigint + (-7)::bigint, 5000000000::bigint * 2, abs(2000000000::bigint), NULL + 1");
  CHECK(runnable_text("WHERE a = $1 AND b BETWEEN $2 AND $1 LIMIT $1", values) ==
        "WHERE a = 2000000000 AND b BETWEEN (-7) AND 2000000000 LIMIT 2000000000");
  CHECK(runnable_text("WHERE a = $1 * 2", values) == "WHERE a = 2000000000::bigint * 2");
}

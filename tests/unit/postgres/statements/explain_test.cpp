// SPDX-License-Identifier: MIT
#include <promptview/postgres/statements/explain.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;
using pv::postgres::explain_sql;

TEST_CASE("the options of explain as SQL") {
  CHECK(explain_sql({}) == "EXPLAIN (FORMAT TEXT) ");
  CHECK(explain_sql({.analyze = true}) == "EXPLAIN (ANALYZE, FORMAT TEXT) ");
  CHECK(explain_sql({.analyze = true, .verbose = true, .buffers = true, .settings = true, .format = pv::ExplainFormat::json}) ==
        "EXPLAIN (ANALYZE, VERBOSE, BUFFERS, SETTINGS, FORMAT JSON) ");
  CHECK(explain_sql({.format = pv::ExplainFormat::xml}) == "EXPLAIN (FORMAT XML) ");
  CHECK(explain_sql({.format = pv::ExplainFormat::yaml}) == "EXPLAIN (FORMAT YAML) ");
}

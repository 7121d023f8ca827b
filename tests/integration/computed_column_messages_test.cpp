// SPDX-License-Identifier: MIT
// A value without a name that cannot be read is told by its place in the result.
#include <cstdint>
#include <string>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace computed_column_messages_test {

struct U : pv::Model<U> {
  int id{};
  std::string name{};
};
PROMPTVIEW_MODEL(U, postgres, "computed_column_messages_users", FIELD(id, primary_key), FIELD(name))

}  // namespace computed_column_messages_test

using computed_column_messages_test::U;

TEST_CASE("messages about computed values say which column of the result they are") {
  const TestDatabase database;
  U::initialize();
  U{.id = 1, .name = "x"}.insert();
  const std::string second = "computed_column_messages_test::U, column 2 of the result: ";
  const auto null = U::query().values(&U::id, pv::sql<int>("NULL::integer"));
  CHECK_THROWS_WITH(null.execute(), starts_with(second + "the database holds NULL"));
  const auto text = U::query().values(&U::id, pv::sql<int>("'x'::text"));
  CHECK_THROWS_WITH(text.execute(),
                    second + "use pv::cast, or name its type as pv::sql<T>(...): the value is text, which cannot be read as integer");
  const auto single = U::query().values_list(pv::sql<int>("NULL::integer"));
  CHECK_THROWS_WITH(single.execute(), starts_with("computed_column_messages_test::U, column 1 of the result: "));
  const auto named = U::query().annotate<"half">(pv::sql<int>("NULL::integer"));
  CHECK_THROWS_WITH(named.execute(), starts_with("computed_column_messages_test::U, column 3 of the result: "));
  CHECK_THROWS_WITH(null.stream(10).begin(), starts_with(second));
}

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <set>
#include <string_view>
#include <type_traits>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>

// Tests of the rows of the table of functions: each file has the rows from one name to that of the next file.
namespace promptview_test {

namespace pv = promptview;

inline std::set<std::size_t>& used_functions() {
  static std::set<std::size_t> used;
  return used;
}

inline void collect_functions(const pv::Expression& expression) {
  if (expression.op == pv::Expression::Op::function) used_functions().insert(expression.place);
  for (const pv::Expression& part : expression.parts) collect_functions(part);
}

// Whether `query`, which is to have one row of one value, gives `expected`, which is of the very type of the row.
template <class Query, class Expected>
void check_value(const Query& query, const Expected& expected) {
  static_assert(std::is_same_v<typename Query::row_type, Expected>);
  for (const pv::Expression& column : query.select().columns) collect_functions(column);
  INFO(query.to_sql());
  CHECK(query.one() == expected);
}

// Fails for each row from the function `first` on, before `end` (or to the end of the table), that no check_value has had.
inline void check_all_functions_used(std::string_view first, std::string_view end = {}) {
  bool inside = false;
  for (std::size_t place = 0; place < std::size(pv::functions); ++place) {
    const std::string_view name = pv::functions[place].name;
    inside = name != end && (inside || name == first);
    if (!inside) continue;
    INFO("the function " << name);
    CHECK(used_functions().contains(place));
  }
}

}  // namespace promptview_test

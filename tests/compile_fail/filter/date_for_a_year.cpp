// SPDX-License-Identifier: MIT
// expect-first: error_the_value_has_another_type_than_the_field
// max_lines: 15

#include <promptview/model.hpp>
#include <promptview/types/time.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  std::chrono::sys_days field{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(field))

auto rows = Row::query().filter("field__year", std::chrono::sys_days{});

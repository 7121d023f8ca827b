// SPDX-License-Identifier: MIT
// expect-first: error_this_field_is_never_null
// max_lines: 15

#include <promptview/model.hpp>
#include <promptview/types/time.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  std::chrono::sys_days field{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(field))

auto rows = Row::query().filter("field__year", nullptr);

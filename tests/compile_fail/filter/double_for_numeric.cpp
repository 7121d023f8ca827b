// SPDX-License-Identifier: MIT
// expect-first: error_the_value_has_another_type_than_the_field
// max_lines: 15

#include <promptview/model.hpp>
#include <promptview/types/numeric.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Numeric price{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(price))

auto rows = Row::query().filter("price", 2.5);

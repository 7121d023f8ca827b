// SPDX-License-Identifier: MIT
// expect-first: error_the_value_has_another_type_than_the_field
// max_lines: 15

#include <promptview/model.hpp>
#include <promptview/types/uuid.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Uuid key{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(key))

auto rows = Row::query().filter("key", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");

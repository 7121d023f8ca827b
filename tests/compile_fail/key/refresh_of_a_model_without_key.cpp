// SPDX-License-Identifier: MIT
// expect: the model has no primary key: mark a field primary_key

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  int age{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(age))

void write(Row& row) { row.refresh(); }

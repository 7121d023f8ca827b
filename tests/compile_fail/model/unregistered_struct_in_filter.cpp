// SPDX-License-Identifier: MIT
// expect: register the struct: write PROMPTVIEW_MODEL(Row, postgres, "table", FIELD(...), ...) behind it, in its namespace, before its first use

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  int age{};
};

auto condition = Row::q("age", 1);

// SPDX-License-Identifier: MIT
// expect: register the struct: write PROMPTVIEW_MODEL(Type, postgres, "table", FIELD(...), ...) behind it, in its namespace, before its first use

#include <promptview/model.hpp>

namespace pv = promptview;

namespace blog {
struct Row : pv::Model<Row> {
  int age{};
};
}  // namespace blog

namespace shop {
using blog::Row;
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(age))
}  // namespace shop

auto rows = blog::Row::query();

// SPDX-License-Identifier: MIT
// expect: PROMPTVIEW_MODEL(Row) stands outside of the namespace of the struct: move it into that namespace, behind the struct

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

// SPDX-License-Identifier: MIT
// expect: FIELD(count): the member's type has no column type

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  unsigned count{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(count))

// SPDX-License-Identifier: MIT
// expect: FIELD(role): the member's type has no column type

#include <promptview/model.hpp>

namespace pv = promptview;

enum class Role { guest };

struct Row : pv::Model<Row> {
  Role role{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(role))

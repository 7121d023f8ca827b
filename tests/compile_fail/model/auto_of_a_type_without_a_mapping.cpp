// SPDX-License-Identifier: MIT
// expect: FIELD(place): the member's type has no column type: include its header from promptview/types
// max_lines: 25

#include <promptview/model.hpp>

namespace pv = promptview;

struct Place {
  double latitude = 0;
};

struct Row : pv::Model<Row> {
  pv::Auto<Place> place{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(place))

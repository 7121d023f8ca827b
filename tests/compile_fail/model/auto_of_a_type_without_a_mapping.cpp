// SPDX-License-Identifier: MIT
// expect: FIELD(place): the member's type has no column type: include its header from promptview/types

#include <promptview/model.hpp>

namespace pv = promptview;

struct Place {
  double latitude = 0;
};

struct Row : pv::Model<Row> {
  pv::Auto<Place> place{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(place))

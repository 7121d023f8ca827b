// SPDX-License-Identifier: MIT
// expect: PROMPTVIEW_STRUCT(Point): FIELD("x") takes the name of a data member first, without quotes or anything else

#include <promptview/model.hpp>

namespace pv = promptview;

struct Point {
  int x{};
};
PROMPTVIEW_STRUCT(Point, FIELD("x"))

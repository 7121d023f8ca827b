// SPDX-License-Identifier: MIT
// expect: a primary key has at most 8 fields

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  int a{}, b{}, c{}, d{}, e{}, f{}, g{}, h{}, i{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(a), FIELD(b), FIELD(c), FIELD(d), FIELD(e), FIELD(f), FIELD(g), FIELD(h),
                 FIELD(i), TABLE(primary_key="a, b, c, d, e, f, g, h, i"))

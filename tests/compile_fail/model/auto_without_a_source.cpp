// SPDX-License-Identifier: MIT
// expect: an Auto of this type needs an expression that makes it: add default_sql="..."

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Auto<std::string> code{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(code, primary_key))

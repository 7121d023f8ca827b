// SPDX-License-Identifier: MIT
// expect: UNIQUE takes plain fields: for an order or an expression write INDEX("...", unique)

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(name), UNIQUE("(lower(name))"))

// SPDX-License-Identifier: MIT
// expect: CONSTRAINT: unknown option in

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(age), CONSTRAINT("age > 0", label="x"))

// SPDX-License-Identifier: MIT
// expect: PROMPTVIEW_MODEL(Row): it has no field: add FIELD(member) for each column

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", TABLE(schema="a"))

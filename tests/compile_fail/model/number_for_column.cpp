// SPDX-License-Identifier: MIT
// expect: FIELD(name): an option in 'column=5' lacks its value or has one of another kind: texts are in quotes

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(name, column=5))

// SPDX-License-Identifier: MIT
// expect: FIELD(name): an option in 'unique="yes"' lacks its value or has one of another kind: texts are in quotes, max_length is a number, flags are true or false

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(name, unique="yes"))

// SPDX-License-Identifier: MIT
// expect: TABLE stands twice: put all its options into one

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(name), TABLE(schema="a"), TABLE(comment="b"))

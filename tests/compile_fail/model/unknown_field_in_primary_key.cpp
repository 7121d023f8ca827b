// SPDX-License-Identifier: MIT
// expect: TABLE(primary_key=...) names a field that is not a FIELD

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(id), FIELD(name), TABLE(primary_key="id, nam"))

// SPDX-License-Identifier: MIT
// expect: a field is primary_key and TABLE has a primary_key too: keep one of both

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(id, primary_key), FIELD(name), TABLE(primary_key="name"))

// SPDX-License-Identifier: MIT
// expect: PROMPTVIEW_MODEL(Row): a FIELD is listed twice: remove one

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(id, primary_key), FIELD(name), FIELD(name))

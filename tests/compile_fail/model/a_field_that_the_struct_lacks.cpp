// SPDX-License-Identifier: MIT
// expect: FIELD(nam): the struct has no data member 'nam': correct the name or add the member

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(id, primary_key), FIELD(nam))

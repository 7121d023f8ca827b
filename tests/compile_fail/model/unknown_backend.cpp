// SPDX-License-Identifier: MIT
// expect: PROMPTVIEW_MODEL(Row): there is no backend 'postgress'; write postgres

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(Row, postgress, "rows", FIELD(name))

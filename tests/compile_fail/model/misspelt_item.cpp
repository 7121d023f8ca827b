// SPDX-License-Identifier: MIT
// expect: PROMPTVIEW_MODEL(Row): an item is none of FIELD, RELATION, INDEX, UNIQUE, CONSTRAINT, TABLE: correct its name in 

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FEILD(name))

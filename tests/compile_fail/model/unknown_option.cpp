// SPDX-License-Identifier: MIT
// expect: FIELD(name): unknown option in 'uniq'; see the list of options at PROMPTVIEW_MODEL: did you mean unique?

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(name, uniq))

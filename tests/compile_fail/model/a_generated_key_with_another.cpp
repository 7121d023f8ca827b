// SPDX-License-Identifier: MIT
// expect: several fields are primary_key and one of them is an Auto: mark only one, or write TABLE(primary_key="a, b") for a composite key

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(id, primary_key), FIELD(name, primary_key))

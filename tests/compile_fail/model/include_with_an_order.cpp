// SPDX-License-Identifier: MIT
// expect: include=... names a field that is not a FIELD

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(name), INDEX("name", include="name DESC"))

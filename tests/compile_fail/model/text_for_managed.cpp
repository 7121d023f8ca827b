// SPDX-License-Identifier: MIT
// expect: TABLE: an option in 'managed="no"' lacks its value or has one of another kind

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(name), TABLE(managed="no"))

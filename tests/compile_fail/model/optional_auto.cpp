// SPDX-License-Identifier: MIT
// expect: Auto<std::optional<T>> has no meaning: use Auto<T>

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Auto<std::optional<int>> code{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(code))

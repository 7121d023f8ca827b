// SPDX-License-Identifier: MIT
// expect: pass objects that can be changed
// max_lines: 20

#include <promptview/get_many.hpp>
#include <promptview/model.hpp>
#include <promptview/pipeline.hpp>

namespace pv = promptview;

struct Seat : pv::Model<Seat> {
  std::string row{};
  int number{};
};
PROMPTVIEW_MODEL(Seat, postgres, "seats", FIELD(row, primary_key), FIELD(number, primary_key))

struct Row : pv::Model<Row> {
  int age{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(age))

void write(const std::vector<Row>& rows) { Row::save_all(rows); }

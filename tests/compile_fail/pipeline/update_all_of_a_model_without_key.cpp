// SPDX-License-Identifier: MIT
// expect: the model has no primary key
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

void write(std::vector<Row>& rows) { Row::update_all(rows); }

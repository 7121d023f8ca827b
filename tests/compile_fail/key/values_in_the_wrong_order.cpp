// SPDX-License-Identifier: MIT
// expect: give values of the types of the primary key's fields, in their order
// max_lines: 15

#include <promptview/model.hpp>

namespace pv = promptview;

struct Seat : pv::Model<Seat> {
  std::string row{};
  int number{};
};
PROMPTVIEW_MODEL(Seat, postgres, "seats", FIELD(row, primary_key), FIELD(number, primary_key))

auto seat = Seat::get(1, "a");

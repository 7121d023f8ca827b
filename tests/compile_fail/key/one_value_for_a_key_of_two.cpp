// SPDX-License-Identifier: MIT
// expect: give one value for each field of the primary key, in its order
// max_lines: 15

#include <promptview/model.hpp>

namespace pv = promptview;

struct Seat : pv::Model<Seat> {
  std::string row{};
  int number{};
};
PROMPTVIEW_MODEL(Seat, postgres, "seats", FIELD(row, primary_key), FIELD(number, primary_key))

auto seat = Seat::get("a");

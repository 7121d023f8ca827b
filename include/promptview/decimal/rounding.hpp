// SPDX-License-Identifier: MIT
#pragma once

namespace promptview {

// Which of the two neighbours a number becomes that has more digits than are kept.
enum class Rounding {
  half_up,    // the nearest; from the middle away from zero, as PostgreSQL's round() does: 2.5 -> 3, -2.5 -> -3
  half_even,  // the nearest; from the middle to the even digit, as banks do: 2.5 -> 2, 3.5 -> 4
  half_down,  // the nearest; from the middle towards zero: 2.5 -> 2, -2.5 -> -2
  up,         // away from zero: 2.1 -> 3, -2.1 -> -3
  down,       // towards zero, which is to cut off: 2.9 -> 2, -2.9 -> -2
  ceiling,    // to the greater one: 2.1 -> 3, -2.9 -> -2
  floor,      // to the less one: 2.9 -> 2, -2.1 -> -3
};

}  // namespace promptview

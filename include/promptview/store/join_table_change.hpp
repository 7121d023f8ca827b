// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include <promptview/base/list.hpp>
#include <promptview/links/relation_link.hpp>
#include <promptview/values/value.hpp>

namespace promptview::detail {

// A change of the rows of a join table; for `missing` a question about them.
struct JoinChange {
  enum class Kind : std::uint8_t {
    add,      // a row for each pair that has none
    remove,   // the rows of the pairs
    clear,    // all rows of the one owner
    keep,     // no rows of the one owner but those with the targets
    set,      // the same, and a row for each target that has none
    missing,  // nothing: finds the pairs that have none
  };
  Kind kind{};
  const RelationLink* link = nullptr;
  // For each column of the two sides an array of values. Their items are pairs; of the one owner there is one item, whatever
  // the number of targets.
  List<Value> owners{};
  List<Value> targets{};
  List<std::size_t> found{};  // of missing: the places of the pairs
};

}  // namespace promptview::detail

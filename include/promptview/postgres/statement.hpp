// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <promptview/lookup.hpp>
#include <promptview/types/value.hpp>

namespace promptview::postgres {

// A value that a statement binds; points into the query it was made from.
struct BoundValue {
  const Value* value = nullptr;
  const std::int64_t* number = nullptr;  // instead of `value`, for offsets
  std::string_view name{};               // of its field, for messages
  Pattern pattern = Pattern::none;
  bool untyped = false;                  // the server shall take the column's type, which only it knows
};

// A query's text and the values to bind, which point into the query.
struct Statement {
  std::string sql{};
  std::vector<BoundValue> values{};
};

}  // namespace promptview::postgres

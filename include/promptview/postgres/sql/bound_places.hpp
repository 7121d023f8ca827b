// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <promptview/lookups/lookup.hpp>
#include <promptview/values/value.hpp>

namespace promptview::postgres {

// A value that a statement binds; points into the query it was made from.
struct BoundValue {
  const Value* value = nullptr;
  const std::int64_t* number = nullptr;  // instead of `value`, for offsets
  std::string_view name{};               // of its field, for messages
  Pattern pattern = Pattern::none;
  bool untyped = false;                  // the server shall take the column's type, which only it knows
};

// Finds a value that is bound already. An expression can be written more than once, e.g. as a column and in a condition,
// and the server takes both for one only where their parameters are the same.
class BoundPlaces {
 public:
  // The place of the same value in `values`, or their number.
  std::size_t find(const std::vector<BoundValue>& values, const BoundValue& wanted) {
    if (values.size() <= few) {
      std::size_t place = 0;
      while (place < values.size() && key_of(values[place]) != key_of(wanted)) ++place;
      return place;
    }
    for (; known_ < values.size(); ++known_) places_.try_emplace(key_of(values[known_]), known_);
    const auto found = places_.find(key_of(wanted));
    return found == places_.end() ? values.size() : found->second;
  }

 private:
  static constexpr std::size_t few = 32;  // which are compared faster than they are hashed

  // The address, with the rest in the bits that are 0 in each address. Of a number: 0 and the rest, which no value has.
  static std::uintptr_t key_of(const BoundValue& bound) noexcept {
    static_assert(alignof(Value) >= 8);
    return reinterpret_cast<std::uintptr_t>(bound.value) | (static_cast<std::uintptr_t>(bound.pattern) << 1) |
           static_cast<std::uintptr_t>(bound.untyped);
  }

  std::unordered_map<std::uintptr_t, std::size_t> places_{};
  std::size_t known_ = 0;  // so many values are in it
};

}  // namespace promptview::postgres

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <promptview/postgres/format/byte_buffer.hpp>
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
    const Key key{wanted};
    if (values.size() <= few) {
      std::size_t place = 0;
      while (place < values.size() && !(Key{values[place]} == key)) ++place;
      return place;
    }
    for (; known_ < values.size(); ++known_) places_.try_emplace(Key{values[known_]}, known_);
    const auto found = places_.find(key);
    return found == places_.end() ? values.size() : found->second;
  }

 private:
  static constexpr std::size_t few = 32;  // which are compared faster than they are hashed

  // What makes a parameter: which value, and as what it is bound.
  struct Key {
    const Value* value;  // null of a number, which nobody looks for
    Pattern pattern;
    bool untyped;

    explicit Key(const BoundValue& bound) noexcept : value{bound.value}, pattern{bound.pattern}, untyped{bound.untyped} {}
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const noexcept { return std::hash<const Value*>{}(key.value); }  // few have the same value
  };

  std::unordered_map<Key, std::size_t, KeyHash> places_{};
  std::size_t known_ = 0;  // so many values are in it
};

}  // namespace promptview::postgres

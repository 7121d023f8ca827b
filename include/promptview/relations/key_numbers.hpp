// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include <promptview/base/list.hpp>
#include <promptview/links/field_values.hpp>
#include <promptview/schema/model_info.hpp>

namespace promptview::detail {

// Numbers for different keys, from 0, in the order in which they come. A key is some bytes.
class KeyNumbers {
 public:
  static constexpr std::uint32_t none = UINT32_MAX;  // of a key with a NULL in it, or one that is not there

  std::size_t size() const noexcept { return numbers_.size(); }
  void reserve(std::size_t count) { numbers_.reserve(count); }

  // The number of the key, which gets one if it is new. `stays`: the bytes lie still as long as this lives; others are copied.
  std::uint32_t add(std::string_view key, bool stays) {
    if (const auto known = numbers_.find(key); known != numbers_.end()) return known->second;
    const auto number = static_cast<std::uint32_t>(numbers_.size());
    numbers_.emplace(stays ? key : std::string_view{kept_.emplace_back(key)}, number);
    return number;
  }
  std::uint32_t find(std::string_view key) const {
    const auto found = numbers_.find(key);
    return found == numbers_.end() ? none : found->second;
  }

 private:
  std::unordered_map<std::string_view, std::uint32_t> numbers_{};
  std::deque<std::string> kept_{};
};

// The fields of the primary key.
inline List<std::uint16_t> key_fields_of(const ModelInfo& model) {
  List<std::uint16_t> fields;
  for (std::size_t i = 0; i < model.key_count; ++i) fields.push_back(model.key[i]);
  return fields;
}

// The bytes of a key of several parts.
inline void append_key_part(std::string& key, std::string_view part) { key.append(std::to_string(part.size())).append(1, ':').append(part); }

// The same of a part that is a value, of any kind.
inline void append_key_part(std::string& key, const Value& value) {
  const auto append = [&key](const auto& plain) { key.append(reinterpret_cast<const char*>(&plain), sizeof plain); };
  append(value.integer);
  append(value.months);
  append(value.days);
  append(value.real);
  append(value.bounds);
  append_key_part(key, std::string_view{value.text});
  for (const Value& item : value.items) append_key_part(key, item);
}

// Writes the key that an object holds in these fields; false: a part is NULL. Keys that `same_key` calls different are different.
inline bool write_key(std::string& key, const ModelInfo& model, const List<std::uint16_t>& fields, const void* object) {
  key.clear();
  for (const std::uint16_t place : fields) {
    const Value value = field_value(model.fields[place], object);
    if (value.null) return false;
    append_key_part(key, value);
  }
  return true;
}

}  // namespace promptview::detail

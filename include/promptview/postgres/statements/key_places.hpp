// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include <promptview/base/list.hpp>
#include <promptview/postgres/format/parameters.hpp>
#include <promptview/postgres/format/result.hpp>
#include <promptview/postgres/statements/bulk_sql.hpp>
#include <promptview/schema/field.hpp>
#include <promptview/schema/model_info.hpp>

namespace promptview::postgres::detail {

// Numbers for different keys, from 0, by their bytes. Results whose keys were added must stay.
class KeyPlaces {
 public:
  static constexpr std::uint32_t none = UINT32_MAX;  // of a key with a NULL in it, or one that is not there

  explicit KeyPlaces(promptview::detail::List<std::uint16_t> fields) : fields_{std::move(fields)} {}

  std::size_t size() const noexcept { return places_.size(); }
  void reserve(std::size_t count) { places_.reserve(count); }

  // The key in a row: in the columns of the fields, which begin with `first`, or, to find it, in as many from `first` on.
  std::uint32_t add(const Result& result, int row, std::size_t first = 0) {
    std::string_view key;
    if (!read(result, row, first, true, key)) return none;
    const bool is_made = key.data() == scratch_.data();
    return add(key, is_made);
  }
  std::uint32_t find(const Result& result, int row, std::size_t first) {
    std::string_view key;
    if (!read(result, row, first, false, key)) return none;
    const auto found = places_.find(key);
    return found == places_.end() ? none : found->second;
  }
  // The key that an object holds.
  std::uint32_t add(const ModelInfo& model, const void* object) {
    scratch_.clear();
    for (const std::uint16_t place : fields_) {
      const FieldInfo& field = model.fields[place];
      encoded_.clear();
      encoded_.begin(*field.type, field.name, bulk_sql::is_text_form(field));
      field.codec->write(encoded_, field.address(const_cast<void*>(object)));
      if (encoded_[0].null) return none;
      append(encoded_[0].bytes);
    }
    return add(scratch_, true);
  }

 private:
  std::uint32_t add(std::string_view key, bool is_made) {
    if (const auto known = places_.find(key); known != places_.end()) return known->second;
    const auto place = static_cast<std::uint32_t>(places_.size());
    places_.emplace(is_made ? std::string_view{kept_.emplace_back(key)} : key, place);
    return place;
  }
  // False: a part is NULL.
  bool read(const Result& result, int row, std::size_t first, bool by_field, std::string_view& key) {
    scratch_.clear();
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      const std::string_view part = result.bytes(row, static_cast<int>(first + (by_field ? fields_[i] : i)));
      if (part.data() == nullptr) return false;
      if (fields_.size() == 1) {
        key = part;
        return true;
      }
      append(part);
    }
    key = scratch_;
    return true;
  }
  void append(std::string_view part) { scratch_.append(std::to_string(part.size())).append(1, ':').append(part); }

  promptview::detail::List<std::uint16_t> fields_;
  std::unordered_map<std::string_view, std::uint32_t> places_{};
  std::deque<std::string> kept_{};  // keys of several parts
  std::string scratch_{};
  Parameters encoded_{};
};

}  // namespace promptview::postgres::detail

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/base/list.hpp>
#include <promptview/postgres/format/result.hpp>
#include <promptview/relations/key_numbers.hpp>

namespace promptview::postgres::detail {

// Numbers for different keys in rows, from 0, by their bytes. Results whose keys were added must stay.
class KeyPlaces {
 public:
  static constexpr std::uint32_t none = promptview::detail::KeyNumbers::none;  // of a key with a NULL in it, or one that is not there

  explicit KeyPlaces(promptview::detail::List<std::uint16_t> fields) : fields_{std::move(fields)} {}

  std::size_t size() const noexcept { return numbers_.size(); }
  void reserve(std::size_t count) { numbers_.reserve(count); }

  // The key in a row: in the columns of the fields, which begin with `first`, or, to find it, in as many from `first` on.
  std::uint32_t add(const Result& result, int row, std::size_t first = 0) {
    std::string_view key;
    return read(result, row, first, true, key) ? numbers_.add(key, key.data() != scratch_.data()) : none;
  }
  std::uint32_t find(const Result& result, int row, std::size_t first) {
    std::string_view key;
    return read(result, row, first, false, key) ? numbers_.find(key) : none;
  }

 private:
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
      promptview::detail::append_key_part(scratch_, part);
    }
    key = scratch_;
    return true;
  }

  promptview::detail::List<std::uint16_t> fields_;
  promptview::detail::KeyNumbers numbers_{};
  std::string scratch_{};
};

}  // namespace promptview::postgres::detail

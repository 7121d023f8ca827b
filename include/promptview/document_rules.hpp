// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include <promptview/checked_lookup.hpp>
#include <promptview/model_info.hpp>

namespace promptview {

// What a document of a stranger may do.
struct DocumentLimits {
  std::vector<std::uint16_t> fields{};     // by their places in the model
  std::int64_t max_limit = 100;            // also where the document says no limit
  std::int64_t max_offset = 10'000;
  std::size_t max_bytes = 65'536;          // of its text
  std::size_t max_depth = 8;               // of and, or and not inside each other
  std::size_t max_conditions = 100;
  std::size_t max_items = 1'000;           // of a list
  bool regex = false;                      // whether it may use regex and iregex, of which some take the server forever

  bool allows(std::size_t field) const noexcept { return std::find(fields.begin(), fields.end(), field) != fields.end(); }
};

// The fields that documents may filter and order by. Each is checked when it compiles, and there is no default.
template <class M>
class AllowedFields {
 public:
  AllowedFields() = delete;
  AllowedFields(std::initializer_list<detail::FieldName<M>> names) {
    for (const detail::FieldName<M>& name : names) places_.push_back(name.place());
  }
  const std::vector<std::uint16_t>& places() const noexcept { return places_; }

 private:
  std::vector<std::uint16_t> places_{};
};

// `{.fields = {"age", "name"}, .max_limit = 50}`; the rest as in DocumentLimits.
template <class M>
struct DocumentRules {
  AllowedFields<M> fields;
  std::int64_t max_limit = 100;
  std::int64_t max_offset = 10'000;
  std::size_t max_bytes = 65'536;
  std::size_t max_depth = 8;
  std::size_t max_conditions = 100;
  std::size_t max_items = 1'000;
  bool regex = false;

  DocumentLimits limits() const {
    return {fields.places(), max_limit, max_offset, max_bytes, max_depth, max_conditions, max_items, regex};
  }
};

}  // namespace promptview

// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <promptview/expression.hpp>
#include <promptview/model_info.hpp>
#include <promptview/types/value_reader.hpp>

// Queries as data: what a QuerySet holds and a Namespace runs.
namespace promptview {

struct OrderTerm {
  std::uint16_t field = 0;  // its place in the model's fields
  bool descending = false;

  friend bool operator==(const OrderTerm&, const OrderTerm&) = default;
};

struct Select {
  static constexpr std::int64_t no_limit = -1;

  const ModelInfo* model = nullptr;
  std::string database{};  // empty: the default one
  Condition where{};
  std::vector<OrderTerm> order{};
  std::int64_t limit = no_limit;
  std::int64_t offset = 0;
  bool with_removed = false;  // also the rows that were removed softly

  bool is_sliced() const noexcept { return limit != no_limit || offset != 0; }
  bool matches_nothing() const noexcept { return limit == 0 || detail::truth_of(where) == Truth::never; }
};

// How an object is written.
enum class WriteMode : std::uint8_t {
  save,    // an empty Auto key: insert; an Auto key: update; a key of the application: upsert
  insert,
  update,  // NotFound if the row is missing
  upsert,  // insert, or update the row with the same key
};

struct Write {
  WriteMode mode = WriteMode::save;
  std::vector<std::uint16_t> only{};  // the fields to update; empty: all
};

// Receives the rows of a result, one after the other.
class RowSink {
 public:
  virtual void expect(std::size_t rows) = 0;    // once, before the first row
  virtual void row(ValueReader& columns) = 0;   // `next_item` moves to the first column, then to each further one

 protected:
  ~RowSink() = default;
};

namespace detail {

// Reads all fields of an object, in the model's order.
inline void read_fields(const ModelInfo& model, void* object, ValueReader& columns) {
  for (std::size_t i = 0; i < model.field_count; ++i) {
    const FieldInfo& field = model.fields[i];
    columns.next_item();
    field.codec->read(columns, field.address(object));
  }
}

}  // namespace detail
}  // namespace promptview

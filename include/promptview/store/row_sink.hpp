// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <promptview/links/relation_member.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/values/value_reader.hpp>

// How a store gives rows to who asked for them.
namespace promptview {

// Receives the rows of a result, one after the other.
class RowSink {
 public:
  virtual void expect(std::size_t rows) = 0;    // before the first row; of a stream, before the first row of each batch
  virtual void row(ValueReader& columns) = 0;   // `next_item` moves to the first column, then to each further one
  // The model's object in the row that was the `place`-th to come, once all came; null: rows hold none.
  virtual void* object(std::size_t /*place*/) { return nullptr; }

 protected:
  ~RowSink() = default;
};

// Receives rows by the place of what they belong to.
class PlacedRowSink {
 public:
  virtual std::size_t count() const = 0;  // of the places
  // One row that belongs to the object at `place`. `columns` is valid during the call.
  virtual void row(std::size_t place, ValueReader& columns) = 0;

 protected:
  ~PlacedRowSink() = default;
};

// A query that is read batch by batch. It holds what it needs of the store until it is destroyed or has given its last
// row. For one thread at a time.
class RowStream {
 public:
  virtual ~RowStream() = default;

  // Hands over the next rows, a batch of them at most; false when there are no more. Blocks. Throws what a query throws,
  // and TransactionFailed when the transaction in which it began has ended.
  virtual bool next(RowSink& sink) = 0;
};

namespace detail {

// Reads these fields of an object, in their order.
inline void read_fields(const ModelInfo& model, const std::vector<std::uint16_t>& fields, void* object, ValueReader& columns) {
  for (const std::uint16_t place : fields) {
    columns.next_item();
    model.fields[place].codec->read(columns, model.fields[place].address(object));
  }
}

// Reads all fields of an object, in the model's order.
inline void read_fields(const ModelInfo& model, void* object, ValueReader& columns) {
  for (std::size_t i = 0; i < model.field_count; ++i) {
    i += columns.put_next(model.fields + i, model.field_count - i, object);
    if (i < model.field_count) model.fields[i].codec->read(columns, model.fields[i].address(object));
  }
  bind_relations(model, object);
}

}  // namespace detail
}  // namespace promptview

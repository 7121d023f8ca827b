// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include <promptview/postgres/format/item_writer.hpp>
#include <promptview/postgres/format/parameters.hpp>
#include <promptview/postgres/format/parameters_text.hpp>
#include <promptview/postgres/format/value_error.hpp>
#include <promptview/postgres/statements/bulk_sql.hpp>
#include <promptview/schema/model_info.hpp>

namespace promptview::postgres {

// The values of many objects as array parameters, one for each field that a statement binds. Reusable after `clear`.
class ColumnArrays {
 public:
  ColumnArrays(const ModelInfo& model, const std::vector<std::uint16_t>& fields) : model_{model} {
    columns_.reserve(fields.size());
    for (const std::uint16_t place : fields) {
      Column& column = columns_.emplace_back();
      column.field = &model.fields[place];
      column.text_form = bulk_sql::is_text_form(*column.field);
      column.is_array = column.field->type->kind == Kind::array;
      column.items.expect(*column.field->type, column.field->name, column.text_form);
      column.items.limit_to(*column.field);
    }
    clear();
  }

  void clear() {
    rows_ = 0;
    for (Column& column : columns_) {
      ByteBuffer& buffer = column.items.buffer();
      buffer.clear();
      buffer.append_number<std::int32_t>(1);  // dimensions
      buffer.append_number<std::int32_t>(1);  // there may be nulls; the server looks for itself
      buffer.append_number<std::uint32_t>(column.text_form ? sql_type(Kind::text).oid : kind_oid(*column.field->type));
      buffer.append_number<std::int32_t>(0);  // the number of items
      buffer.append_number<std::int32_t>(1);  // the first has this number
    }
  }

  // `place`: of the object among all of them, for messages.
  void add(void* object, std::size_t place) {
    const FieldInfo* field = nullptr;
    try {
      for (Column& column : columns_) {
        field = column.field;
        const void* value = field->address(object);
        column.items.forget();
        if (column.is_array)
          add_array(column, value);
        else
          field->codec->write(column.items, value);
      }
    } catch (const InvalidValue& error) {
      detail::raise_value_error(error, model_, field->name, place);
    }
    ++rows_;
  }

  std::size_t rows() const noexcept { return rows_; }
  // Whether another batch should begin here, however few the objects are: a parameter holds 1 GB at most.
  bool is_full() const noexcept {
    std::size_t bytes = 0;
    for (const Column& column : columns_) bytes += column.items.buffer().size();
    return bytes > max_batch_bytes;
  }

  // Makes them the parameters of a statement. They point into this.
  void bind(Parameters& to) {
    for (Column& column : columns_) {
      ByteBuffer& buffer = column.items.buffer();
      buffer.store_at(count_place, static_cast<std::int32_t>(rows_));
      to.add_encoded(bulk_sql::parameter_oid(*column.field), {buffer.data(), buffer.size()}, column.field->name);
    }
    if (!columns_.empty()) return;
    static constexpr TypeInfo number{.kind = Kind::int64};
    to.begin(number, "rows");
    to.integer(static_cast<std::int64_t>(rows_));
  }

 private:
  static constexpr std::size_t max_batch_bytes = std::size_t{64} << 20U;
  static constexpr std::size_t count_place = 12;

  struct Column {
    const FieldInfo* field = nullptr;
    bool text_form = false;
    bool is_array = false;
    ItemWriter items{};
  };

  // An array as the text that the server parses.
  void add_array(Column& column, const void* value) {
    array_.clear();
    array_.begin(*column.field->type, column.field->name);
    column.field->codec->write(array_, value);
    const ParameterSpan::View view = array_[0];
    if (view.null) return column.items.null();
    if (view.as_text) return column.items.text(view.bytes);
    column.items.text(detail::array_text(detail::meaning_of(view.type), view.bytes));
  }

  const ModelInfo& model_;
  std::vector<Column> columns_{};
  std::size_t rows_ = 0;
  Parameters array_{};  // of one value
};

}  // namespace promptview::postgres

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include <promptview/base/error.hpp>
#include <promptview/postgres/format/binary_reader.hpp>
#include <promptview/postgres/format/identifier.hpp>
#include <promptview/postgres/format/result.hpp>
#include <promptview/postgres/format/sql_types.hpp>
#include <promptview/postgres/format/type_names.hpp>

namespace promptview::postgres {

// The type of what a query leaves out; see append_columns.
inline constexpr Oid void_oid = 2278;

// Throws TypeMismatch for a column that cannot be read as its field; detail::UnnamedType where only the server knows the name
// of the column's type.
[[noreturn, gnu::noinline]] inline void refuse_column(const ExpectedColumns& expected, std::size_t column, Oid oid) {
  const FieldInfo& field = expected[column];
  const std::string place = expected.place(column);
  ServerReport about{.field = std::string{field.name}, .fields = std::string{field.name}, .model = std::string{expected.model->name}};
  std::string behind = ", which cannot be read as " + sql_name(*field.type);
  if (field.name.empty())
    detail::refuse_type(oid, place + ": use pv::cast, or name its type as pv::sql<T>(...): the value is ", std::move(behind), std::move(about));
  detail::refuse_type(oid, place + ": change the field's C++ type, or give the column's type as FIELD(..., type=\"...\"): the column " +
                               quote_identifier(field.column()) + " is ",
                      std::move(behind), std::move(about));
}

// Throws as refuse_column if a column of the result cannot be read as its field.
inline void check_column(const ExpectedColumns& expected, std::size_t column, Oid oid) {
  const FieldInfo& field = expected[column];
  const bool is_left_out = field.is_deferred && oid == void_oid;
  if (!is_left_out && !can_read(oid, *field.type)) refuse_column(expected, column, oid);
}

// Throws TypeMismatch if the columns of the result, from `first` on, are not those that were expected.
inline void check_columns(const Result& result, const ExpectedColumns& expected, std::size_t first = 0) {
  if (static_cast<std::size_t>(result.columns()) != first + expected.count + expected.more)
    throw TypeMismatch{"a result has another number of columns than was asked for"};
  if (expected.count > 0 && PQfformat(result.get(), static_cast<int>(first)) != 1)
    throw TypeMismatch{"look for a proxy in front of the server: it sent texts where values in binary were asked for"};
  for (std::size_t column = 0; column < expected.count; ++column) {
    if (expected.skips(column)) continue;
    const TypeInfo& type = *expected[column].type;
    const Oid oid = PQftype(result.get(), static_cast<int>(first + column));
    if (oid != sql_type(type.kind).oid) check_column(expected, column, oid);
  }
}

// Decodes a result, row by row.
class ResultReader final : public BinaryReader {
 public:
  // Throws as check_columns. `first`: the column to begin with.
  ResultReader(const Result& result, const ExpectedColumns& expected, std::size_t first = 0)
      : BinaryReader{expected}, result_{result}, first_{static_cast<int>(first)} {
    check_columns(result, expected, first);
  }

  void to_row(int row) noexcept {
    row_ = row;
    column_ = -1;
  }
  void next_item() override {
    if (is_in_container()) return next_inside();
    data_ = result_.bytes(row_, first_ + ++column_);
  }
  std::size_t put_next(const FieldInfo* fields, std::size_t count, void* object) override {
    const FieldInfo* field = fields;
    const int row = row_;
    int column = column_;
    std::string_view value;
    do value = result_.bytes(row, first_ + ++column);
    while (put(value, *field, object) && ++field < fields + count);
    column_ = column;
    data_ = value;
    return static_cast<std::size_t>(field - fields);
  }
  const std::string_view* left_out() const override {
    return !is_in_container() && PQftype(result_.get(), first_ + column_) == void_oid ? &field_name() : nullptr;
  }

 private:
  const Result& result_;
  int first_ = 0;
  int row_ = 0;
};

}  // namespace promptview::postgres

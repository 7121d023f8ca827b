// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/links/relation_member.hpp>
#include <promptview/lookups/bound_argument.hpp>
#include <promptview/postgres/connection/wire.hpp>
#include <promptview/postgres/format/parameters.hpp>
#include <promptview/postgres/format/result_reader.hpp>
#include <promptview/postgres/format/session_change.hpp>
#include <promptview/postgres/format/type_names.hpp>
#include <promptview/postgres/store/raw_row_type.hpp>
#include <promptview/postgres/transaction/session.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/store/context.hpp>

namespace promptview::postgres {

namespace detail {

// A text goes to the server without a type, so that it can be compared with a column of any: dates, enums, uuids.
inline void bind_raw(Parameters& to, const promptview::detail::BoundArgument& value, std::string_view name) {
  static constexpr TypeInfo any{.kind = Kind::text};
  if (value.type.form == promptview::detail::OperandForm::null) {
    to.begin(any, name, true);
    return to.null();
  }
  const TypeInfo& type = *value.type.type;
  const TypeInfo& scalar = promptview::detail::item_or_self(type);
  to.begin(type, name, scalar.kind == Kind::text);
  value.write(to, value.value);
}

}  // namespace detail

// Runs a statement of the user's own. `model` is for messages, or null. Throws StatementRefused or TransactionRequired for one
// that must not run in any session of the pool.
inline Result run_raw(const Context& context, const std::string& sql, const promptview::detail::BoundArgument* values,
                      std::size_t count, const ModelInfo* model) {
  wire::check_statement(sql);
  const detail::SessionChange change = detail::check_session_change(sql, context.transaction != nullptr);
  Parameters parameters;
  for (std::size_t i = 0; i < count; ++i) detail::bind_raw(parameters, values[i], "$" + std::to_string(i + 1));
  const Session session{context};
  session->note(change);
  return session->run(sql, parameters, model);
}

// The rows of a statement of the user's own, and which column is read into which field of `shape`.
class RawResult {
 public:
  // By name: each field has the column of its name, in any order, and other columns are passed over. Otherwise the
  // columns are those of the shape, one by one. Throws TypeMismatch when that is not so.
  RawResult(Result result, const ModelInfo& shape, bool by_name)
      : result_{std::move(result)}, shape_{shape}, fields_(by_name ? places_by_name() : places_in_order()) {
    for (std::size_t column = 0; column < fields_.size(); ++column)
      if (fields_[column] != ExpectedColumns::skipped) check_type(column);
  }

  // Reads the rows into objects of the shape.
  void read(const detail::RowVector& rows) const {
    rows.reserve(rows.vector, static_cast<std::size_t>(result_.rows()));
    ResultReader reader{result_, {.model = &shape_, .fields = fields_.data(), .count = fields_.size()}};
    for (int row = 0; row < result_.rows(); ++row) {
      reader.to_row(row);
      read_row(reader, rows.add(rows.vector));
    }
  }

 private:
  std::size_t column_count() const noexcept { return static_cast<std::size_t>(result_.columns()); }
  std::string_view column_name(std::size_t column) const { return PQfname(result_.get(), static_cast<int>(column)); }

  void read_row(ResultReader& reader, void* object) const {
    for (const std::uint16_t place : fields_) {
      reader.next_item();
      if (place == ExpectedColumns::skipped) continue;
      const FieldInfo& field = shape_.fields[place];
      field.codec->read(reader, field.address(object));
    }
    promptview::detail::bind_relations(shape_, object);
  }

  std::vector<std::uint16_t> places_by_name() const {
    std::vector<std::uint16_t> places(column_count(), ExpectedColumns::skipped);
    for (std::size_t i = 0; i < shape_.field_count; ++i) {
      const std::string_view wanted = shape_.fields[i].column();
      std::size_t found = 0;
      for (std::size_t column = 0; column < places.size(); ++column) {
        if (column_name(column) != wanted) continue;
        ++found;
        places[column] = static_cast<std::uint16_t>(i);
      }
      if (found != 1) refuse_names(shape_.fields[i], found);
    }
    return places;
  }

  std::vector<std::uint16_t> places_in_order() const {
    if (column_count() != shape_.field_count)
      throw TypeMismatch{"raw: read as many columns as the statement gives: it gives " + std::to_string(column_count()) +
                         ", and the C++ type holds " + std::to_string(shape_.field_count)};
    std::vector<std::uint16_t> places;
    for (std::size_t i = 0; i < shape_.field_count; ++i) places.push_back(static_cast<std::uint16_t>(i));
    return places;
  }

  [[noreturn]] void refuse_names(const FieldInfo& field, std::size_t found) const {
    const std::string column = quote_identifier(field.column());
    const std::string head = "raw: " + std::string{shape_.name} + "." + std::string{field.name} + ": ";
    if (found > 1)
      throw TypeMismatch{head + "name one of them otherwise (AS ...): the statement gives " + std::to_string(found) + " columns " + column};
    std::string given;
    for (std::size_t i = 0; i < column_count(); ++i) given += (i == 0 ? "" : ", ") + std::string{column_name(i)};
    throw TypeMismatch{head + "select the column " + column + ": the statement gives " +
                       (given.empty() ? "no columns; for one that gives none use pv::execute" : given)};
  }

  void check_type(std::size_t column) const {
    const FieldInfo& field = shape_.fields[fields_[column]];
    const Oid oid = PQftype(result_.get(), static_cast<int>(column));
    if (can_read(oid, *field.type)) return;
    detail::refuse_type(oid,
                        "raw: " + std::string{shape_.name} + "." + std::string{field.name} + ": cast the column " +
                            quote_identifier(column_name(column)) + " in the SQL, or read it into another C++ type: it is ",
                        ", which cannot be read as " + sql_name(*field.type),
                        {.field = std::string{field.name}, .fields = std::string{field.name}, .model = std::string{shape_.name}});
  }

  Result result_;
  const ModelInfo& shape_;
  std::vector<std::uint16_t> fields_;  // of each column, its field
};

}  // namespace promptview::postgres

// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <promptview/postgres/connection/wire.hpp>
#include <promptview/postgres/format/item_writer.hpp>
#include <promptview/postgres/format/result.hpp>
#include <promptview/postgres/format/value_error.hpp>
#include <promptview/postgres/statements/bulk_sql.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/store/write_request.hpp>

// COPY in PostgreSQL's binary format: the fastest way in, for rows of which nothing has to come back.
namespace promptview::postgres {

namespace copy_sql {

// Whether the values of a field are bytes that a column of the field's own type takes.
inline bool is_plain(const FieldInfo& field) noexcept {
  if (!field.options.type.empty()) return false;
  const TypeInfo& type = *field.type;
  if (type.kind == Kind::array) return type.item->kind != Kind::enumeration && oid_of(type) != 0;
  return type.kind == Kind::enumeration || type.sql_name.empty();
}

// Whether rows with all fields set can come in by COPY and nothing has to come back.
inline bool is_possible(const ModelInfo& model) noexcept {
  for (std::size_t i = 0; i < model.field_count; ++i)
    if (model.fields[i].generated_on_insert() || !is_plain(model.fields[i])) return false;
  return true;
}

inline std::string columns(const ModelInfo& model, std::string_view before) {
  std::string list;
  for (std::size_t i = 0; i < model.field_count; ++i)
    bulk_sql::append_listed(list, std::string{before} + quote_identifier(model.fields[i].column()));
  return list;
}

inline std::string statement(const ModelInfo& model) {
  return "COPY " + ddl::table_name(model) + " (" + columns(model, "") + ") FROM STDIN (FORMAT binary)";
}

// Asks whether the table takes COPY as it takes INSERT (no view, no rules, no row security), and for its columns' types:
// COPY never casts, so bytes of another type would be refused or, worse, taken for something else.
inline std::string question(const ModelInfo& model) {
  return "SELECT (SELECT relkind IN ('r', 'p') AND NOT relhasrules AND NOT row_security_active(oid) FROM pg_class WHERE oid = " +
         quote_literal(ddl::table_name(model)) + "::regclass), " + columns(model, "t.") +
         " FROM (SELECT) AS nothing LEFT JOIN " + ddl::table_name(model) + " AS t ON FALSE";
}

// The answer to it.
inline bool takes_copy(const ModelInfo& model, const Result& answer) {
  constexpr Oid bpchar = 1042, varchar = 1043, first_of_users = 16384;
  if (answer.rows() != 1 || answer.is_null(0, 0) || !answer.truth(0, 0)) return false;
  for (std::size_t i = 0; i < model.field_count; ++i) {
    const Oid column = PQftype(answer.get(), static_cast<int>(i) + 1);
    const TypeInfo& type = *model.fields[i].type;
    const bool is_text = column == sql_type(Kind::text).oid || column == varchar || column == bpchar;
    const bool fits = type.kind == Kind::enumeration ? is_text || column >= first_of_users
                      : type.kind == Kind::text      ? is_text
                                                     : column == kind_oid(type);
    if (!fits) return false;
  }
  return true;
}

}  // namespace copy_sql

// Encodes objects for COPY, piece by piece.
class CopyRows final : public wire::CopySource {
 public:
  // `first`: the place of the first object, for messages.
  CopyRows(const ModelInfo& model, const Objects& objects, const BulkInsert& how, std::size_t first = 0)
      : model_{model}, objects_{objects}, how_{how}, first_{first} {
    static constexpr char header[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0";  // signature, flags, no extension
    items_.buffer().append({header, sizeof(header)});
  }

  std::string_view next() override {
    ByteBuffer& buffer = items_.buffer();
    if (sent_) buffer.clear();
    sent_ = true;
    while (done_ < objects_.count && buffer.size() < piece) {
      add_some();
      if (done_ % how_.batch_size == 0 && done_ < objects_.count) how_.progress(done_, objects_.count);
    }
    if (done_ == objects_.count && !ended_) {
      buffer.append_number<std::int16_t>(-1);
      ended_ = true;
    }
    return {buffer.data(), buffer.size()};
  }

 private:
  static constexpr std::size_t piece = 60000;

  // Until the piece is full, or somebody wants to know how many there are: what that one throws is no error of a value.
  void add_some() try {
    const std::size_t end = done_ + std::min(how_.batch_size - done_ % how_.batch_size, objects_.count - done_);
    for (; done_ < end && items_.buffer().size() < piece; ++done_) add(objects_[done_]);
  } catch (const InvalidValue& error) {
    detail::raise_value_error(error, model_, items_.name(), first_ + done_);
  }
  void add(void* object) {
    items_.buffer().append_number(static_cast<std::int16_t>(model_.field_count));
    for (std::size_t i = 0; i < model_.field_count; ++i) items_.write(model_.fields[i], object);
  }

  const ModelInfo& model_;
  const Objects& objects_;
  const BulkInsert& how_;
  std::size_t first_;
  ItemWriter items_{};
  std::size_t done_ = 0;
  bool sent_ = false;
  bool ended_ = false;
};

}  // namespace promptview::postgres

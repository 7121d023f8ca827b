// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/postgres/connection/wire.hpp>
#include <promptview/postgres/format/binary_reader.hpp>
#include <promptview/postgres/format/bytes.hpp>
#include <promptview/postgres/format/result_reader.hpp>
#include <promptview/postgres/sql/statement.hpp>
#include <promptview/postgres/transaction/stream_session.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/namespace.hpp>

namespace promptview::postgres {

// Decodes the rows of a COPY in binary format.
class CopyReader final : public BinaryReader {
 public:
  explicit CopyReader(const ExpectedColumns& expected) : BinaryReader{expected} {}
  // `rows`: a result with the same columns, since a COPY does not tell their types.
  void set_types(const Result& rows) {
    for (int column = 0; column < rows.columns(); ++column) left_out_.push_back(PQftype(rows.get(), column) == void_oid);
  }

  // To the row in `bytes`, which must stay; false: they are the end of the COPY. Throws Error for bytes that are no row.
  bool to_row(std::string_view bytes) {
    rest_ = bytes;
    column_ = -1;
    if (!has_header_) skip_header();
    const auto columns = load<std::int16_t>(take(2).data());
    if (columns == -1) return false;
    if (static_cast<std::size_t>(columns) != expected_.count) malformed();
    return true;
  }
  void next_item() override {
    if (is_in_container()) return next_inside();
    ++column_;
    const auto size = load<std::int32_t>(take(4).data());
    if (size < -1) malformed();
    data_ = size == -1 ? std::string_view{} : take(static_cast<std::size_t>(size));
  }
  std::size_t put_next(const FieldInfo* fields, std::size_t count, void* object) override {
    std::size_t done = 0;
    for (next_item(); put(data_, fields[done], object) && ++done < count;) next_item();
    return done;
  }
  const std::string_view* left_out() const override {
    return !is_in_container() && left_out_[static_cast<std::size_t>(column_)] ? &field_name() : nullptr;
  }

 private:
  [[noreturn]] static void malformed() { throw Error{"the server sent a COPY that is cut short or in an unknown format"}; }
  void skip_header() {
    constexpr std::string_view signature{"PGCOPY\n\377\r\n\0", 11};
    constexpr std::size_t flags = 4;
    if (take(signature.size()) != signature) malformed();
    take(flags);
    take(static_cast<std::size_t>(load<std::int32_t>(take(4).data())));
    has_header_ = true;
  }
  std::string_view take(std::size_t size) {
    if (rest_.size() < size) malformed();
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  std::vector<bool> left_out_{};  // each column
  std::string_view rest_{};
  bool has_header_ = false;
};

// COPY has no parameters. Where it is not used they are refused all the same, so that a program runs on both.
inline void check_copied(const ModelInfo& row, const Statement& select) {
  if (!select.values.empty())
    throw InvalidValue{std::string{row.name} +
                       ": copy_out takes no values, since COPY has none: use stream(), or leave out offset and filters with values"};
}

// The rows of a query by one COPY ... TO STDOUT in binary format.
class PostgresCopyOut final : public RowStream {
 public:
  // Sends it. `row`: what a row holds, under the name of the model. `select` has passed check_copied.
  PostgresCopyOut(const Context& context, const ModelInfo& row, const Statement& select)
      : row_{row}, expected_{.model = &row, .count = row.field_count}, session_{context}, reader_{expected_} {
    Connection& connection = session_.connection(row_);
    const Result none = connection.run_once("SELECT * FROM (" + select.sql + ") AS \"rows\" LIMIT 0", &row_);
    check_columns(none, expected_);
    reader_.set_types(none);
    sql_ = "COPY (" + select.sql + ") TO STDOUT (FORMAT binary)";
    connection.begin_copy_out(sql_, &row_);
    is_open_ = true;
  }
  PostgresCopyOut(const PostgresCopyOut&) = delete;
  PostgresCopyOut& operator=(const PostgresCopyOut&) = delete;
  ~PostgresCopyOut() override { close(); }

  bool next(RowSink& sink) override {
    constexpr std::size_t batch = 1000;
    if (!is_open_) return false;
    sink.expect(batch);
    std::size_t rows = 0;
    for (Connection& connection = session_.connection(row_); rows < batch && read_row(connection); ++rows) sink.row(reader_);
    if (!is_open_) session_.give_back();
    return rows > 0;
  }

 private:
  bool read_row(Connection& connection) {
    do
      read_bytes(connection);
    while (is_open_ && !reader_.to_row(bytes_.bytes()));
    return is_open_;
  }
  void read_bytes(Connection& connection) {
    is_open_ = false;  // should it throw
    is_open_ = connection.next_copied(bytes_, sql_, &row_);
  }

  // In a transaction it reads on to the end, since to cancel the COPY would fail the transaction. A session of its own is
  // closed by the pool.
  void close() noexcept try {
    Connection* const joined = session_.joined();
    while (joined != nullptr && is_open_) read_bytes(*joined);
    session_.give_back();
  } catch (...) {
    session_.give_back();
  }

  const ModelInfo& row_;
  ExpectedColumns expected_;
  StreamSession session_;
  CopyReader reader_;
  wire::CopiedRow bytes_{};
  std::string sql_{};
  bool is_open_ = false;
};

}  // namespace promptview::postgres

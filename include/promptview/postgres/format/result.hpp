// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <utility>

#include <promptview/base/error.hpp>
#include <promptview/postgres/format/bytes.hpp>

namespace promptview::postgres {

[[noreturn, gnu::noinline]] inline void refuse_answer() {
  throw Error{"look for a rule, or a proxy in front of the server: it answered a statement of promptview with something else than was asked for"};
}

// The server's answer to one statement; owns the PGresult. Rows and columns count from 0.
class Result {
 public:
  Result() = default;
  explicit Result(PGresult* owned) noexcept : result_{owned} {}
  Result(Result&& other) noexcept : result_{std::exchange(other.result_, nullptr)} {}
  Result& operator=(Result&& other) noexcept {
    std::swap(result_, other.result_);
    return *this;
  }
  ~Result() {
    if (result_ != nullptr) PQclear(result_);
  }

  explicit operator bool() const noexcept { return result_ != nullptr; }
  PGresult* get() const noexcept { return result_; }

  int rows() const noexcept { return PQntuples(result_); }
  int columns() const noexcept { return PQnfields(result_); }
  ExecStatusType status() const noexcept { return PQresultStatus(result_); }

  // Whether an INSERT, UPDATE or DELETE changed any row: cheaper than their number, which ends the command's tag.
  bool changed_any() const noexcept {
    const std::string_view tag = PQcmdStatus(result_);
    return !tag.ends_with(" 0");
  }

  // The number of rows that an INSERT, UPDATE or DELETE changed.
  std::int64_t affected() const noexcept { return std::strtoll(PQcmdTuples(result_), nullptr, 10); }

  bool is_null(int row, int column) const noexcept { return PQgetisnull(result_, row, column) != 0; }
  // The bytes of a value; for NULL, a view without data.
  std::string_view bytes(int row, int column) const noexcept {
    const int size = PQgetlength(result_, row, column);
    if (size == 0 && is_null(row, column)) return {};
    return {PQgetvalue(result_, row, column), static_cast<std::size_t>(size)};
  }

  // Values that promptview's own statements ask for; no field is read from them. The server is not believed: each of these throws
  // Error for a result without such a value.
  bool truth(int row, int column) const { return own(row, column, 1)[0] != 0; }
  std::int64_t number(int row, int column) const { return load<std::int64_t>(own(row, column, 8)); }
  // The place of one of `count` things, counted from 0; the statement counts from 1.
  std::size_t place(int row, int column, std::size_t count) const {
    const std::int64_t place = number(row, column);
    if (place < 1 || static_cast<std::uint64_t>(place) > count) refuse_answer();
    return static_cast<std::size_t>(place) - 1;
  }

 private:
  const char* own(int row, int column, std::size_t size) const {
    if (row >= rows() || column >= columns() || is_null(row, column) || bytes(row, column).size() != size) refuse_answer();
    return bytes(row, column).data();
  }

  PGresult* result_ = nullptr;
};

// A part of the server's error report, by its PG_DIAG code; empty where it says nothing. A view into the result.
inline std::string_view report_part(const Result& result, int part) noexcept {
  const char* text = PQresultErrorField(result.get(), part);
  return text == nullptr ? std::string_view{} : std::string_view{text};
}

}  // namespace promptview::postgres

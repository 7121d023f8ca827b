// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace promptview::postgres {

// What the server answered to one statement; owns the PGresult. Rows and columns count from 0.
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

 private:
  PGresult* result_ = nullptr;
};

}  // namespace promptview::postgres

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
  ~Result() { PQclear(result_); }

  explicit operator bool() const noexcept { return result_ != nullptr; }
  PGresult* get() const noexcept { return result_; }

  int rows() const noexcept { return PQntuples(result_); }
  int columns() const noexcept { return PQnfields(result_); }
  ExecStatusType status() const noexcept { return PQresultStatus(result_); }

  // The number of rows that an INSERT, UPDATE or DELETE changed.
  std::int64_t affected() const noexcept { return std::strtoll(PQcmdTuples(result_), nullptr, 10); }

  bool is_null(int row, int column) const noexcept { return PQgetisnull(result_, row, column) != 0; }
  std::string_view bytes(int row, int column) const noexcept {
    return {PQgetvalue(result_, row, column), static_cast<std::size_t>(PQgetlength(result_, row, column))};
  }

 private:
  PGresult* result_ = nullptr;
};

}  // namespace promptview::postgres

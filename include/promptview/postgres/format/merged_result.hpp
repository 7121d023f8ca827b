// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <cstddef>
#include <new>
#include <string_view>
#include <utility>

#include <promptview/postgres/format/result.hpp>

namespace promptview::postgres {

// The rows of many results with the same columns, in one result, which takes a fraction of their memory.
class MergedResult {
 public:
  // The first row of `result`.
  void add(Result result) {
    if (!rows_) {
      rows_ = std::move(result);
      return;
    }
    if (!is_ours_) own();
    append(result);
  }

  const Result& result() const noexcept { return rows_; }

 private:
  // A result that came from the server cannot grow; a copy can.
  void own() {
    Result copied{PQcopyResult(rows_.get(), PG_COPYRES_ATTRS)};
    if (!copied) throw std::bad_alloc{};
    std::swap(rows_, copied);
    is_ours_ = true;
    append(copied);
  }
  void append(const Result& from) {
    const int row = rows_.rows();
    for (int column = 0; column < from.columns(); ++column) {
      const bool null = from.is_null(0, column);
      if (PQsetvalue(rows_.get(), row, column, null ? nullptr : PQgetvalue(from.get(), 0, column),
                     null ? -1 : PQgetlength(from.get(), 0, column)) == 0)
        throw std::bad_alloc{};
    }
  }

  Result rows_{};
  bool is_ours_ = false;
};

}  // namespace promptview::postgres

// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace benchmark {

inline std::string_view value_of(const PGresult* result, int row, int column) noexcept {
  return {PQgetvalue(result, row, column), static_cast<std::size_t>(PQgetlength(result, row, column))};
}

inline void decode_bio(const PGresult* result, int row, std::optional<std::string>& bio) {
  if (PQgetisnull(result, row, 6) != 0)
    bio.reset();
  else
    bio.emplace(value_of(result, row, 6));
}

}  // namespace benchmark

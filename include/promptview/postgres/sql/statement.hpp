// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/postgres/sql/bound_places.hpp>

namespace promptview::postgres {

// A query's text and the values to bind, which point into the query.
struct Statement {
  std::string sql{};
  std::vector<BoundValue> values{};
  BoundPlaces places{};  // of the values
};

// PostgreSQL counts parameters in 16 bits. Throws InvalidValue for more.
inline void check_parameter_count(std::size_t count, std::string_view model) {
  constexpr std::size_t most = 65'535;
  if (count > most)
    throw InvalidValue{std::string{model} + ": a query binds at most 65535 values, not " + std::to_string(count) +
                       ": give many as one list, filter(\"id__in\", values), instead of conditions joined by ||"};
}

}  // namespace promptview::postgres

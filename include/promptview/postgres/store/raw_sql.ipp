// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <promptview/postgres/store/asked_type_names.hpp>
#include <promptview/postgres/store/raw_result.hpp>

namespace promptview::postgres::detail {

void read_raw(const Context& context, std::string_view sql, const promptview::detail::BoundArgument* values, std::size_t count,
              const ModelInfo& shape, bool by_name, const ModelInfo* model, const RowVector& rows) {
  with_type_names(context, [&] {
    RawResult{run_raw(context, std::string{sql}, values, count, model), shape, by_name}.read(rows);
  });
}

std::int64_t execute_raw(const Context& context, std::string_view sql, const promptview::detail::BoundArgument* values, std::size_t count) {
  return run_raw(context, std::string{sql}, values, count, nullptr).affected();
}

}  // namespace promptview::postgres::detail

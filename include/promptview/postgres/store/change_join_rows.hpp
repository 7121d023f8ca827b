// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <promptview/postgres/statements/bulk_sql.hpp>
#include <promptview/postgres/statements/join_table_sql.hpp>
#include <promptview/postgres/transaction/session.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/join_table_change.hpp>
#include <promptview/values/value.hpp>

namespace promptview::postgres::detail {

inline void bind_side(Parameters& to, const promptview::detail::JoinSide& side, const ModelInfo& model,
                      const promptview::detail::List<Value>& arrays) {
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    const FieldInfo& field = model.fields[side.fields[i]];
    to.begin(*arrays[i].type, field.name, bulk_sql::is_text_form(field));
    write_value(to, arrays[i]);
  }
}

// Carries out WriteRequest::Kind::join_rows in one round trip. Returns how many rows were written or removed; for `set`, written.
inline std::int64_t change_join_rows(const ModelInfo& model, const Context& context, promptview::detail::JoinChange& change) {
  const promptview::detail::RelationLink& link = *change.link;
  const std::string sql = join_rows_sql::make(link, change.kind);
  Parameters parameters;
  bind_side(parameters, link.join.owner, *link.owner, change.owners);
  if (change.kind != promptview::detail::JoinChange::Kind::clear) bind_side(parameters, link.join.target, *link.target, change.targets);
  const Result result = run_statement(context, sql, parameters, link.join.model != nullptr ? link.join.model : &model);
  if (change.kind != promptview::detail::JoinChange::Kind::missing) return result.affected();
  const std::size_t pairs = change.targets.empty() ? 0 : change.targets[0].items.size();
  for (int row = 0; row < result.rows(); ++row)
    change.found.push_back(result.place(row, 0, pairs));
  return result.rows();
}

}  // namespace promptview::postgres::detail

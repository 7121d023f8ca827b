// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <promptview/postgres/ddl/table_ddl.hpp>
#include <promptview/postgres/format/identifier.hpp>
#include <promptview/postgres/sql/table_columns.hpp>
#include <promptview/postgres/statements/bulk_sql.hpp>
#include <promptview/schema/model_info.hpp>

namespace promptview::postgres::key_list_sql {

// SELECT of the rows whose key, of one field, is in a list; behind the fields, the place in the list, from 1. It is the
// database that compares, so that each row comes as often as its key is given, also by another spelling (citext). Each
// key is looked up in the index of the key, whatever the planner thinks of the list's length.
inline std::string get(const ModelInfo& model) {
  const FieldInfo& key = model.key_field(0);
  const std::string type = bulk_sql::is_text_form(key) ? bulk_sql::cast_type(key) + "[]" : bulk_sql::parameter_type(key);
  std::string columns;
  append_columns(columns, model, "t.");
  std::string sql = "SELECT r.*, k.n FROM UNNEST($1::" + type + ") WITH ORDINALITY AS k(v, n) CROSS JOIN LATERAL (SELECT " + columns +
                    " FROM " + ddl::table_name(model) + " AS t WHERE t." + quote_identifier(key.column()) + " = k.v";
  append_not_removed(sql, model, " AND t.");
  return sql + " LIMIT 1) AS r";
}

}  // namespace promptview::postgres::key_list_sql

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

#include <promptview/postgres/format/identifier.hpp>
#include <promptview/postgres/sql/table_columns.hpp>
#include <promptview/postgres/statements/bulk_sql.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/store/join_table_change.hpp>

// The statements that write the rows of a join table. Parameters: an array for each column of the owner's side, then one for
// each column of the target's side.
namespace promptview::postgres::join_rows_sql {

using promptview::detail::JoinChange;
using promptview::detail::JoinSide;
using promptview::detail::JoinTable;
using promptview::detail::RelationLink;

inline std::string table_name(const JoinTable& join) {
  const std::string table = quote_identifier(join.table);
  return join.schema.empty() ? table : quote_identifier(join.schema) + "." + table;
}

// The type of a field's array parameter.
inline std::string array_type(const FieldInfo& field) {
  return bulk_sql::is_text_form(field) ? bulk_sql::cast_type(field) + "[]" : bulk_sql::parameter_type(field);
}

// One side of a statement: its columns, its parameters and the names of what they hold.
struct Side {
  Side(const JoinSide& side, const ModelInfo& model, std::size_t first_parameter, const std::string& prefix) {
    for (std::size_t i = 0; i < side.columns.size(); ++i) {
      const std::string name = prefix + std::to_string(i + 1);
      const std::string column = quote_identifier(side.columns[i]);
      const std::string array = "$" + std::to_string(first_parameter + i) + "::" + array_type(model.fields[side.fields[i]]);
      bulk_sql::append_listed(columns, column);
      bulk_sql::append_listed(arrays, array);
      bulk_sql::append_listed(names, name);
      bulk_sql::append_listed(given, "d." + name);
      bulk_sql::append_listed(one, "(" + array + ")[1]");
      equal += (i == 0 ? "j." : " AND j.") + column + " = d." + name;
      equal_one += (i == 0 ? "j." : " AND j.") + column + " = (" + array + ")[1]";
    }
  }
  std::string columns{};
  std::string arrays{};
  std::string names{};
  std::string given{};      // the items of the arrays
  std::string equal{};      // the row's columns are those items
  std::string one{};        // the only items
  std::string equal_one{};
};

inline std::string make(const RelationLink& link, JoinChange::Kind kind) {
  using Kind = JoinChange::Kind;
  const bool is_soft = link.join.model != nullptr && link.join.model->soft_remove != ModelInfo::no_field;
  std::string there;  // of rows that are not removed
  if (is_soft) append_not_removed(there, *link.join.model, " AND j.");
  const std::string table = table_name(link.join);
  const Side owner{link.join.owner, *link.owner, 1, "o"};
  const Side target{link.join.target, *link.target, 1 + link.join.owner.columns.size(), "t"};
  const std::string pairs = "UNNEST(" + owner.arrays + ", " + target.arrays + ") AS d(" + owner.names + ", " + target.names + ")";
  const std::string targets = "UNNEST(" + target.arrays + ") AS d(" + target.names + ")";
  const std::string insert = "INSERT INTO " + table + " (" + owner.columns + ", " + target.columns + ") SELECT ";
  std::string remove = "DELETE FROM " + table + " AS j";
  if (is_soft) {
    const FieldInfo& removed = link.join.model->fields[link.join.model->soft_remove];
    remove = "UPDATE " + table + " AS j SET " + quote_identifier(removed.column()) + " = " + std::string{ddl::now_of(removed)};
  }
  const std::string keep = remove + " WHERE " + owner.equal_one + " AND NOT EXISTS (SELECT FROM " + targets + " WHERE " + target.equal + ")" + there;
  switch (kind) {
    case Kind::add: return insert + owner.given + ", " + target.given + " FROM " + pairs + " ON CONFLICT DO NOTHING";
    case Kind::remove: return remove + (is_soft ? " FROM " : " USING ") + pairs + " WHERE " + owner.equal + " AND " + target.equal + there;
    case Kind::clear: return remove + " WHERE " + owner.equal_one + there;
    case Kind::keep: return keep;
    case Kind::set:
      return "WITH gone AS (" + keep + ") " + insert + owner.one + ", " + target.given + " FROM " + targets + " ON CONFLICT DO NOTHING";
    case Kind::missing:
      return "SELECT d.n FROM UNNEST(" + owner.arrays + ", " + target.arrays + ") WITH ORDINALITY AS d(" + owner.names + ", " + target.names +
             ", n) WHERE NOT EXISTS (SELECT FROM " + table + " AS j WHERE " + owner.equal + " AND " + target.equal + there + ") ORDER BY d.n";
  }
  return {};
}

}  // namespace promptview::postgres::join_rows_sql

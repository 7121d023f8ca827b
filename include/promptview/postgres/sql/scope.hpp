// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <promptview/base/characters.hpp>
#include <promptview/postgres/format/identifier.hpp>
#include <promptview/query/select.hpp>

namespace promptview::detail {
struct RelationLink;
}

namespace promptview::postgres {

// The names of rows that promptview makes begin like this, "pv1" or "pv_rows"; those of no table stand for rows beside them.
inline bool is_reserved(std::string_view name) noexcept {
  return name.size() > 2 && name[0] == 'p' && name[1] == 'v' && (name[2] == '_' || promptview::detail::is_digit(name[2]));
}

// Where the names of an expression are looked up: the query that it stands in, and the queries around it.
class Joins;
class GatheredJoins;
struct GatheredJoin;

// Where the columns come from of the rows at the end of a relation.
enum class LinkedRows : std::uint8_t {
  joined,     // their table, and the key from the owner's
  by_table,   // their table, and the key from the join table
  separate,   // a subquery for each
};

struct Scope {
  const Select* select = nullptr;
  const Scope* outer = nullptr;
  std::string_view name{};      // of the table in this query, quoted; empty: the one that `append_name` makes
  std::size_t known = 0;        // so many annotations are columns by their names, as around a subquery
  bool qualifies = false;       // columns are written with the table's name
  const GatheredJoins* gathered = nullptr;  // the aggregates that the query joins; null: none

  // For the rows at the end of a relation:
  const Joins* joins = nullptr;                     // those of the query
  std::size_t join = 0;                             // its place in them; 0: the query's own rows
  const promptview::detail::RelationLink* link = nullptr;   // some columns may be read without the rows
  const Scope* owner = nullptr;                     // the rows that the relation leads away from
  LinkedRows rows = LinkedRows::joined;
  bool nullable = false;                            // there may be no row

  const ModelInfo& model() const noexcept { return *select->model; }

  // Appends the name that the columns of its rows are qualified with. A table inside of another query has a name of its own, so that both
  // may be the same table.
  void append_name(std::string& sql) const;
  // ` AS "pv1"` behind the name of a table, where its rows are called otherwise. `table`: not quoted.
  void append_alias(std::string& sql, std::string_view table) const {
    if (outer == nullptr && !is_reserved(table) && (select->source.empty() || table == own_name())) return;
    sql += " AS ";
    append_name(sql);
  }

  int depth() const noexcept {
    int around = 0;
    for (const Scope* scope = outer; scope != nullptr; scope = scope->outer) ++around;
    return around;
  }

 private:
  // The name of the rows where they stand in no other query.
  std::string_view own_name() const noexcept {
    if (select->source.empty()) return model().table;
    return select->source[0].name.empty() ? std::string_view{"rows"} : select->source[0].name;
  }
};

inline void Scope::append_name(std::string& sql) const {
  if (!name.empty()) {
    sql += name;
    return;
  }
  if (const int around = depth(); around > 0) {
    sql.append("\"pv").append(std::to_string(around)) += '"';
    return;
  }
  const std::string_view own = own_name();
  append_identifier(sql, is_reserved(own) ? "pv0" : own);
}

// Whether rows that were removed softly are left out of a query.
inline bool leaves_removed_out(const Select& query) noexcept {
  return !query.with_removed && query.source.empty() && query.model->soft_remove != ModelInfo::no_field;
}

}  // namespace promptview::postgres

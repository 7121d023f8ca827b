// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/postgres/ddl/table_ddl.hpp>
#include <promptview/postgres/expressions/expression_builder.hpp>
#include <promptview/postgres/expressions/relation_tables_sql.hpp>
#include <promptview/postgres/format/identifier.hpp>
#include <promptview/postgres/select/select_sql.hpp>
#include <promptview/postgres/sql/table_columns.hpp>
#include <promptview/postgres/statements/bulk_sql.hpp>
#include <promptview/postgres/statements/include_target.hpp>
#include <promptview/query/grouping.hpp>
#include <promptview/query/select_shaping.hpp>
#include <promptview/relations/include_plan.hpp>

// The statements that read what a query includes, one for each relation:
//
//   SELECT "pv_rows"."id", ..., "pv_keys"."k1"
//   FROM (SELECT ("id") FROM "authors" ...) AS "pv_keys"("k1")
//   CROSS JOIN LATERAL (SELECT "id", ... FROM "posts" AS "pv1" WHERE ("author_id" = "pv_keys"."k1")) AS "pv_rows"
//   ORDER BY "pv_rows"."id"
//
// The keys are those of the owners, made by the owners' own query again, or given as lists. The server makes a plain join
// of the LATERAL. A limit stands inside of the LATERAL where an index of the model begins with the key and the order (see
// postgres/sql/ordered_index.hpp), and is one on row_number() for each key elsewhere. tests/benchmarks/sql_forms measures both. (Without
// such an index, the LIMIT was a third slower for 10 rows a key, and 120 times as slow for 100 keys with 1,000 rows beside 900
// without any, where the server walked through the index of the order alone.)
namespace promptview::postgres {

class IncludeBuilder {
  using Node = promptview::detail::IncludeNode;

 public:
  // `owners`: of the nodes that are not behind another one. All of it must stay until the statements were sent, and so must
  // the builder.
  IncludeBuilder(const Select& owners, const std::vector<Node>& nodes) : owners_{owners}, nodes_{nodes} {
    for (const Node& node : nodes) targets_.push_back(detail::include_target_of(node));
  }

  // The rows of a node and, behind their fields, the keys of those that they belong to.
  Statement repeated(std::size_t node);
  // The same for keys that are bound first: arrays, each of one field of the owner. Behind the fields stands the place of the
  // key in the arrays, from 1.
  Statement by_keys(std::size_t node, const std::vector<Value>& keys);

 private:
  template <class T>
  using List = promptview::detail::List<T>;

  void append_columns(std::string& sql, std::size_t node) const;
  void append_key(std::string& sql, std::size_t node, std::size_t part) const;
  void append_key_names(std::string& sql, std::size_t node) const;
  void append_rows(Statement& made, std::size_t node, const std::vector<Value>* lists);
  void append_repeated_keys(Statement& made, std::size_t node);
  void append_listed_keys(Statement& made, std::size_t node, const std::vector<Value>& lists);
  void append_keys(Statement& made, std::size_t node);
  void append_targets(Statement& made, std::size_t node);
  void append_order(std::string& sql, std::size_t node) const;
  static void append_slice(Statement& made, const detail::IncludeTarget& target);
  static bool has_all_keys(const ModelInfo& model, const List<std::uint16_t>& fields);
  bool comes_once(std::size_t node) const;

  const Select& owners_;
  const std::vector<Node>& nodes_;
  std::vector<detail::IncludeTarget> targets_{};
  std::deque<Select> key_queries_{};  // live as long as the statements that bind their values
};

inline bool IncludeBuilder::has_all_keys(const ModelInfo& model, const List<std::uint16_t>& fields) {
  for (std::size_t i = 0; i < model.key_count; ++i) {
    bool is_there = false;
    for (const std::uint16_t field : fields) is_there = is_there || field == model.key[i];
    if (!is_there) return false;
  }
  return model.key_count > 0;
}

// Whether no row of a node comes twice; of the root, where it is read from its table.
inline bool IncludeBuilder::comes_once(std::size_t node) const {
  if (node == Node::root) return owners_.source.empty() && owners_.combined.empty();
  return !nodes_[node].is_joined() && targets_[node].select.source.empty();
}

// --- Text ----------------------------------------------------------------------------------------------------------------

inline Statement IncludeBuilder::repeated(std::size_t node) {
  Statement made;
  made.sql.reserve(512);
  made.sql += "SELECT ";
  append_columns(made.sql, node);
  const std::size_t keys = nodes_[node].owner_fields().size();
  for (std::size_t i = 1; i <= keys; ++i) append_key(made.sql.append(", "), node, i);
  append_rows(made, node, nullptr);
  append_order(made.sql, node);
  return made;
}

inline Statement IncludeBuilder::by_keys(std::size_t node, const std::vector<Value>& keys) {
  Statement made;
  made.sql = "SELECT ";
  append_columns(made.sql, node);
  append_key(made.sql.append(", "), node, 0);
  append_rows(made, node, &keys);
  append_order(made.sql, node);
  return made;
}

inline void IncludeBuilder::append_columns(std::string& sql, std::size_t node) const {
  const ModelInfo& model = *nodes_[node].link.target;
  for (std::size_t i = 0; i < model.field_count; ++i) {
    sql += i == 0 ? "\"pv_rows\"." : ", \"pv_rows\".";
    append_identifier(sql, model.fields[i].column());
  }
}

// A part of the key, from 1, or its place in the lists, 0; as the rows are seen from outside.
inline void IncludeBuilder::append_key(std::string& sql, std::size_t node, std::size_t part) const {
  const bool is_wrapped = targets_[node].is_sliced();
  if (is_wrapped)
    sql += "\"pv_rows\"." + targets_[node].key_column(part);
  else
    sql.append("\"pv_keys\".\"k").append(std::to_string(part)) += '"';
}

// ` FROM ...`. `lists`: the keys, or null for those of the owners' query.
inline void IncludeBuilder::append_rows(Statement& made, std::size_t node, const std::vector<Value>* lists) {
  const detail::IncludeTarget& target = targets_[node];
  if (!target.is_sliced()) {
    lists == nullptr ? append_repeated_keys(made, node) : append_listed_keys(made, node, *lists);
    return append_targets(made, node);
  }
  const std::size_t first = lists == nullptr ? 1 : 0;
  const std::size_t last = lists == nullptr ? nodes_[node].owner_fields().size() : 0;
  std::string partition;
  made.sql += " FROM (SELECT \"pv_rows\".*";
  for (std::size_t i = first; i <= last; ++i) {
    const std::string number = std::to_string(i);
    made.sql += ", \"pv_keys\".\"k" + number + "\" AS " + target.key_column(i);
    partition += (i == first ? "\"pv_keys\".\"k" : ", \"pv_keys\".\"k") + number + '"';
  }
  made.sql += ", row_number() OVER (PARTITION BY " + partition;
  append_order(made.sql, node);
  made.sql += ") AS " + target.place_column();
  lists == nullptr ? append_repeated_keys(made, node) : append_listed_keys(made, node, *lists);
  append_targets(made, node);
  made.sql += ") AS \"pv_rows\" WHERE ";
  append_slice(made, target);
}

// The places of the rows of one key that are in the slice.
inline void IncludeBuilder::append_slice(Statement& made, const detail::IncludeTarget& target) {
  const std::string place = "\"pv_rows\"." + target.place_column();
  std::string offset;
  if (target.offset > 0) {
    made.values.push_back({.number = &target.offset, .name = "offset"});
    offset = "$" + std::to_string(made.values.size());
    made.sql += place + " > " + offset;
  }
  if (target.limit == Select::no_limit) return;
  if (!offset.empty()) made.sql += " AND ";
  constexpr std::int64_t most = std::int64_t{1} << 62;  // of which no sum is too great
  made.sql += place + " <= " + (offset.empty() ? "" : offset + " + ") + std::to_string(target.limit < most ? target.limit : most);
}

inline void IncludeBuilder::append_key_names(std::string& sql, std::size_t node) const {
  const std::size_t keys = nodes_[node].owner_fields().size();
  for (std::size_t i = 1; i <= keys; ++i) sql.append(i == 1 ? "\"k" : ", \"k").append(std::to_string(i)) += '"';
}

inline void IncludeBuilder::append_repeated_keys(Statement& made, std::size_t node) {
  made.sql += " FROM (";
  append_keys(made, node);
  made.sql += ") AS \"pv_keys\"(";
  append_key_names(made.sql, node);
  made.sql += ')';
}

inline void IncludeBuilder::append_listed_keys(Statement& made, std::size_t node, const std::vector<Value>& lists) {
  const List<std::uint16_t> fields = nodes_[node].owner_fields();
  made.sql += " FROM UNNEST(";
  for (std::size_t i = 0; i < lists.size(); ++i) {
    const FieldInfo& field = nodes_[node].link.owner->fields[fields[i]];
    const bool is_text = bulk_sql::is_text_form(field);
    made.values.push_back({.value = &lists[i], .name = field.name, .untyped = is_text});
    if (i > 0) made.sql += ", ";
    made.sql.append("$").append(std::to_string(i + 1)).append("::");
    made.sql += is_text ? bulk_sql::cast_type(field) + "[]" : bulk_sql::parameter_type(field);
  }
  made.sql += ") WITH ORDINALITY AS \"pv_keys\"(";
  append_key_names(made.sql, node);
  made.sql += ", \"k0\")";
}

// The different keys of a node's owners.
inline void IncludeBuilder::append_keys(Statement& made, std::size_t node) {
  const Node& wanted = nodes_[node];
  const List<std::uint16_t> fields = wanted.owner_fields();
  const bool is_distinct = !comes_once(wanted.owner) || !has_all_keys(*wanted.link.owner, fields);
  if (wanted.owner != Node::root) {
    made.sql += is_distinct ? "SELECT DISTINCT " : "SELECT ";
    for (std::size_t i = 0; i < fields.size(); ++i) {
      made.sql += i == 0 ? "\"pv_rows\"." : ", \"pv_rows\".";
      append_identifier(made.sql, wanted.link.owner->fields[fields[i]].column());
    }
    return append_rows(made, wanted.owner, nullptr);
  }
  Select keys = owners_;
  keys.includes.clear();
  const bool needs_order = keys.is_sliced() || !keys.distinct_on.empty();
  if (!needs_order) keys.order.clear();
  const bool is_plain = !promptview::detail::has_own_rows(keys) && !(is_distinct && keys.is_sliced());
  if (!is_plain) {
    for (Annotation& annotation : keys.annotations) annotation.hidden = true;
    keys = promptview::detail::rows_of_source(std::move(keys));
    keys.order.clear();
  }
  keys = promptview::detail::projected(std::move(keys));
  keys.row = nullptr;
  keys.distinct = is_distinct;
  for (const std::uint16_t field : fields) {
    Expression column{.op = Expression::Op::sql, .value = {.text = "{0}"}};  // as it is, whatever it is read as
    column.parts.push_back({.op = Expression::Op::field, .field = field});
    keys.columns.push_back(std::move(column));
  }
  append_select(made, key_queries_.emplace_back(std::move(keys)), nullptr);
}

inline void IncludeBuilder::append_targets(Statement& made, std::size_t node) {
  const Node& wanted = nodes_[node];
  const detail::IncludeTarget& target = targets_[node];
  if (wanted.is_joined() && !target.is_inside) {
    made.sql += " CROSS JOIN LATERAL (" + detail::linked_keys(wanted, target) + ") AS \"pv_join\"(";
    for (std::size_t i = 1; i <= wanted.link.join.target.columns.size(); ++i)
      made.sql.append(i == 1 ? "\"t" : ", \"t").append(std::to_string(i)) += '"';
    made.sql += ')';
  }
  made.sql += " CROSS JOIN LATERAL (";
  static constexpr ModelInfo nothing{};
  static const Select around{.model = &nothing};
  const Scope outside{.select = &around};
  append_select(made, target.select, &outside);
  made.sql += ") AS \"pv_rows\"";
}

inline void IncludeBuilder::append_order(std::string& sql, std::size_t node) const {
  const detail::IncludeTarget& target = targets_[node];
  const ModelInfo& model = *target.select.model;
  std::string_view before = " ORDER BY ";
  for (const OrderTerm& term : target.order) {
    sql.append(before).append("\"pv_rows\".");
    before = ", ";
    const std::size_t fields = model.field_count;
    append_identifier(sql, term.field < fields ? model.fields[term.field].column() : annotation_column(target.select, term.field - fields));
    if (term.descending) sql += " DESC";
    if (term.nulls == NullsPlace::first) sql += " NULLS FIRST";
    if (term.nulls == NullsPlace::last) sql += " NULLS LAST";
  }
}

}  // namespace promptview::postgres

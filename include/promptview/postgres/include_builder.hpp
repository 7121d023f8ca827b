// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/grouping.hpp>
#include <promptview/postgres/bulk_sql.hpp>
#include <promptview/postgres/ddl.hpp>
#include <promptview/postgres/expression_builder.hpp>
#include <promptview/postgres/identifier.hpp>
#include <promptview/postgres/include_rules.hpp>
#include <promptview/postgres/select_builder.hpp>
#include <promptview/postgres/table_columns.hpp>
#include <promptview/query_shaping.hpp>
#include <promptview/relations/include_plan.hpp>

// The statements that read what a query includes, one for each relation:
//
//   SELECT "pv_rows"."id", ..., "pv_keys"."k1"
//   FROM (SELECT ("id") FROM "authors" <of the query>) AS "pv_keys"("k1")
//   CROSS JOIN LATERAL (SELECT "id", ... FROM "posts" AS "pv1" WHERE ("author_id" = "pv_keys"."k1")) AS "pv_rows"
//   ORDER BY "pv_rows"."id"
//
// The keys are those of the owners, made by the owners' own query again, or given as lists. The server makes a plain join
// of a LATERAL without a limit; with one, it is run for each key, which an index on the foreign key makes fast.
namespace promptview::postgres {

class IncludeBuilder {
  using Node = promptview::detail::IncludeNode;

 public:
  // `owners`: of the nodes that are not behind another one. All of it must stay until the statements were sent, and so must
  // the builder.
  IncludeBuilder(const Select& owners, const std::vector<Node>& nodes) : owners_{owners}, nodes_{nodes} {
    for (const Node& node : nodes) targets_.push_back(target_of(node));
  }

  // The rows of a node and, behind their fields, the keys of those that they belong to.
  Statement repeated(std::size_t node);
  // The same for keys that are bound first: arrays, each of one field of the owner. Behind the fields stands the place of the
  // key in the arrays, from 1.
  Statement by_keys(std::size_t node, const std::vector<Value>& keys);

 private:
  template <class T>
  using List = promptview::detail::List<T>;

  // What a node's rows are read by: its query, and where its order is found.
  struct Target {
    Select select{};
    List<OrderTerm> order{};
    bool is_limited = false;  // for each owner: the rows must be ordered inside
  };

  static Target target_of(const Node& node);
  static void expose_order(Target& target);
  static std::string join_condition(const Node& node, bool is_limited);

  void append_rows(Statement& made, std::size_t node);
  void append_columns(std::string& sql, const ModelInfo& model);
  void append_keys(Statement& made, std::size_t node);
  void append_from(Statement& made, std::size_t node);
  void append_order(std::string& sql, std::size_t node);
  static void append_join(std::string& sql, const promptview::detail::JoinTable& join);
  static void append_join_condition(std::string& sql, const Node& node);
  static bool has_all_keys(const ModelInfo& model, const List<std::uint16_t>& fields);
  bool comes_once(std::size_t node) const;

  // What cannot stand in a template of SQL, since identifiers can hold braces.
  static constexpr char join_mark = '\x01';
  static constexpr std::array<std::string_view, 8> names_{"pv_order1", "pv_order2", "pv_order3", "pv_order4",
                                                          "pv_order5", "pv_order6", "pv_order7", "pv_order8"};

  const Select& owners_;
  const std::vector<Node>& nodes_;
  std::vector<Target> targets_{};
  std::deque<Select> key_queries_{};  // live as long as the statements that bind their values
};

// --- What a node's rows are ----------------------------------------------------------------------------------------------

// `"author_id" = "pv_keys"."k1"`, of the fields {0}, {1}, ...
inline std::string IncludeBuilder::join_condition(const Node& node, bool is_limited) {
  const std::size_t count = node.target_fields().size();
  std::string fields, others;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string number = std::to_string(i + 1);
    if (i > 0) fields += ", ";
    fields += "{" + std::to_string(i) + "}";
    if (i > 0) others += ", ";
    others += node.is_joined() ? "\"pv_join\".\"t" + number + "\"" : "\"pv_keys\".\"k" + number + "\"";
  }
  if (node.is_joined() && is_limited) return (count == 1 ? fields : "(" + fields + ")") + " IN (" + join_mark + ")";
  return count == 1 ? fields + " = " + others : "(" + fields + ") = (" + others + ")";
}

inline IncludeBuilder::Target IncludeBuilder::target_of(const Node& node) {
  Target target{.select = *node.query};
  Select& select = target.select;
  select.includes.clear();
  if (!select.combined.empty()) {
    Select inner = std::move(select);
    const Select slice{.limit = std::exchange(inner.limit, Select::no_limit), .offset = std::exchange(inner.offset, 0)};
    select = promptview::detail::rows_of_source(std::move(inner));
    select.limit = slice.limit;
    select.offset = slice.offset;
  }
  target.is_limited = select.is_sliced() || !select.distinct_on.empty();
  const bool is_ordered = target.is_limited || !is_foreign_key(node.relation->kind);
  if (!is_ordered) select.order.clear();
  if (is_ordered && select.distinct_on.empty()) detail::order_by_key_too(select.order, *select.model);
  target.order = select.order;
  if (!target.is_limited) select.order.clear();
  Expression belongs{.op = Expression::Op::sql, .value = {.text = join_condition(node, target.is_limited)}};
  for (const std::uint16_t field : node.target_fields()) belongs.parts.push_back({.op = Expression::Op::field, .field = field});
  select.where = select.where.is_empty() ? std::move(belongs)
                                         : promptview::detail::join(Expression::Op::all, std::move(select.where), std::move(belongs));
  expose_order(target);
  return target;
}

// Makes what is no plain column, and is ordered by, a column of the rows.
inline void IncludeBuilder::expose_order(Target& target) {
  Select& select = target.select;
  std::size_t exposed = 0;
  for (OrderTerm& term : target.order) {
    const bool is_column = term.by.empty() && term.field < select.model->field_count;
    if (is_column && !detail::has_read_type(select.model->fields[term.field])) continue;
    Expression value{.op = Expression::Op::field, .field = term.field};
    if (!term.by.empty()) value = term.by[0];
    if (term.by.empty() && term.field == OrderTerm::at_random) value = {.op = Expression::Op::sql, .value = {.text = "random()"}};
    if (exposed == names_.size()) throw InvalidValue{promptview::detail::about(select, "an included query is ordered by at most 8 computed values")};
    term.field = static_cast<std::uint16_t>(select.model->field_count + select.annotations.size());
    term.by.clear();
    select.annotations.push_back({.name = names_[exposed++], .value = std::move(value)});
  }
}

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
  const Node& wanted = nodes_[node];
  append_columns(made.sql, *wanted.link.target);
  const std::size_t keys = wanted.owner_fields().size();
  for (std::size_t i = 1; i <= keys; ++i) made.sql.append(", \"pv_keys\".\"k").append(std::to_string(i)) += '"';
  append_rows(made, node);
  append_order(made.sql, node);
  return made;
}

inline Statement IncludeBuilder::by_keys(std::size_t node, const std::vector<Value>& keys) {
  const Node& wanted = nodes_[node];
  const List<std::uint16_t> fields = wanted.owner_fields();
  Statement made;
  made.sql = "SELECT ";
  append_columns(made.sql, *wanted.link.target);
  made.sql += ", \"pv_keys\".\"n\" FROM UNNEST(";
  std::string names;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const FieldInfo& field = wanted.link.owner->fields[fields[i]];
    const bool is_text = bulk_sql::is_text_form(field);
    made.values.push_back({.value = &keys[i], .name = field.name, .untyped = is_text});
    if (i > 0) made.sql += ", ";
    made.sql.append("$").append(std::to_string(i + 1)).append("::");
    made.sql += is_text ? bulk_sql::cast_type(field) + "[]" : bulk_sql::parameter_type(field);
    names += "\"k" + std::to_string(i + 1) + "\", ";
  }
  made.sql += ") WITH ORDINALITY AS \"pv_keys\"(" + names + "\"n\")";
  append_from(made, node);
  append_order(made.sql, node);
  return made;
}

inline void IncludeBuilder::append_columns(std::string& sql, const ModelInfo& model) {
  for (std::size_t i = 0; i < model.field_count; ++i) {
    sql += i == 0 ? "\"pv_rows\"." : ", \"pv_rows\".";
    append_identifier(sql, model.fields[i].column());
  }
}

// ` FROM (<keys>) AS "pv_keys"("k1") ...`
inline void IncludeBuilder::append_rows(Statement& made, std::size_t node) {
  made.sql += " FROM (";
  append_keys(made, node);
  made.sql += ") AS \"pv_keys\"(";
  const std::size_t keys = nodes_[node].owner_fields().size();
  for (std::size_t i = 1; i <= keys; ++i) made.sql.append(i == 1 ? "\"k" : ", \"k").append(std::to_string(i)) += '"';
  made.sql += ')';
  append_from(made, node);
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
    return append_rows(made, wanted.owner);
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

inline void IncludeBuilder::append_join(std::string& sql, const promptview::detail::JoinTable& join) {
  if (!join.schema.empty()) {
    append_identifier(sql, join.schema);
    sql += '.';
  }
  append_identifier(sql, join.table);
}

// The rows of the join table that are of the key.
inline void IncludeBuilder::append_join_condition(std::string& sql, const Node& node) {
  const promptview::detail::JoinTable& join = node.link.join;
  for (std::size_t i = 0; i < join.owner.columns.size(); ++i) {
    sql += i == 0 ? "\"pv_link\"." : " AND \"pv_link\".";
    append_identifier(sql, join.owner.columns[i]);
    sql.append(" = \"pv_keys\".\"k").append(std::to_string(i + 1)) += '"';
  }
  if (join.model != nullptr) append_not_removed(sql, *join.model, " AND \"pv_link\".");
}

inline void IncludeBuilder::append_from(Statement& made, std::size_t node) {
  const Node& wanted = nodes_[node];
  Target& target = targets_[node];
  std::string links;
  if (wanted.is_joined()) {
    links = "SELECT ";
    for (std::size_t i = 0; i < wanted.link.join.target.columns.size(); ++i) {
      links += i == 0 ? "\"pv_link\"." : ", \"pv_link\".";
      append_identifier(links, wanted.link.join.target.columns[i]);
    }
    links += " FROM ";
    append_join(links, wanted.link.join);
    links += " AS \"pv_link\" WHERE ";
    append_join_condition(links, wanted);
  }
  if (wanted.is_joined() && !target.is_limited) {
    made.sql += " CROSS JOIN LATERAL (" + links + ") AS \"pv_join\"(";
    for (std::size_t i = 1; i <= wanted.link.join.target.columns.size(); ++i)
      made.sql.append(i == 1 ? "\"t" : ", \"t").append(std::to_string(i)) += '"';
    made.sql += ')';
  }
  made.sql += " CROSS JOIN LATERAL (";
  static constexpr ModelInfo nothing{};
  static const Select around{.model = &nothing};
  const Scope outside{.select = &around};
  append_select(made, target.select, &outside);
  if (const std::size_t mark = made.sql.find(join_mark); mark != std::string::npos) made.sql.replace(mark, 1, links);
  made.sql += ") AS \"pv_rows\"";
}

inline void IncludeBuilder::append_order(std::string& sql, std::size_t node) {
  const Target& target = targets_[node];
  const ModelInfo& model = *target.select.model;
  std::string_view before = " ORDER BY ";
  for (const OrderTerm& term : target.order) {
    sql.append(before).append("\"pv_rows\".");
    before = ", ";
    const std::size_t fields = model.field_count;
    append_identifier(sql, term.field < fields ? model.fields[term.field].column() : target.select.annotations[term.field - fields].name);
    if (term.descending) sql += " DESC";
    if (term.nulls == NullsPlace::first) sql += " NULLS FIRST";
    if (term.nulls == NullsPlace::last) sql += " NULLS LAST";
  }
}

}  // namespace promptview::postgres

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/postgres/ddl/foreign_key_names.hpp>
#include <promptview/postgres/ddl/relation_ddl.hpp>
#include <promptview/postgres/ddl/table_ddl.hpp>
#include <promptview/schema/model_info.hpp>

// The tables that models describe, as data: what catalogs are compared with.
namespace promptview::postgres::expected {

struct Column {
  const FieldInfo* field = nullptr;  // of a join table: of the key that the column refers to
  std::string name{};
  std::string type{};                // as DDL writes it
  bool nullable = false;
  bool is_auto = false;              // an INSERT may leave it out
  std::string default_sql{};
  std::string generated{};
  std::string definition{};          // for ADD COLUMN

  bool is_identity() const noexcept { return is_auto && default_sql.empty() && promptview::detail::is_integer(field->type->kind); }
};

struct Unique {
  std::string name{};
  std::vector<std::string> columns{};
  std::string fields{};
};

struct Index {
  std::string name{};
  std::string method{};
  bool unique = false;
  std::vector<std::string> keys{};  // columns by their names, other keys as SQL; ` DESC` and the like behind them
  std::string where{};
  std::string statement{};
  std::string fields{};
};

struct ForeignKey {
  ddl::ForeignKeyParts parts{};
  RelationOptions options{};
  std::string field{};
};

struct Check {
  std::string name{};               // empty: the server makes one
  std::string sql{};
  std::string field{};
};

struct Table {
  const ModelInfo* model = nullptr;  // of a join table: the one that describes it
  bool is_join_table = false;
  std::string name{};                // as SQL names it
  std::string plain_name{};
  std::vector<std::string> create{}; // the statements that make it
  std::vector<Column> columns{};
  std::vector<std::string> key{};    // columns of the primary key
  std::vector<Unique> uniques{};
  std::vector<Index> indexes{};
  std::vector<ForeignKey> foreign_keys{};
  std::vector<Check> checks{};
};

// `age DESC` with the column instead of the field.
inline std::string index_key(const ModelInfo& model, std::string_view element) {
  const std::string_view name = promptview::detail::element_field(element);
  const std::size_t place = model.place_of(name);
  if (place == ModelInfo::no_field) return std::string{element};
  const std::string_view rest = element.substr(name.size());
  std::string key{model.fields[place].column()};
  std::string order;
  for (const char c : rest) order += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  const bool descends = order.find(" DESC") != std::string::npos;
  if (descends) key += " DESC";
  if (!descends && order.find("NULLS FIRST") != std::string::npos) key += " NULLS FIRST";
  if (descends && order.find("NULLS LAST") != std::string::npos) key += " NULLS LAST";
  return key;
}

inline std::vector<std::string> index_keys(const ModelInfo& model, std::string_view list) {
  std::vector<std::string> keys;
  while (!list.empty()) keys.push_back(index_key(model, promptview::detail::take_element(list)));
  return keys;
}

inline Column column_of(const ModelInfo& model, const FieldInfo& field) {
  FieldInfo plain = field;
  plain.options.unique = false;  // these are differences of their own
  plain.options.check = {};
  return {.field = &field,
          .name = std::string{field.column()},
          .type = ddl::column_type(field),
          .nullable = field.type->nullable && !model.is_key(static_cast<std::size_t>(&field - model.fields)),
          .is_auto = field.is_auto || field.options.auto_now || field.options.auto_now_add,
          .default_sql = ddl::default_of(field),
          .generated = std::string{field.options.generated},
          .definition = ddl::column_definition(plain)};
}

inline void add_items(Table& table, const ModelInfo& model) {
  for (std::size_t i = 0; i < model.field_count; ++i) {
    const FieldInfo& field = model.fields[i];
    const std::vector<std::string> column{std::string{field.column()}};
    const std::string name{field.name};
    if (field.options.unique) table.uniques.push_back({.name = ddl::made_name(model.table, column, "key"), .columns = column, .fields = name});
    if (!field.options.check.empty())
      table.checks.push_back({.name = ddl::made_name(model.table, column, "check"), .sql = std::string{field.options.check}, .field = name});
  }
  for (std::size_t i = 0; i < model.item_count; ++i) {
    const TableItem& item = model.items[i];
    if (item.kind == ItemKind::constraint) table.checks.push_back({.name = std::string{item.name}, .sql = std::string{item.text}});
    if (item.kind != ItemKind::unique) continue;
    const ddl::ColumnList list = ddl::column_list(model, item.text);
    table.uniques.push_back({.name = item.name.empty() ? ddl::made_name(model.table, list.columns, "key") : std::string{item.name},
                             .columns = list.columns, .fields = std::string{item.text}});
  }
}

inline void add_index(Table& table, const ModelInfo& model, const TableItem& item, std::vector<std::string>& taken) {
  table.indexes.push_back({.name = item.name.empty() ? ddl::index_name(model, ddl::column_list(model, item.text), taken) : std::string{item.name},
                           .method = std::string{ddl::method_name(item.method)}, .unique = item.unique, .keys = index_keys(model, item.text),
                           .where = std::string{item.where}, .fields = std::string{item.text}});
}

// In the order of ddl::create_indexes, which makes their names and statements.
inline void add_indexes(Table& table, const ModelInfo& model) {
  std::vector<std::string> taken = ddl::given_names(model);
  for (const TableItem& item : ddl::index_items(model)) add_index(table, model, item, taken);
  const std::vector<std::string> statements = ddl::create_indexes(model);
  for (std::size_t i = 0; i < statements.size(); ++i) table.indexes[i].statement = statements[i];
}

inline void add_foreign_keys(Table& table, const ModelInfo& model) {
  const std::vector<std::string> names = ddl::foreign_key_names(model);
  for (std::size_t i = 0; i < model.relation_count; ++i) {
    const RelationInfo& relation = model.relations[i];
    if (!is_foreign_key(relation.kind) || relation.target->model.load() == nullptr) continue;
    table.foreign_keys.push_back({.parts = ddl::foreign_key_parts(promptview::detail::link_of(relation), names[i]),
                                  .options = relation.options, .field = std::string{relation.name}});
  }
}

inline Table table_of(const ModelInfo& model) {
  Table table{.model = &model, .name = ddl::table_name(model), .plain_name = std::string{model.table}, .create = {ddl::create_table(model)}};
  for (std::size_t i = 0; i < model.field_count; ++i) table.columns.push_back(column_of(model, model.fields[i]));
  for (std::size_t i = 0; i < model.key_count; ++i) table.key.emplace_back(model.key_field(i).column());
  add_items(table, model);
  add_indexes(table, model);
  add_foreign_keys(table, model);
  return table;
}

// A join table without a model.
inline Table table_of(const promptview::detail::RelationLink& link) {
  Table table{.model = link.owner, .is_join_table = true, .name = ddl::join_table_name(link.join), .plain_name = link.join.table,
              .create = ddl::create_join_table(link)};
  const ddl::JoinKeys keys = ddl::join_keys(link);
  for (const ddl::ForeignKeyParts* side : {&keys.owner, &keys.target}) {
    for (std::size_t i = 0; i < side->columns.size(); ++i) {
      const FieldInfo& field = side->target->fields[side->fields[i]];
      const std::string type = ddl::column_type(field);
      table.columns.push_back({.field = &field, .name = side->columns[i], .type = type,
                               .definition = quote_identifier(side->columns[i]) + " " + type + " NOT NULL"});
      table.key.push_back(side->columns[i]);
    }
    table.foreign_keys.push_back({.parts = *side, .options = link.relation->options, .field = std::string{link.relation->name}});
  }
  table.indexes.push_back({.name = ddl::made_name(link.join.table, keys.target.columns, "idx"), .method = "btree", .keys = keys.target.columns,
                           .statement = table.create.back(), .fields = std::string{link.relation->name}});
  return table;
}

}  // namespace promptview::postgres::expected

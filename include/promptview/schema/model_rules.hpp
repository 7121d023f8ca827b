// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <promptview/schema/model_info.hpp>

// What the items of a model must fulfil together; each item by itself is checked in model_check.hpp.
namespace promptview::detail {

// The mistakes that a model can have as a whole. The macro refuses it with the message that words_for (model/model_problem.hpp) has.
enum class ModelProblem : std::uint8_t {
  none,
  no_fields,
  too_many_fields,
  auto_without_source,
  field_twice,
  two_generated_keys,
  two_key_declarations,
  unknown_key_field,
  too_many_key_fields,
  unknown_index_field,
  unknown_include_field,
  no_plain_unique,
  two_tables,
  no_row_version,
  no_soft_remove,
  deferred_key,
  no_fields_of_reference,
  null_in_a_field_without,
};

constexpr ModelProblem problem_of_key(const ModelInfo& model) noexcept {
  std::size_t marked = 0;
  bool generated = false;
  for (std::size_t i = 0; i < model.field_count; ++i) {
    if (!model.fields[i].options.primary_key) continue;
    ++marked;
    generated = generated || model.fields[i].is_auto;
  }
  if (marked > ModelInfo::max_key_fields) return ModelProblem::too_many_key_fields;
  if (marked > 1 && generated) return ModelProblem::two_generated_keys;
  if (marked > 0 && !model.table_options.primary_key.empty()) return ModelProblem::two_key_declarations;
  std::string_view list = model.table_options.primary_key;
  std::size_t listed = 0;
  while (!list.empty()) {
    if (!model.has_field(take_element(list))) return ModelProblem::unknown_key_field;
    if (++listed > ModelInfo::max_key_fields) return ModelProblem::too_many_key_fields;
  }
  return ModelProblem::none;
}

// Whether something makes the value of an empty Auto.
constexpr bool has_source(const FieldInfo& field) noexcept {
  return !field.is_auto || !field.options.default_sql.empty() || kind_info(field.type->kind).has(is_generable);
}

constexpr std::size_t tables_in(const TableItem* items, std::size_t count) noexcept {
  std::size_t tables = 0;
  for (std::size_t i = 0; i < count; ++i) tables += items[i].kind == ItemKind::table ? 1 : 0;
  return tables;
}

constexpr bool has_good_row_version(const ModelInfo& model) noexcept {
  std::size_t marked = 0;
  for (std::size_t i = 0; i < model.field_count; ++i) {
    const FieldInfo& field = model.fields[i];
    if (!field.options.row_version) continue;
    if (!is_integer(field.type->kind) || field.type->nullable || field.is_auto || model.is_key(i) || ++marked > 1) return false;
  }
  return true;
}

constexpr bool has_good_soft_remove(const ModelInfo& model) noexcept {
  if (model.table_options.soft_remove.empty()) return true;
  if (model.soft_remove == ModelInfo::no_field) return false;
  const FieldInfo& field = model.fields[model.soft_remove];
  return kind_info(field.type->kind).field_class == timestamp_class && field.type->nullable && !field.generated_on_insert();
}

constexpr bool has_good_references(const ModelInfo& model) noexcept {
  for (std::size_t i = 0; i < model.relation_count; ++i) {
    const RelationInfo& relation = model.relations[i];
    if (relation.kind != RelationKind::reference) continue;
    if (relation.options.fields.empty() || !all_plain_fields(model, relation.options.fields)) return false;
  }
  return true;
}

constexpr bool can_be_null(const ModelInfo& model, std::size_t field) noexcept {
  return model.fields[field].type->nullable && !model.is_key(field);
}

// Whether the columns of a foreign key that is set to NULL can be that. (The columns of a join table are its key.)
constexpr bool can_set_null(const ModelInfo& model, const RelationInfo& relation) noexcept {
  const RelationOptions& options = relation.options;
  if (options.on_delete != ReferentialAction::set_null && options.on_update != ReferentialAction::set_null) return true;
  if (relation.kind == RelationKind::many_to_many) return false;
  if (relation.kind != RelationKind::reference) return can_be_null(model, model.place_of(relation.name));
  for (std::string_view list = options.fields; !list.empty();)
    if (!can_be_null(model, model.place_of(take_element(list)))) return false;
  return true;
}

constexpr bool can_set_nulls(const ModelInfo& model) noexcept {
  for (std::size_t i = 0; i < model.relation_count; ++i)
    if (!can_set_null(model, model.relations[i])) return false;
  return true;
}

// Keys, versions and what says whether a row is removed are read with each object.
constexpr bool needs_value(const ModelInfo& model, std::size_t field) noexcept {
  if (model.is_key(field) || model.fields[field].options.row_version || field == model.soft_remove || field == model.row_version) return true;
  for (std::size_t i = 0; i < model.relation_count; ++i)
    for (std::string_view list = model.relations[i].options.fields; !list.empty();)
      if (take_element(list) == model.fields[field].name) return true;
  return false;
}

constexpr ModelProblem problem_of(const ModelInfo& model) noexcept {
  if (model.field_count == 0) return ModelProblem::no_fields;
  if (model.field_count > max_fields) return ModelProblem::too_many_fields;
  for (std::size_t i = 0; i < model.field_count; ++i)
    if (!has_source(model.fields[i])) return ModelProblem::auto_without_source;
  for (std::size_t i = 0; i < model.field_count; ++i)
    if (model.fields[i].is_deferred && needs_value(model, i)) return ModelProblem::deferred_key;
  if (!has_good_row_version(model)) return ModelProblem::no_row_version;
  if (!has_good_soft_remove(model)) return ModelProblem::no_soft_remove;
  if (!has_good_references(model)) return ModelProblem::no_fields_of_reference;
  if (!can_set_nulls(model)) return ModelProblem::null_in_a_field_without;
  if (tables_in(model.items, model.item_count) > 1) return ModelProblem::two_tables;
  for (std::size_t i = 0; i < model.field_count; ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (model.fields[i].name == model.fields[j].name) return ModelProblem::field_twice;
  for (std::size_t i = 0; i < model.item_count; ++i) {
    const TableItem& item = model.items[i];
    if (item.kind != ItemKind::index && item.kind != ItemKind::unique) continue;
    if (item.text.empty() || !all_fields_known(model, item.text)) return ModelProblem::unknown_index_field;
    if (item.kind == ItemKind::unique && !all_plain_fields(model, item.text)) return ModelProblem::no_plain_unique;
    if (!all_plain_fields(model, item.include)) return ModelProblem::unknown_include_field;
  }
  return problem_of_key(model);
}

}  // namespace promptview::detail

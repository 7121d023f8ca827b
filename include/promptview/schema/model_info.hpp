// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <promptview/base/type_name.hpp>
#include <promptview/schema/field.hpp>
#include <promptview/schema/option_text.hpp>
#include <promptview/schema/options.hpp>
#include <promptview/schema/relation_info.hpp>

namespace promptview {

// The hooks of a model (see model/hooks.hpp), for objects whose type is not known.
struct ModelHooks {
  void (*before_save)(void* object);
  void (*validate)(const void* object, const ModelInfo& model, std::size_t place, std::size_t count);
  void (*after_save)(void* object);
  void (*before_remove)(const void* object);
  void (*after_remove)(const void* object);
};

// All that PROMPTVIEW_MODEL says of a struct: static data without types, which lives as long as the program.
struct ModelInfo {
  static constexpr std::size_t max_key_fields = 8;

  std::string_view name{};        // the qualified type name, e.g. "blog::User"
  std::string_view backend{};
  std::string_view table{};
  const FieldInfo* fields = nullptr;
  std::size_t field_count = 0;
  const TableItem* items = nullptr;  // the TABLE item is merged into `table_options`
  std::size_t item_count = 0;
  const RelationInfo* relations = nullptr;
  std::size_t relation_count = 0;
  detail::ModelSlot* slot = nullptr;  // where the model is found by its type
  detail::Loaded* (*make)(const ModelInfo& model) = nullptr;  // an object that relations can share
  const ModelHooks* hooks = nullptr;  // null: it has none
  TableItem table_options{};
  std::uint8_t key[max_key_fields] = {};  // indexes of the primary key's fields, in order
  std::size_t key_count = 0;
  std::size_t row_version = no_field;  // the place of the field that counts updates
  std::size_t soft_remove = no_field;  // the place of the field that holds when a row was removed

  static constexpr std::size_t no_field = static_cast<std::size_t>(-1);

  // The place of a field by its name, or no_field. (A pointer to compare with null would be no constant for g++ 12
  // under -fsanitize=undefined.)
  constexpr std::size_t place_of(std::string_view field) const noexcept {
    for (std::size_t i = 0; i < field_count; ++i)
      if (fields[i].name == field) return i;
    return no_field;
  }
  constexpr std::size_t relation_of(std::string_view relation) const noexcept {
    for (std::size_t i = 0; i < relation_count; ++i)
      if (relations[i].name == relation) return i;
    return no_field;
  }
  constexpr bool has_field(std::string_view field) const noexcept { return place_of(field) != no_field; }
  constexpr const FieldInfo& key_field(std::size_t i) const noexcept { return fields[key[i]]; }
  constexpr bool is_key(std::size_t field) const noexcept {
    for (std::size_t i = 0; i < key_count; ++i)
      if (key[i] == field) return true;
    return false;
  }
  constexpr std::string_view schema() const noexcept { return table_options.schema; }
};

namespace detail {

inline constexpr std::size_t max_fields = 128;

// The field's name in an element of INDEX or UNIQUE such as `age DESC`; empty for an expression in parentheses.
constexpr std::string_view element_field(std::string_view element) noexcept {
  for (std::size_t i = 0; i < element.size(); ++i) {
    if (element[i] == '(') return {};
    if (is_space(element[i])) return element.substr(0, i);
  }
  return element;
}

// The first element of a list that is no field, without its order; empty: there is none.
constexpr std::string_view unknown_in(const ModelInfo& model, std::string_view list) noexcept {
  while (!list.empty()) {
    const std::string_view field = element_field(take_element(list));
    if (!field.empty() && !model.has_field(field)) return field;
  }
  return {};
}

constexpr bool all_fields_known(const ModelInfo& model, std::string_view list) noexcept {
  while (!list.empty()) {
    const std::string_view element = take_element(list);
    if (element.empty()) return false;
    const std::string_view field = element_field(element);
    if (!field.empty() && !model.has_field(field)) return false;
  }
  return true;
}

// Whether each element is a field and nothing else, as lists without an order must be.
constexpr bool all_plain_fields(const ModelInfo& model, std::string_view list) noexcept {
  while (!list.empty())
    if (!model.has_field(take_element(list))) return false;
  return true;
}

// The rows of FIELDs and of those RELATIONs that have a column: a relation to many leaves an empty one, which is left out.
template <class Rows>
struct FieldTable {
  static constexpr std::size_t listed = sizeof(Rows::promptview_fields) / sizeof(FieldInfo) - 1;
  static constexpr std::size_t count = [] {
    std::size_t named = 0;
    for (std::size_t i = 0; i < listed; ++i) named += Rows::promptview_fields[i].name.empty() ? 0 : 1;
    return named;
  }();
  struct Named {
    FieldInfo rows[count + 1] = {};
  };
  static constexpr const FieldInfo* first() noexcept {
    if constexpr (count == listed)
      return Rows::promptview_fields;
    else
      return named.rows;
  }
  static constexpr Named named = [] {
    Named made;
    std::size_t at = 0;
    for (std::size_t i = 0; i < listed; ++i)
      if (!Rows::promptview_fields[i].name.empty()) made.rows[at++] = Rows::promptview_fields[i];
    return made;
  }();
};

// Puts the parts together and finds the primary key. Assumes that `problem_of` found nothing.
constexpr ModelInfo with_key(ModelInfo model) noexcept {
  for (std::size_t i = 0; i < model.item_count; ++i)
    if (model.items[i].kind == ItemKind::table) model.table_options = model.items[i];
  std::string_view list = model.table_options.primary_key;
  while (!list.empty() && model.key_count < ModelInfo::max_key_fields) {
    const std::size_t field = model.place_of(take_element(list));
    if (field != ModelInfo::no_field) model.key[model.key_count++] = static_cast<std::uint8_t>(field);
  }
  for (std::size_t i = 0; i < model.field_count; ++i)
    if (model.fields[i].options.primary_key && model.key_count < ModelInfo::max_key_fields)
      model.key[model.key_count++] = static_cast<std::uint8_t>(i);
  for (std::size_t i = 0; i < model.field_count; ++i)
    if (model.fields[i].options.row_version) model.row_version = i;
  if (!model.table_options.soft_remove.empty()) model.soft_remove = model.place_of(model.table_options.soft_remove);
  return model;
}

}  // namespace detail
}  // namespace promptview

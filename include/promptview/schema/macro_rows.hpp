// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <type_traits>

#include <promptview/schema/field.hpp>
#include <promptview/schema/option_rules.hpp>
#include <promptview/schema/options.hpp>
#include <promptview/schema/relation_info.hpp>

// Makes the rows of a model's static data of the items of PROMPTVIEW_MODEL.
namespace promptview::detail {

template <class... T>
struct TypeList {};

// A T. Compilers look at what is inside only when they know M, so that what is wrong with the options of a model is one error.
template <class T, class M>
struct RowOf {
  using type = T;
};
template <class T, class M>
using OfModel = typename RowOf<T, M>::type;

template <class M, class T>
constexpr FieldInfo field_info(std::string_view name, std::size_t offset, OptionList options) {
  FieldInfo field{.name = name,
                  .type = &TypeMapping<T>::type,
                  .codec = &codec_of<T>,
                  .offset = offset,
                  .is_auto = is_auto<T>,
                  .is_deferred = is_deferred<T>};
  if constexpr (TypeMapping<T>::type.kind != Kind::array) field.list_type = &list_type_of<T>;
  field.options = with_options(FieldOptions{}, options);
  return field;
}

template <class T>
concept RelationType = requires { T::relation_kind; };

// Which options a RELATION of this type takes.
template <class T>
constexpr OptionOf options_of_relation() noexcept {
  if constexpr (RelationType<T>) {
    switch (T::relation_kind) {
      case RelationKind::foreign_key:
      case RelationKind::one_to_one: return foreign_key_option;
      case RelationKind::reference: return reference_option;
      case RelationKind::has_one:
      case RelationKind::has_many: return has_option;
      case RelationKind::many_to_many: return many_to_many_option;
    }
  }
  return foreign_key_option;
}

// The field of a foreign key with a column of its own; an empty one for other relations.
template <class M, class T>
constexpr FieldInfo relation_field(std::string_view name, std::string_view column, std::size_t offset, OptionList options) {
  if constexpr (options_of_relation<T>() != foreign_key_option) {
    return {};
  } else {
    FieldInfo field = field_info<M, T>(name, offset, {});
    constexpr bool is_unique = T::relation_kind == RelationKind::one_to_one;
    field.options.column = column;
    field.options.unique = is_unique;
    field.options.index = is_unique ? IndexMethod::none : IndexMethod::btree;
    field.options = with_options(field.options, options);
    field.is_auto = !field.options.default_sql.empty() && !T::is_optional;  // as an empty Auto
    return field;
  }
}

// An INDEX, UNIQUE, CONSTRAINT or TABLE of M.
template <class M>
constexpr TableItem table_item(ItemKind kind, std::string_view text, OptionList options) {
  return with_options(TableItem{.kind = kind, .text = text}, options);
}

template <class T>
constexpr ModelSlot* through_slot() noexcept {
  if constexpr (requires { typename T::through_type; })
    if constexpr (!std::is_void_v<typename T::through_type>) return &model_slot<typename T::through_type>;
  return nullptr;
}

template <class M, class T>
constexpr RelationInfo relation_info(std::string_view name, std::size_t offset, OptionList options) {
  RelationInfo relation{.name = name,
                        .kind = T::relation_kind,
                        .owner = &model_slot<M>,
                        .target = &model_slot<typename T::target_type>,
                        .through = through_slot<T>(),
                        .offset = offset};
  if (T::relation_kind == RelationKind::many_to_many)  // of the join table's rows
    relation.options.on_delete = ReferentialAction::cascade;
  relation.options = with_options(relation.options, options);
  return relation;
}

}  // namespace promptview::detail

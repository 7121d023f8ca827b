// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

#include <promptview/detail/preprocessor.hpp>
#include <promptview/detail/snake_case.hpp>
#include <promptview/hooks.hpp>
#include <promptview/model_traits.hpp>
#include <promptview/option_rules.hpp>
#include <promptview/registration.hpp>
#include <promptview/relations/loaded.hpp>

namespace promptview {

// The stores a model can live in, as PROMPTVIEW_MODEL names them.
namespace backends {
inline constexpr std::string_view postgres = "postgres";
}

namespace detail {

constexpr TableItem table_item(ItemKind kind, std::string_view text, std::initializer_list<Option> options) {
  return with_options(TableItem{.kind = kind, .text = text}, options);
}

}  // namespace detail
}  // namespace promptview

// PROMPTVIEW_MODEL(Type, backend, "table", items...) registers a struct as a model. Write it behind the struct, in the
// same namespace. An empty table name means the type's name in snake_case with an s. The items:
//   FIELD(member, options...)         primary_key, unique, index=btree|hash|gin|gist|spgist|brin, column="...",
//                                     type="...", default_sql="...", max_length=n, check="...", comment="...",
//                                     auto_now_add, auto_now, generated="...", row_version,
//                                     hidden, read_only (both for JSON: see json.hpp)
//   RELATION(member, options...)      of a ForeignKey or OneToOne, which is a field too: column="..." (member_id),
//                                     references="field", on_delete and on_update=cascade|restrict|set_null|set_default|
//                                     no_action, deferrable, index=btree|... (none: without), related="the other side's
//                                     member", name="..." and FIELD's primary_key, unique, type, default_sql, comment;
//                                     of a Reference: fields="a, b", references="a, b" and those of the constraint;
//                                     of HasMany and HasOne: related="..."; of ManyToMany: related="...",
//                                     through="join table", source="its column for this side", target="..."
//   INDEX("name, age DESC", ...)      method=btree, unique, where="...", include="...", name="..."
//   UNIQUE("a, b", ...)               name="..."
//   CONSTRAINT("age >= 0", ...)       name="..."
//   TABLE(...)                        schema="...", comment="...", managed=false, primary_key="a, b", soft_remove="removed_at"
#define PROMPTVIEW_MODEL(Type, backend_name, table_name, ...)                                                           \
  static_assert(::promptview::detail::is_item(#backend_name, "postgres"),                                              \
                "PROMPTVIEW_MODEL(" #Type "): there is no backend '" #backend_name "'; write postgres");               \
  static_assert(::promptview::detail::known_items({PROMPTVIEW_DETAIL_FOR_EACH(PROMPTVIEW_DETAIL_ITEM_TEXT, __VA_ARGS__)},              \
                                                   {"FIELD", "RELATION", "INDEX", "UNIQUE", "CONSTRAINT", "TABLE"}),   \
                "PROMPTVIEW_MODEL(" #Type "): an item is none of FIELD, RELATION, INDEX, UNIQUE, CONSTRAINT, TABLE: correct its name"); \
  template <class promptview_self>                                                                                     \
  struct promptview_check_##Type {                                                                                     \
    PROMPTVIEW_DETAIL_FOR_EACH(PROMPTVIEW_DETAIL_CHECK, __VA_ARGS__)                                                   \
  };                                                                                                                   \
  static_assert(sizeof(promptview_check_##Type<Type>) > 0);                                                            \
  using promptview_type_##Type = Type;                                                                                 \
  struct promptview_rows_##Type : ::promptview::detail::OptionNames {                                                  \
    using promptview_self = promptview_type_##Type;                                                                    \
    static constexpr ::promptview::FieldInfo promptview_fields[] = {                                                   \
        PROMPTVIEW_DETAIL_FOR_EACH(PROMPTVIEW_DETAIL_FIELDS, __VA_ARGS__)::promptview::FieldInfo{}};                   \
    static constexpr ::promptview::RelationInfo promptview_relations[] = {                                             \
        PROMPTVIEW_DETAIL_FOR_EACH(PROMPTVIEW_DETAIL_RELATIONS, __VA_ARGS__)::promptview::RelationInfo{}};             \
    using promptview_targets =                                                                                         \
        ::promptview::detail::TypeList<PROMPTVIEW_DETAIL_FOR_EACH(PROMPTVIEW_DETAIL_TARGETS, __VA_ARGS__) void>;       \
    static constexpr ::promptview::TableItem promptview_items[] = {                                                    \
        PROMPTVIEW_DETAIL_FOR_EACH(PROMPTVIEW_DETAIL_ITEMS, __VA_ARGS__)::promptview::TableItem{}};                    \
  };                                                                                                                   \
  struct promptview_model_##Type {                                                                                     \
    using promptview_targets = promptview_rows_##Type::promptview_targets;                                             \
    static constexpr auto promptview_default_table = ::promptview::detail::default_table(#Type);                       \
    static constexpr ::promptview::ModelInfo promptview_info = ::promptview::detail::with_key({                        \
        .name = ::promptview::detail::type_name<promptview_type_##Type>(),                                             \
        .backend = ::promptview::backends::backend_name,                                                                   \
        .table = sizeof(table_name) > 1 ? PROMPTVIEW_DETAIL_VIEW(table_name) : promptview_default_table.view(),          \
        .fields = ::promptview::detail::FieldTable<promptview_rows_##Type>::first(),                                   \
        .field_count = ::promptview::detail::FieldTable<promptview_rows_##Type>::count,                                \
        .items = promptview_rows_##Type::promptview_items,                                                             \
        .item_count = sizeof(promptview_rows_##Type::promptview_items) / sizeof(::promptview::TableItem) - 1,          \
        .relations = promptview_rows_##Type::promptview_relations,                                                     \
        .relation_count = sizeof(promptview_rows_##Type::promptview_relations) / sizeof(::promptview::RelationInfo) - 1, \
        .slot = &::promptview::detail::model_slot<promptview_type_##Type>,                                             \
        .make = &::promptview::detail::make_loaded<promptview_type_##Type>,                                            \
        .hooks = ::promptview::detail::hooks_if_any<promptview_type_##Type>(),                                         \
    });                                                                                                                \
    static constexpr auto promptview_problem = ::promptview::detail::problem_of(promptview_info);                      \
  };                                                                                                                   \
  PROMPTVIEW_DETAIL_REFUSE(Type, no_fields, "it has no field: add FIELD(member) for each column")                      \
  PROMPTVIEW_DETAIL_REFUSE(Type, too_many_fields, "a model has at most 128 fields")                                    \
  PROMPTVIEW_DETAIL_REFUSE(Type, auto_without_source,                                                                  \
                           "an Auto of this type needs an expression that makes it: add default_sql=\"...\"")        \
  PROMPTVIEW_DETAIL_REFUSE(Type, field_twice, "a FIELD is listed twice: remove one")                                   \
  PROMPTVIEW_DETAIL_REFUSE(Type, two_generated_keys,                                                                   \
                           "several fields are primary_key and one of them is an Auto: mark only one, or write "       \
                           "TABLE(primary_key=\"a, b\") for a composite key")                                          \
  PROMPTVIEW_DETAIL_REFUSE(Type, two_key_declarations,                                                                 \
                           "a field is primary_key and TABLE has a primary_key too: keep one of both")                 \
  PROMPTVIEW_DETAIL_REFUSE(Type, unknown_key_field, "TABLE(primary_key=...) names a field that is not a FIELD")        \
  PROMPTVIEW_DETAIL_REFUSE(Type, too_many_key_fields, "a primary key has at most 8 fields")                            \
  PROMPTVIEW_DETAIL_REFUSE(Type, unknown_index_field,                                                                  \
                           "an INDEX or UNIQUE names a field that is not a FIELD of this model: correct the name; "    \
                           "expressions go in parentheses")                                                            \
  PROMPTVIEW_DETAIL_REFUSE(Type, unknown_include_field, "include=... names a field that is not a FIELD")               \
  PROMPTVIEW_DETAIL_REFUSE(Type, no_plain_unique,                                                                      \
                           "UNIQUE takes plain fields: for an order or an expression write INDEX(\"...\", unique)")    \
  PROMPTVIEW_DETAIL_REFUSE(Type, no_row_version,                                                                       \
                           "row_version takes one field, a plain integer that is not part of the primary key")         \
  PROMPTVIEW_DETAIL_REFUSE(Type, no_soft_remove,                                                                       \
                           "TABLE(soft_remove=...) names a FIELD that is a std::optional of a timestamp")              \
  PROMPTVIEW_DETAIL_REFUSE(Type, no_fields_of_reference,                                                               \
                           "RELATION of a pv::Reference needs fields=\"...\" with FIELDs of this model")               \
  PROMPTVIEW_DETAIL_REFUSE(Type, null_in_a_field_without,                                                              \
                           "set_null needs columns that can be NULL: make the relation a pv::OptionalForeignKey or "   \
                           "OptionalOneToOne, the fields of a pv::Reference std::optional; a join table has none")     \
  PROMPTVIEW_DETAIL_REFUSE(Type, two_tables, "TABLE stands twice: put all its options into one")                       \
  [[maybe_unused]] constexpr promptview_model_##Type promptview_describe(                                              \
      ::promptview::detail::ModelTag<promptview_type_##Type>) noexcept {                                               \
    return {};                                                                                                         \
  }                                                                                                                    \
  [[maybe_unused]] inline const auto& promptview_registered_##Type =                                                   \
      ::promptview::detail::register_model(promptview_model_##Type::promptview_info);

#define PROMPTVIEW_DETAIL_REFUSE(Type, problem, message)                                                          \
  static_assert(promptview_model_##Type::promptview_problem != ::promptview::detail::ModelProblem::problem,            \
                "PROMPTVIEW_MODEL(" #Type "): " message);

#define PROMPTVIEW_DETAIL_ITEM_TEXT(...) __VA_OPT__(#__VA_ARGS__,)
// Of a literal, without counting its letters while it compiles.
#define PROMPTVIEW_DETAIL_VIEW(text) ::std::string_view{text, sizeof(text) - 1}

// --- One pass checks the items, one yields the fields and one the other items; each pass names the items it takes. -----

#define PROMPTVIEW_DETAIL_CHECK(item) PROMPTVIEW_DETAIL_CHECK_##item
#define PROMPTVIEW_DETAIL_CHECK_
#define PROMPTVIEW_DETAIL_CHECK_FIELD(member, ...)                                                                     \
  static_assert(requires { &promptview_self::member; },                                                                \
                "FIELD(" #member "): the struct has no data member '" #member "': correct the name or add the member"); \
  static_assert(!requires { &promptview_self::member; } ||                                                             \
                    requires { requires ::promptview::Mapped<decltype(promptview_self::member)> ||                     \
                                        ::promptview::detail::RelationType<decltype(promptview_self::member)>; },      \
                "FIELD(" #member "): the member's type has no column type: include its header from promptview/types, " \
                "use PROMPTVIEW_ENUM or PROMPTVIEW_STRUCT, or specialise promptview::TypeMapping");                    \
  static_assert(!requires { requires ::promptview::detail::RelationType<decltype(promptview_self::member)>; },         \
                "FIELD(" #member "): the member is a relation: write RELATION(" #member ", ...)");                     \
  PROMPTVIEW_DETAIL_CHECK_OPTIONS("FIELD(" #member ")", field_option, #__VA_ARGS__)
#define PROMPTVIEW_DETAIL_CHECK_RELATION(member, ...)                                                                  \
  static_assert(requires { &promptview_self::member; },                                                                \
                "RELATION(" #member "): the struct has no data member '" #member "': correct the name or add the member"); \
  static_assert(!requires { &promptview_self::member; } ||                                                             \
                    requires { requires ::promptview::detail::RelationType<decltype(promptview_self::member)>; },      \
                "RELATION(" #member "): the member is no relation: write FIELD, or make it a pv::ForeignKey, OneToOne, " \
                "Reference, HasOne, HasMany or ManyToMany");                                                           \
  PROMPTVIEW_DETAIL_CHECK_OPTIONS("RELATION(" #member ")",                                                             \
                                  options_of_relation<decltype(promptview_self::member)>(), #__VA_ARGS__)
#define PROMPTVIEW_DETAIL_CHECK_INDEX(fields, ...) \
  PROMPTVIEW_DETAIL_CHECK_OPTIONS("INDEX", index_option, #__VA_ARGS__)
#define PROMPTVIEW_DETAIL_CHECK_UNIQUE(fields, ...) \
  PROMPTVIEW_DETAIL_CHECK_OPTIONS("UNIQUE", unique_option, #__VA_ARGS__)
#define PROMPTVIEW_DETAIL_CHECK_CONSTRAINT(sql, ...) \
  PROMPTVIEW_DETAIL_CHECK_OPTIONS("CONSTRAINT", constraint_option, #__VA_ARGS__)
#define PROMPTVIEW_DETAIL_CHECK_TABLE(...) \
  PROMPTVIEW_DETAIL_CHECK_OPTIONS("TABLE", table_option, #__VA_ARGS__)

#define PROMPTVIEW_DETAIL_CHECK_OPTIONS(item, option_of, text)                                                         \
  PROMPTVIEW_DETAIL_REFUSE_OPTIONS(option_of, text, unknown_option,                                                    \
      item ": unknown option in '" text "'; see the list of options at PROMPTVIEW_MODEL")                              \
  PROMPTVIEW_DETAIL_REFUSE_OPTIONS(option_of, text, unknown_method,                                                    \
      item ": unknown index method in '" text "'; write btree, hash, gin, gist, spgist, brin or none")                       \
  PROMPTVIEW_DETAIL_REFUSE_OPTIONS(option_of, text, unknown_action,                                                    \
      item ": unknown action in '" text "'; write cascade, restrict, set_null, set_default or no_action")              \
  PROMPTVIEW_DETAIL_REFUSE_OPTIONS(option_of, text, unfit_value,                                                       \
      item ": an option in '" text "' lacks its value or has one of another kind: "                                    \
           "texts are in quotes, max_length is a number, flags are true or false")
#define PROMPTVIEW_DETAIL_REFUSE_OPTIONS(option_of, text, problem, message)                                            \
  static_assert(::promptview::detail::problem_of_options(PROMPTVIEW_DETAIL_VIEW(text), ::promptview::detail::option_of) != \
                    ::promptview::detail::OptionProblem::problem,                                                      \
                message);

#define PROMPTVIEW_DETAIL_FIELDS(item) PROMPTVIEW_DETAIL_FIELDS_##item
#define PROMPTVIEW_DETAIL_FIELDS_
#define PROMPTVIEW_DETAIL_FIELDS_FIELD(member, ...)                                                        \
  ::promptview::detail::field_info<promptview_self, decltype(promptview_self::member)>(                    \
      PROMPTVIEW_DETAIL_VIEW(#member), &::promptview::detail::address_of<promptview_self, &promptview_self::member>, {__VA_ARGS__}),
#define PROMPTVIEW_DETAIL_FIELDS_RELATION(member, ...)                                                     \
  ::promptview::detail::relation_field<promptview_self, decltype(promptview_self::member)>(                \
      PROMPTVIEW_DETAIL_VIEW(#member), PROMPTVIEW_DETAIL_VIEW(#member "_id"),                              \
      &::promptview::detail::address_of<promptview_self, &promptview_self::member>, {__VA_ARGS__}),
#define PROMPTVIEW_DETAIL_FIELDS_INDEX(...)
#define PROMPTVIEW_DETAIL_FIELDS_UNIQUE(...)
#define PROMPTVIEW_DETAIL_FIELDS_CONSTRAINT(...)
#define PROMPTVIEW_DETAIL_FIELDS_TABLE(...)

#define PROMPTVIEW_DETAIL_ITEMS(item) PROMPTVIEW_DETAIL_ITEMS_##item
#define PROMPTVIEW_DETAIL_ITEMS_
#define PROMPTVIEW_DETAIL_ITEMS_FIELD(...)
#define PROMPTVIEW_DETAIL_ITEMS_RELATION(...)
#define PROMPTVIEW_DETAIL_ITEMS_INDEX(fields, ...) \
  ::promptview::detail::table_item(::promptview::ItemKind::index, fields, {__VA_ARGS__}),
#define PROMPTVIEW_DETAIL_ITEMS_UNIQUE(fields, ...) \
  ::promptview::detail::table_item(::promptview::ItemKind::unique, fields, {__VA_ARGS__}),
#define PROMPTVIEW_DETAIL_ITEMS_CONSTRAINT(sql, ...) \
  ::promptview::detail::table_item(::promptview::ItemKind::constraint, sql, {__VA_ARGS__}),
#define PROMPTVIEW_DETAIL_ITEMS_TABLE(...) \
  ::promptview::detail::table_item(::promptview::ItemKind::table, {}, {__VA_ARGS__}),

#define PROMPTVIEW_DETAIL_RELATIONS(item) PROMPTVIEW_DETAIL_RELATIONS_##item
#define PROMPTVIEW_DETAIL_RELATIONS_
#define PROMPTVIEW_DETAIL_RELATIONS_FIELD(...)
#define PROMPTVIEW_DETAIL_RELATIONS_RELATION(member, ...)                                                     \
  ::promptview::detail::relation_info<promptview_self, decltype(promptview_self::member)>(                    \
      PROMPTVIEW_DETAIL_VIEW(#member), &::promptview::detail::relation_member<promptview_self, &promptview_self::member>, {__VA_ARGS__}),
#define PROMPTVIEW_DETAIL_RELATIONS_INDEX(...)
#define PROMPTVIEW_DETAIL_RELATIONS_UNIQUE(...)
#define PROMPTVIEW_DETAIL_RELATIONS_CONSTRAINT(...)
#define PROMPTVIEW_DETAIL_RELATIONS_TABLE(...)

#define PROMPTVIEW_DETAIL_TARGETS(item) PROMPTVIEW_DETAIL_TARGETS_##item
#define PROMPTVIEW_DETAIL_TARGETS_
#define PROMPTVIEW_DETAIL_TARGETS_FIELD(...)
#define PROMPTVIEW_DETAIL_TARGETS_RELATION(member, ...) decltype(promptview_self::member)::target_type,
#define PROMPTVIEW_DETAIL_TARGETS_INDEX(...)
#define PROMPTVIEW_DETAIL_TARGETS_UNIQUE(...)
#define PROMPTVIEW_DETAIL_TARGETS_CONSTRAINT(...)
#define PROMPTVIEW_DETAIL_TARGETS_TABLE(...)

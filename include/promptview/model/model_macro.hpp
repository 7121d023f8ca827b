// SPDX-License-Identifier: MIT
#pragma once
#pragma GCC system_header  // so that errors inside of a model are shown without each macro on the way to them

#include <string_view>

#include <promptview/base/preprocessor.hpp>
#include <promptview/base/refuse.hpp>
#include <promptview/base/snake_case.hpp>
#include <promptview/links/loaded_object.hpp>
#include <promptview/model/hooks.hpp>
#include <promptview/model/model_problem.hpp>
#include <promptview/schema/backend.hpp>
#include <promptview/schema/macro_rows.hpp>
#include <promptview/schema/model_traits.hpp>

// PROMPTVIEW_MODEL(Type, backend, "table", items...) registers a struct as a model. Write it behind the struct, in the
// same namespace; for a struct inside a class, behind the class: PROMPTVIEW_MODEL(User::Login, ...). An empty table name means the type's name in snake_case with an s. The items:
//   FIELD(member, options...)         primary_key, unique, index=btree|hash|gin|gist|spgist|brin, column="...",
//                                     type="...", default_sql="...", max_length=n, check="...", comment="...",
//                                     auto_now_add, auto_now, generated="...", row_version,
//                                     hidden, read_only (both for JSON: see json/object_conversion.hpp)
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
#define PROMPTVIEW_MODEL(Type, backend_name, table_name, ...)                                                                     \
  PROMPTVIEW_DETAIL_GIVEN(__COUNTER__, Type)                                                                                      \
  PROMPTVIEW_DETAIL_REGISTER(promptview_given<__COUNTER__ - 1>::promptview_type, #Type, #backend_name, #table_name, table_name, __VA_ARGS__)

#define PROMPTVIEW_DETAIL_REGISTER(Type, type_text, backend_text, table_text, table_name, ...)                                                                                   \
  PROMPTVIEW_DETAIL_REFUSE(::promptview::detail::ProblemOfTwo<Type, ::promptview::detail::FoundBefore<Type, __LINE__>>)                                                          \
  template <class promptview_type>                                                                                                                                               \
  struct promptview_model;                                                                                                                                                       \
  template <class promptview_type, class promptview_self, int promptview_line>                                                                                                   \
  struct promptview_written;                                                                                                                                                     \
  PROMPTVIEW_DETAIL_TEXTS(Type, "PROMPTVIEW_MODEL(" type_text ")", table_text, __VA_ARGS__)                                                                                      \
  template <class promptview_self>                                                                                                                                               \
  struct promptview_written<Type, promptview_self, __LINE__> {                                                                                                                   \
    [[maybe_unused]] static constexpr ::std::string_view promptview_macro = promptview_texts<Type, __LINE__>::promptview_macro;                                                  \
    [[maybe_unused]] static constexpr ::std::string_view promptview_backend = PROMPTVIEW_DETAIL_VIEW(backend_text);                                                              \
    [[maybe_unused]] static constexpr bool promptview_is_backend = ::promptview::is_backend<backend_text>;                                                                       \
    [[maybe_unused]] static constexpr bool promptview_is_found = ::promptview::detail::FoundByArgument<promptview_self>;                                                         \
    static constexpr ::promptview::detail::WrittenItem promptview_first_problem() noexcept {                                                                                     \
      const ::promptview::detail::WrittenItem items[] = {                                                                                                                        \
          PROMPTVIEW_DETAIL_FOR_EACH(PROMPTVIEW_DETAIL_CHECK, __VA_ARGS__){}};                                                                                                   \
      return ::promptview::detail::first_problem(items);                                                                                                                         \
    }                                                                                                                                                                            \
    struct promptview_rows;                                                                                                                                                      \
  };                                                                                                                                                                             \
  [[maybe_unused]] promptview_model<Type> promptview_describe(::promptview::detail::ModelTag<Type>) noexcept;                                                                    \
  PROMPTVIEW_DETAIL_REFUSE(::promptview::detail::ProblemOfItems<promptview_written<Type, Type, __LINE__>>)                                                                       \
  PROMPTVIEW_DETAIL_OFFSETS                                                                                                                                                      \
  template <class promptview_self>                                                                                                                                               \
  struct promptview_written<Type, promptview_self, __LINE__>::promptview_rows : ::promptview::detail::OptionNames {                                                              \
    [[maybe_unused]] static constexpr ::promptview::detail::OfModel<::promptview::FieldInfo, promptview_self> promptview_fields[] = {                                            \
        PROMPTVIEW_DETAIL_FOR_EACH(PROMPTVIEW_DETAIL_FIELDS, __VA_ARGS__)::promptview::FieldInfo{}};                                                                             \
    [[maybe_unused]] static constexpr ::promptview::detail::OfModel<::promptview::RelationInfo, promptview_self> promptview_relations[] = {                                      \
        PROMPTVIEW_DETAIL_FOR_EACH(PROMPTVIEW_DETAIL_RELATIONS, __VA_ARGS__)::promptview::RelationInfo{}};                                                                       \
    using promptview_targets =                                                                                                                                                   \
        ::promptview::detail::TypeList<PROMPTVIEW_DETAIL_FOR_EACH(PROMPTVIEW_DETAIL_TARGETS, __VA_ARGS__) void>;                                                                 \
    [[maybe_unused]] static constexpr ::promptview::detail::OfModel<::promptview::TableItem, promptview_self> promptview_items[] = {                                             \
        PROMPTVIEW_DETAIL_FOR_EACH(PROMPTVIEW_DETAIL_ITEMS, __VA_ARGS__)::promptview::TableItem{}};                                                                              \
  };                                                                                                                                                                             \
  PROMPTVIEW_DETAIL_OFFSETS_END                                                                                                                                                  \
  PROMPTVIEW_DETAIL_FATAL                                                                                                                                                        \
  static_assert(sizeof(::promptview::detail::correct_this<::promptview::detail::said<::promptview::detail::ProblemOfOptions<promptview_written<Type, Type, __LINE__>>>()>) > 0); \
  PROMPTVIEW_DETAIL_FATAL_END                                                                                                                                                    \
  template <>                                                                                                                                                                    \
  struct promptview_model<Type> {                                                                                                                                                \
    using promptview_rows = ::promptview::detail::RowsIfRight<promptview_written<Type, Type, __LINE__>>;                                                                         \
    using promptview_targets = promptview_rows::promptview_targets;                                                                                                              \
    [[maybe_unused]] static constexpr ::std::string_view promptview_macro = promptview_texts<Type, __LINE__>::promptview_macro;                                                  \
    [[maybe_unused]] static constexpr auto promptview_default_table = ::promptview::detail::default_table(type_text);                                                            \
    [[maybe_unused]] static constexpr ::promptview::ModelInfo promptview_info =                                                                                                  \
        ::promptview::detail::model_info<Type, promptview_rows>(                                                                                                                 \
            promptview_written<Type, Type, __LINE__>::promptview_backend,                                                                                                        \
            ::promptview::detail::table_or(table_name, promptview_default_table.view()));                                                                                        \
    [[maybe_unused]] static constexpr auto promptview_problem = ::promptview::detail::problem_if_right<promptview_rows>(promptview_info);                                        \
    [[maybe_unused]] static inline const auto& promptview_registered = ::promptview::detail::register_model(promptview_info);                                                    \
  };                                                                                                                                                                             \
  PROMPTVIEW_DETAIL_REFUSE(::promptview::detail::ProblemOfModel<promptview_model<Type>>)

// The items as they were written, and what is wrong with that.
#define PROMPTVIEW_DETAIL_TEXTS(Type, macro_text, table_text, ...)                                                  \
  template <class promptview_type, int promptview_line>                                                             \
  struct promptview_texts;                                                                                          \
  template <>                                                                                                       \
  struct promptview_texts<Type, __LINE__> {                                                                         \
    [[maybe_unused]] static constexpr ::std::string_view promptview_macro = PROMPTVIEW_DETAIL_VIEW(macro_text);     \
    [[maybe_unused]] static constexpr ::std::string_view promptview_table = PROMPTVIEW_DETAIL_VIEW(table_text);     \
    static constexpr ::std::string_view promptview_bad_item() noexcept {                                            \
      const ::std::string_view items[] = {PROMPTVIEW_DETAIL_FOR_EACH(PROMPTVIEW_DETAIL_ITEM_TEXT, __VA_ARGS__) {}}; \
      return ::promptview::detail::first_bad_item(items);                                                           \
    }                                                                                                               \
  };                                                                                                                \
  PROMPTVIEW_DETAIL_REFUSE(::promptview::detail::ProblemOfTexts<promptview_texts<Type, __LINE__>>)

#define PROMPTVIEW_DETAIL_ITEM_TEXT(...) __VA_OPT__(PROMPTVIEW_DETAIL_VIEW(#__VA_ARGS__),)

// A view of a literal, whose letters are not counted while it compiles.
#define PROMPTVIEW_DETAIL_VIEW(text) ::std::string_view{text, sizeof(text) - 1}

// Of models with bases and the like clang warns that an offset is not in the standard. (g++ leaves out what system headers do.)
#if defined(__clang__)
#define PROMPTVIEW_DETAIL_OFFSETS _Pragma("clang diagnostic push") _Pragma("clang diagnostic ignored \"-Winvalid-offsetof\"")
#define PROMPTVIEW_DETAIL_OFFSETS_END _Pragma("clang diagnostic pop")
#else
#define PROMPTVIEW_DETAIL_OFFSETS
#define PROMPTVIEW_DETAIL_OFFSETS_END
#endif

#define PROMPTVIEW_DETAIL_OPTIONS(...) ::promptview::detail::options_of(__VA_ARGS__)

// --- Five passes over the items: one checks them, the others yield the fields, the relations, their targets, and the rest. -
// Each names the items that it takes, as `~, (what it makes of them)`. An item whose name is wrong is not among them: what
// the pass makes of those is the second argument of PICK.

#define PROMPTVIEW_DETAIL_PICK(...) PROMPTVIEW_DETAIL_PICK_SECOND(__VA_ARGS__)
#define PROMPTVIEW_DETAIL_PICK_SECOND(first, second, ...) PROMPTVIEW_DETAIL_BARE second
#define PROMPTVIEW_DETAIL_BARE(...) __VA_ARGS__

#define PROMPTVIEW_DETAIL_CHECK(...) __VA_OPT__(PROMPTVIEW_DETAIL_CHECK_ONE(__VA_ARGS__))
#define PROMPTVIEW_DETAIL_CHECK_ONE(item) \
  PROMPTVIEW_DETAIL_PICK(PROMPTVIEW_DETAIL_CHECK_##item, PROMPTVIEW_DETAIL_UNKNOWN_ITEM(#item), )
#define PROMPTVIEW_DETAIL_UNKNOWN_ITEM(text) ({"?", PROMPTVIEW_DETAIL_VIEW(text), {}, ::promptview::detail::no_item, {}},)
#define PROMPTVIEW_DETAIL_CHECK_FIELD(member, ...)                                                                        \
  ~, ({"FIELD", PROMPTVIEW_DETAIL_VIEW(#member), PROMPTVIEW_DETAIL_VIEW(#__VA_ARGS__), ::promptview::detail::field_option, \
       PROMPTVIEW_DETAIL_MEMBER_TYPE(member)},)
#define PROMPTVIEW_DETAIL_CHECK_RELATION(member, ...)                                                                     \
  ~, ({"RELATION", PROMPTVIEW_DETAIL_VIEW(#member), PROMPTVIEW_DETAIL_VIEW(#__VA_ARGS__),                                  \
       PROMPTVIEW_DETAIL_RELATION_OPTIONS(member), PROMPTVIEW_DETAIL_MEMBER_TYPE(member)},)
#define PROMPTVIEW_DETAIL_MEMBER_TYPE(member)                                                                             \
  requires { requires ::promptview::detail::RelationType<decltype(promptview_self::member)>; } ?                           \
      ::promptview::detail::MemberType::relation :                                                                        \
  requires { requires ::promptview::Mapped<decltype(promptview_self::member)>; } ? ::promptview::detail::MemberType::field : \
  requires { &promptview_self::member; } ? ::promptview::detail::MemberType::unmapped : ::promptview::detail::MemberType::missing
#define PROMPTVIEW_DETAIL_RELATION_OPTIONS(member)                                                                        \
  requires { requires ::promptview::detail::options_of_relation<decltype(promptview_self::member)>() == ::promptview::detail::reference_option; } ? ::promptview::detail::reference_option : \
  requires { requires ::promptview::detail::options_of_relation<decltype(promptview_self::member)>() == ::promptview::detail::has_option; } ? ::promptview::detail::has_option : \
  requires { requires ::promptview::detail::options_of_relation<decltype(promptview_self::member)>() == ::promptview::detail::many_to_many_option; } ? ::promptview::detail::many_to_many_option : ::promptview::detail::foreign_key_option
#define PROMPTVIEW_DETAIL_CHECK_INDEX(fields, ...) PROMPTVIEW_DETAIL_CHECK_OTHER("INDEX", #fields, #__VA_ARGS__, index_option)
#define PROMPTVIEW_DETAIL_CHECK_UNIQUE(fields, ...) PROMPTVIEW_DETAIL_CHECK_OTHER("UNIQUE", #fields, #__VA_ARGS__, unique_option)
#define PROMPTVIEW_DETAIL_CHECK_CONSTRAINT(sql, ...) PROMPTVIEW_DETAIL_CHECK_OTHER("CONSTRAINT", #sql, #__VA_ARGS__, constraint_option)
#define PROMPTVIEW_DETAIL_CHECK_TABLE(...) PROMPTVIEW_DETAIL_CHECK_OTHER("TABLE", "", #__VA_ARGS__, table_option)
#define PROMPTVIEW_DETAIL_CHECK_OTHER(item, subject, options, option_of) \
  ~, ({item, PROMPTVIEW_DETAIL_VIEW(subject), PROMPTVIEW_DETAIL_VIEW(options), ::promptview::detail::option_of, {}},)

#define PROMPTVIEW_DETAIL_FIELDS(...) __VA_OPT__(PROMPTVIEW_DETAIL_FIELDS_ONE(__VA_ARGS__))
#define PROMPTVIEW_DETAIL_FIELDS_ONE(item) PROMPTVIEW_DETAIL_PICK(PROMPTVIEW_DETAIL_FIELDS_##item, (), )
#define PROMPTVIEW_DETAIL_FIELDS_FIELD(member, ...) \
  ~, (::promptview::detail::field_info<promptview_self, decltype(promptview_self::member)>( \
      PROMPTVIEW_DETAIL_VIEW(#member), __builtin_offsetof(promptview_self, member), PROMPTVIEW_DETAIL_OPTIONS(__VA_ARGS__)),)
#define PROMPTVIEW_DETAIL_FIELDS_RELATION(member, ...) \
  ~, (::promptview::detail::relation_field<promptview_self, decltype(promptview_self::member)>( \
      PROMPTVIEW_DETAIL_VIEW(#member), PROMPTVIEW_DETAIL_VIEW(#member "_id"), \
      __builtin_offsetof(promptview_self, member), PROMPTVIEW_DETAIL_OPTIONS(__VA_ARGS__)),)
#define PROMPTVIEW_DETAIL_FIELDS_INDEX(...) ~, ()
#define PROMPTVIEW_DETAIL_FIELDS_UNIQUE(...) ~, ()
#define PROMPTVIEW_DETAIL_FIELDS_CONSTRAINT(...) ~, ()
#define PROMPTVIEW_DETAIL_FIELDS_TABLE(...) ~, ()

#define PROMPTVIEW_DETAIL_RELATIONS(...) __VA_OPT__(PROMPTVIEW_DETAIL_RELATIONS_ONE(__VA_ARGS__))
#define PROMPTVIEW_DETAIL_RELATIONS_ONE(item) PROMPTVIEW_DETAIL_PICK(PROMPTVIEW_DETAIL_RELATIONS_##item, (), )
#define PROMPTVIEW_DETAIL_RELATIONS_FIELD(...) ~, ()
#define PROMPTVIEW_DETAIL_RELATIONS_RELATION(member, ...) \
  ~, (::promptview::detail::relation_info<promptview_self, decltype(promptview_self::member)>( \
      PROMPTVIEW_DETAIL_VIEW(#member), __builtin_offsetof(promptview_self, member), PROMPTVIEW_DETAIL_OPTIONS(__VA_ARGS__)),)
#define PROMPTVIEW_DETAIL_RELATIONS_INDEX(...) ~, ()
#define PROMPTVIEW_DETAIL_RELATIONS_UNIQUE(...) ~, ()
#define PROMPTVIEW_DETAIL_RELATIONS_CONSTRAINT(...) ~, ()
#define PROMPTVIEW_DETAIL_RELATIONS_TABLE(...) ~, ()

#define PROMPTVIEW_DETAIL_TARGETS(...) __VA_OPT__(PROMPTVIEW_DETAIL_TARGETS_ONE(__VA_ARGS__))
#define PROMPTVIEW_DETAIL_TARGETS_ONE(item) PROMPTVIEW_DETAIL_PICK(PROMPTVIEW_DETAIL_TARGETS_##item, (), )
#define PROMPTVIEW_DETAIL_TARGETS_FIELD(...) ~, ()
#define PROMPTVIEW_DETAIL_TARGETS_RELATION(member, ...) \
  ~, (typename decltype(promptview_self::member)::target_type,)
#define PROMPTVIEW_DETAIL_TARGETS_INDEX(...) ~, ()
#define PROMPTVIEW_DETAIL_TARGETS_UNIQUE(...) ~, ()
#define PROMPTVIEW_DETAIL_TARGETS_CONSTRAINT(...) ~, ()
#define PROMPTVIEW_DETAIL_TARGETS_TABLE(...) ~, ()

#define PROMPTVIEW_DETAIL_ITEMS(...) __VA_OPT__(PROMPTVIEW_DETAIL_ITEMS_ONE(__VA_ARGS__))
#define PROMPTVIEW_DETAIL_ITEMS_ONE(item) PROMPTVIEW_DETAIL_PICK(PROMPTVIEW_DETAIL_ITEMS_##item, (), )
#define PROMPTVIEW_DETAIL_ITEMS_FIELD(...) ~, ()
#define PROMPTVIEW_DETAIL_ITEMS_RELATION(...) ~, ()
#define PROMPTVIEW_DETAIL_ITEMS_INDEX(fields, ...) \
  ~, (::promptview::detail::table_item<promptview_self>(::promptview::ItemKind::index, fields, PROMPTVIEW_DETAIL_OPTIONS(__VA_ARGS__)),)
#define PROMPTVIEW_DETAIL_ITEMS_UNIQUE(fields, ...) \
  ~, (::promptview::detail::table_item<promptview_self>(::promptview::ItemKind::unique, fields, PROMPTVIEW_DETAIL_OPTIONS(__VA_ARGS__)),)
#define PROMPTVIEW_DETAIL_ITEMS_CONSTRAINT(sql, ...) \
  ~, (::promptview::detail::table_item<promptview_self>(::promptview::ItemKind::constraint, sql, PROMPTVIEW_DETAIL_OPTIONS(__VA_ARGS__)),)
#define PROMPTVIEW_DETAIL_ITEMS_TABLE(...) \
  ~, (::promptview::detail::table_item<promptview_self>(::promptview::ItemKind::table, {}, PROMPTVIEW_DETAIL_OPTIONS(__VA_ARGS__)),)

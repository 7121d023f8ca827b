// SPDX-License-Identifier: MIT
#pragma once
#pragma GCC system_header  // see model_macro.hpp

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

#include <promptview/base/error.hpp>
#include <promptview/model/model_macro.hpp>
#include <promptview/model/model_problem.hpp>
#include <promptview/schema/struct_traits.hpp>

namespace promptview {

namespace detail {

// How registered structs become JSON documents and are made of them.
struct StructJson {
  void (*write)(ValueWriter& out, const ModelInfo& info, const void* object);
  void (*read)(ValueReader& in, const ModelInfo& info, void* object);
};

// <promptview/json.hpp> sets it before main(); headers with models reach no JSON library.
inline constinit const StructJson* struct_json = nullptr;

inline const StructJson& json_of_structs() {
  if (struct_json == nullptr)
    throw Error{"include <promptview/json.hpp> (or <promptview/promptview.hpp>) in a source file of the program: a struct of "
                "PROMPTVIEW_STRUCT is stored as JSON (of a static library, in a file that the program refers to)"};
  return *struct_json;
}

}  // namespace detail

// A registered struct is stored as jsonb, and a vector of one as jsonb[]. Keys of a stored document that no field has
// are ignored, since documents outlive the version of the program that wrote them; missing ones leave the member's
// default. (In `from_json` the caller decides about unknown keys.)
template <RegisteredStruct S>
struct TypeMapping<S> {
  static constexpr TypeInfo type{.kind = Kind::json};
  static void write(ValueWriter& out, const S& value) {
    detail::json_of_structs().write(out, detail::struct_of<S>(), &value);
  }
  static void read(ValueReader& in, S& value) {
    S fresh{};
    detail::json_of_structs().read(in, detail::struct_of<S>(), &fresh);
    value = std::move(fresh);
  }
};

namespace detail {

// The mistakes that a struct can have as a whole.
enum class StructProblem : std::uint8_t { none, no_fields, too_many_fields, key_twice, other_options };

template <std::size_t N>
struct StructFields {
  FieldInfo rows[N];
};

// The fields under the names that they have in JSON.
template <std::size_t N>
constexpr StructFields<N> keyed_by_column(const FieldInfo (&fields)[N]) {
  StructFields<N> keyed{};
  for (std::size_t i = 0; i < N; ++i) {
    keyed.rows[i] = fields[i];
    keyed.rows[i].name = fields[i].column();
  }
  return keyed;
}

constexpr StructProblem problem_of_struct(const ModelInfo& info) noexcept {
  if (info.field_count == 0) return StructProblem::no_fields;
  if (info.field_count > max_fields) return StructProblem::too_many_fields;
  for (std::size_t i = 0; i < info.field_count; ++i) {
    if (info.fields[i].options != FieldOptions{.column = info.fields[i].options.column}) return StructProblem::other_options;
    if (info.place_of(info.fields[i].name) != i) return StructProblem::key_twice;
  }
  return StructProblem::none;
}

constexpr std::string_view words_for(StructProblem problem) noexcept {
  switch (problem) {
    case StructProblem::no_fields: return "it has no field: add FIELD(member) for each member"sv;
    case StructProblem::too_many_fields: return "a struct has at most 128 fields"sv;
    case StructProblem::key_twice: return "two FIELDs have the same key in JSON: remove or rename one"sv;
    case StructProblem::other_options: return "remove all options but column: a struct has no table"sv;
    case StructProblem::none: break;
  }
  return {};
}

template <class Rows>
constexpr StructProblem problem_of_struct_if_right(const ModelInfo& info) noexcept {
  return std::is_same_v<Rows, NoRows> ? StructProblem::none : problem_of_struct(info);
}

template <class Described>
struct ProblemOfStruct {
  static constexpr bool is_there = Described::promptview_problem != StructProblem::none;
  static constexpr ProblemText text() {
    return ProblemText{}.add(Described::promptview_macro).add(": "sv).add(words_for(Described::promptview_problem));
  }
};

}  // namespace detail
}  // namespace promptview

// PROMPTVIEW_STRUCT(Type, FIELD(member), FIELD(member, column="key"), ...) registers a struct without a table, as the
// type of fields: of models, where it is stored as jsonb, and of other structs. Write it behind the struct, in the same
// namespace, and before the model that uses it. `column` is the key in JSON, where it differs from the member's name.
// Members that are no FIELD keep their defaults when a value is read.
//
// For a struct inside a class, write it behind the class: PROMPTVIEW_STRUCT(User::Address, ...).
#define PROMPTVIEW_STRUCT(Type, ...)                                                             \
  PROMPTVIEW_DETAIL_GIVEN(__COUNTER__, Type)                                                     \
  PROMPTVIEW_DETAIL_REGISTER_STRUCT(promptview_given<__COUNTER__ - 1>::promptview_type, #Type, __VA_ARGS__)

#define PROMPTVIEW_DETAIL_REGISTER_STRUCT(Type, type_text, ...)                                                                                                                         \
  PROMPTVIEW_DETAIL_REFUSE(::promptview::detail::ProblemOfTwo<Type, ::promptview::detail::StructFoundBefore<Type, __LINE__>>)                                                           \
  template <class promptview_type>                                                                                                                                                      \
  struct promptview_struct;                                                                                                                                                             \
  PROMPTVIEW_DETAIL_TEXTS(Type, "PROMPTVIEW_STRUCT(" type_text ")", "\"\"", __VA_ARGS__)                                                                                                \
  template <class promptview_type, class promptview_self, int promptview_line>                                                                                                          \
  struct promptview_struct_written;                                                                                                                                                     \
  template <class promptview_self>                                                                                                                                                      \
  struct promptview_struct_written<Type, promptview_self, __LINE__> {                                                                                                                   \
    [[maybe_unused]] static constexpr ::std::string_view promptview_macro = promptview_texts<Type, __LINE__>::promptview_macro;                                                         \
    [[maybe_unused]] static constexpr bool promptview_is_backend = true;                                                                                                                \
    [[maybe_unused]] static constexpr bool promptview_is_found = ::promptview::RegisteredStruct<promptview_self>;                                                                       \
    static constexpr ::promptview::detail::WrittenItem promptview_first_problem() noexcept {                                                                                            \
      const ::promptview::detail::WrittenItem items[] = {                                                                                                                               \
          PROMPTVIEW_DETAIL_FOR_EACH(PROMPTVIEW_DETAIL_CHECK_STRUCT, __VA_ARGS__){}};                                                                                                   \
      return ::promptview::detail::first_problem(items);                                                                                                                                \
    }                                                                                                                                                                                   \
    struct promptview_rows;                                                                                                                                                             \
  };                                                                                                                                                                                    \
  [[maybe_unused]] promptview_struct<Type> promptview_describe_struct(::promptview::detail::StructTag<Type>) noexcept;                                                                  \
  PROMPTVIEW_DETAIL_REFUSE(::promptview::detail::ProblemOfItems<promptview_struct_written<Type, Type, __LINE__>>)                                                                       \
  PROMPTVIEW_DETAIL_OFFSETS                                                                                                                                                             \
  template <class promptview_self>                                                                                                                                                      \
  struct promptview_struct_written<Type, promptview_self, __LINE__>::promptview_rows : ::promptview::detail::OptionNames {                                                              \
    [[maybe_unused]] static constexpr ::promptview::detail::OfModel<::promptview::FieldInfo, promptview_self> promptview_fields[] = {                                                   \
        PROMPTVIEW_DETAIL_FOR_EACH(PROMPTVIEW_DETAIL_FIELDS, __VA_ARGS__)::promptview::FieldInfo{}};                                                                                    \
  };                                                                                                                                                                                    \
  PROMPTVIEW_DETAIL_OFFSETS_END                                                                                                                                                         \
  PROMPTVIEW_DETAIL_FATAL                                                                                                                                                               \
  static_assert(sizeof(::promptview::detail::correct_this<::promptview::detail::said<::promptview::detail::ProblemOfOptions<promptview_struct_written<Type, Type, __LINE__>>>()>) > 0); \
  PROMPTVIEW_DETAIL_FATAL_END                                                                                                                                                           \
  template <>                                                                                                                                                                           \
  struct promptview_struct<Type> {                                                                                                                                                      \
    using promptview_rows = ::promptview::detail::RowsIfRight<promptview_struct_written<Type, Type, __LINE__>>;                                                                         \
    [[maybe_unused]] static constexpr ::std::string_view promptview_macro = promptview_struct_written<Type, Type, __LINE__>::promptview_macro;                                          \
    [[maybe_unused]] static constexpr auto promptview_keyed = ::promptview::detail::keyed_by_column(promptview_rows::promptview_fields);                                                \
    [[maybe_unused]] static constexpr ::promptview::ModelInfo promptview_info{                                                                                                          \
        .name = ::promptview::detail::type_name<Type>(),                                                                                                                                \
        .fields = promptview_keyed.rows,                                                                                                                                                \
        .field_count = sizeof(promptview_rows::promptview_fields) / sizeof(::promptview::FieldInfo) - 1,                                                                                \
    };                                                                                                                                                                                  \
    [[maybe_unused]] static constexpr auto promptview_problem =                                                                                                                         \
        ::promptview::detail::problem_of_struct_if_right<promptview_rows>(promptview_info);                                                                                             \
  };                                                                                                                                                                                    \
  PROMPTVIEW_DETAIL_REFUSE(::promptview::detail::ProblemOfStruct<promptview_struct<Type>>)

// As PROMPTVIEW_DETAIL_CHECK, for structs, which take FIELDs only.
#define PROMPTVIEW_DETAIL_CHECK_STRUCT(...) __VA_OPT__(PROMPTVIEW_DETAIL_CHECK_STRUCT_ONE(__VA_ARGS__))
#define PROMPTVIEW_DETAIL_CHECK_STRUCT_ONE(item) \
  PROMPTVIEW_DETAIL_PICK(PROMPTVIEW_DETAIL_CHECK_STRUCT_##item, PROMPTVIEW_DETAIL_UNKNOWN_ITEM(#item), )
#define PROMPTVIEW_DETAIL_CHECK_STRUCT_FIELD(...) PROMPTVIEW_DETAIL_CHECK_FIELD(__VA_ARGS__)

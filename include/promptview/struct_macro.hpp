// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include <promptview/error.hpp>
#include <promptview/model_macro.hpp>
#include <promptview/struct_traits.hpp>

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

// What can be wrong with a struct as a whole.
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

// Whether the field has an option besides `column`.
constexpr bool has_other_options(const FieldOptions& options) noexcept {
  return options.primary_key || options.unique || options.auto_now || options.auto_now_add || options.row_version || options.hidden || options.read_only ||
         options.index != IndexMethod::none || options.max_length != 0 || !options.type.empty() ||
         !options.default_sql.empty() || !options.check.empty() || !options.comment.empty() ||
         !options.generated.empty();
}

constexpr StructProblem problem_of_struct(const ModelInfo& info) noexcept {
  if (info.field_count == 0) return StructProblem::no_fields;
  if (info.field_count > max_fields) return StructProblem::too_many_fields;
  for (std::size_t i = 0; i < info.field_count; ++i) {
    if (has_other_options(info.fields[i].options)) return StructProblem::other_options;
    if (info.place_of(info.fields[i].name) != i) return StructProblem::key_twice;
  }
  return StructProblem::none;
}

}  // namespace detail
}  // namespace promptview

// PROMPTVIEW_STRUCT(Type, FIELD(member), FIELD(member, column="key"), ...) registers a struct without a table, as the
// type of fields: of models, where it is stored as jsonb, and of other structs. Write it behind the struct, in the same
// namespace, and before the model that uses it. `column` is the key in JSON, where it differs from the member's name.
// Members that are no FIELD keep their defaults when a value is read.
//
// For a struct inside a class, name it first: using UserAddress = User::Address; PROMPTVIEW_STRUCT(UserAddress, ...).
#define PROMPTVIEW_STRUCT(Type, ...)                                                                               \
  static_assert(::promptview::detail::known_items({PROMPTVIEW_DETAIL_FOR_EACH(PROMPTVIEW_DETAIL_ITEM_TEXT, __VA_ARGS__)}, {"FIELD"}),                   \
                "PROMPTVIEW_STRUCT(" #Type "): an item is no FIELD: correct or remove it, a struct has no table"); \
  struct promptview_struct_##Type;                                                                                 \
  [[maybe_unused]] constexpr promptview_struct_##Type promptview_describe_struct(                                  \
      ::promptview::detail::StructTag<Type>) noexcept;                                                             \
  template <class promptview_self>                                                                                 \
  struct promptview_check_struct_##Type {                                                                          \
    PROMPTVIEW_DETAIL_FOR_EACH(PROMPTVIEW_DETAIL_CHECK, __VA_ARGS__)                                               \
  };                                                                                                               \
  static_assert(sizeof(promptview_check_struct_##Type<Type>) > 0);                                                 \
  using promptview_struct_type_##Type = Type;                                                                      \
  struct promptview_struct_##Type : ::promptview::detail::OptionNames {                                            \
    using promptview_self = promptview_struct_type_##Type;                                                         \
    static constexpr ::promptview::FieldInfo promptview_fields[] = {                                               \
        PROMPTVIEW_DETAIL_FOR_EACH(PROMPTVIEW_DETAIL_FIELDS, __VA_ARGS__)::promptview::FieldInfo{}};               \
    static constexpr auto promptview_keyed = ::promptview::detail::keyed_by_column(promptview_fields);             \
    static constexpr ::promptview::ModelInfo promptview_info{                                                      \
        .name = ::promptview::detail::type_name<promptview_self>(),                                                \
        .fields = promptview_keyed.rows,                                                                           \
        .field_count = sizeof(promptview_fields) / sizeof(::promptview::FieldInfo) - 1,                            \
    };                                                                                                             \
    static constexpr auto promptview_problem = ::promptview::detail::problem_of_struct(promptview_info);           \
  };                                                                                                               \
  PROMPTVIEW_DETAIL_REFUSE_STRUCT(Type, no_fields, "it has no field: add FIELD(member) for each member")           \
  PROMPTVIEW_DETAIL_REFUSE_STRUCT(Type, too_many_fields, "a struct has at most 128 fields")                        \
  PROMPTVIEW_DETAIL_REFUSE_STRUCT(Type, key_twice, "two FIELDs have the same key in JSON: remove or rename one")   \
  PROMPTVIEW_DETAIL_REFUSE_STRUCT(Type, other_options, "remove all options but column: a struct has no table")     \
  [[maybe_unused]] constexpr promptview_struct_##Type promptview_describe_struct(                                  \
      ::promptview::detail::StructTag<promptview_struct_type_##Type>) noexcept {                                   \
    return {};                                                                                                     \
  }

#define PROMPTVIEW_DETAIL_REFUSE_STRUCT(Type, problem, message)                                               \
  static_assert(promptview_struct_##Type::promptview_problem != ::promptview::detail::StructProblem::problem, \
                "PROMPTVIEW_STRUCT(" #Type "): " message);

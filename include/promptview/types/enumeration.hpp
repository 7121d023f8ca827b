// SPDX-License-Identifier: MIT
#pragma once
#pragma GCC system_header  // so that errors inside of an enum are shown without each macro on the way to them

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include <promptview/base/nearest_name.hpp>
#include <promptview/base/preprocessor.hpp>
#include <promptview/base/problem_text.hpp>
#include <promptview/base/refuse.hpp>
#include <promptview/base/type_name.hpp>
#include <promptview/types/enum_mapping.hpp>

// PROMPTVIEW_ENUM(Role, guest, member, admin) makes an enum a column type: an enumeration of the database, named by the
// snake_case of the enum's name (`UserRole` is `user_role`, `User::Role` as well), whose labels are the enumerators in
// the order given. Up to 128 enumerators of a scoped or unscoped enum; their numbers do not matter and are not stored.
//
// Write it in the namespace of the enum, right after it; for an enum inside a class, right after the class. Reading a
// label that is not listed, and writing a value that is not, throw InvalidValue.
#define PROMPTVIEW_ENUM(Enum, ...)           \
  PROMPTVIEW_DETAIL_GIVEN(__COUNTER__, Enum) \
  PROMPTVIEW_DETAIL_ENUM(promptview_given<__COUNTER__ - 1>::promptview_type, #Enum, enumeration, ::promptview::detail::enum_type_name(#Enum), __VA_ARGS__)

// The same with the name of the database's type, which is taken as it is.
#define PROMPTVIEW_ENUM_AS(Enum, sql_name, ...) \
  PROMPTVIEW_DETAIL_GIVEN(__COUNTER__, Enum)    \
  PROMPTVIEW_DETAIL_ENUM(promptview_given<__COUNTER__ - 1>::promptview_type, #Enum, enumeration, ::promptview::detail::fixed_text(sql_name), __VA_ARGS__)

// The same, stored as text: labels can be added without changing a type of the database.
#define PROMPTVIEW_TEXT_ENUM(Enum, ...)      \
  PROMPTVIEW_DETAIL_GIVEN(__COUNTER__, Enum) \
  PROMPTVIEW_DETAIL_ENUM(promptview_given<__COUNTER__ - 1>::promptview_type, #Enum, text, ::promptview::detail::fixed_text(""), __VA_ARGS__)

namespace promptview::detail {

using std::literals::operator""sv;

// The problem of the enumerators as texts.
template <class Texts>
struct ProblemOfEnumTexts {
  static constexpr bool is_empty = Texts::promptview_labels.empty();
  static constexpr bool is_there = !std::is_enum_v<typename Texts::promptview_type> || is_empty ||
                                   __builtin_strchr(Texts::promptview_labels.data(), '"') != nullptr;
  static constexpr ProblemText text() {
    ProblemText text;
    text.add("PROMPTVIEW_ENUM("sv).add(Texts::promptview_name).add("): "sv);
    if (!std::is_enum_v<typename Texts::promptview_type>) return text.add("the type is no enum: name one"sv);
    if (is_empty) return text.add("list the enumerators: PROMPTVIEW_ENUM(Role, guest, member)"sv);
    return text.add("write the enumerators without quotes; PROMPTVIEW_ENUM_AS takes the type's name first"sv);
  }
};

// The name of an enumerator, as the compiler prints it; empty: there is none with this value.
template <auto value>
constexpr std::string_view enumerator_name() noexcept {
  std::string_view text = __PRETTY_FUNCTION__;
  text.remove_prefix(text.find("value = "sv) + 8);
  text = text.substr(0, text.find_first_of(";]"sv));
  return text.front() == '(' ? std::string_view{} : unqualified(text);
}
template <class E, std::size_t... value>
constexpr void offer_enumerators(Suggestion& to, std::index_sequence<value...>) noexcept {
  (to.offer(enumerator_name<static_cast<E>(value)>()), ...);
}

// An enumerator as it was written.
struct WrittenEnumerator {
  std::string_view label{};
  bool is_one = false;  // of its enum
};

// The first that is none; empty: there is none. `written` ends with an empty one.
constexpr std::string_view first_wrong(const WrittenEnumerator* written) noexcept {
  while (written->is_one) ++written;
  return written->label;
}

// The problem of a name that is no enumerator of the enum.
template <class Written>
struct ProblemOfEnumerators {
  static constexpr bool is_there = !Written::promptview_wrong().empty();
  static constexpr ProblemText text() {
    using E = typename Written::promptview_type;
    ProblemText text;
    text.add("PROMPTVIEW_ENUM("sv).add(Written::promptview_name).add("): "sv);
    text.add(Written::promptview_wrong()).add(" is no enumerator of the enum: correct its name"sv);
    if constexpr (requires { E{0}; }) {  // every number is a value of E, so that the first ones can be asked for their names
      Suggestion suggestion{Written::promptview_wrong()};
      offer_enumerators<E>(suggestion, std::make_index_sequence<64>{});
      if (!suggestion.nearest().empty()) text.add(": did you mean "sv).add(suggestion.nearest()).add("?"sv);
    }
    return text;
  }
};

// The problem of the enum as a whole.
template <class E, class Written>
struct ProblemOfEnum {
  static constexpr std::string_view doubled() noexcept {
    if constexpr (DescribedEnum<E>) {
      const auto& labels = enum_descriptor<E>.labels;
      for (std::size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); ++i)
        for (std::size_t j = 0; j < i; ++j)
          if (labels[i].size() == labels[j].size() && labels[i] == labels[j]) return labels[i];
    }
    return {};
  }
  static constexpr std::size_t name_size() noexcept {
    if constexpr (DescribedEnum<E>) return enum_descriptor<E>.sql_name.size;
    return 0;
  }
  static constexpr bool is_there = !DescribedEnum<E> || !doubled().empty() || name_size() > 63;
  static constexpr ProblemText text() {
    ProblemText text;
    text.add("PROMPTVIEW_ENUM("sv).add(Written::promptview_name).add(")"sv);
    if (!DescribedEnum<E>) return text.add(" stands outside of the namespace of the enum: move it into that namespace, behind the enum"sv);
    if (name_size() > 63) return text.add(": shorten the name with PROMPTVIEW_ENUM_AS: 63 bytes at most"sv);
    return text.add(": name each enumerator once; "sv).add(doubled()).add(" is there twice"sv);
  }
};

}  // namespace promptview::detail

#define PROMPTVIEW_DETAIL_ENUM(Enum, name_text, storage, sql_name, ...)                                               \
  template <class promptview_type, int promptview_line>                                                               \
  struct promptview_enum_texts;                                                                                       \
  template <class promptview_type, class promptview_self, int promptview_line>                                        \
  struct promptview_enum_written;                                                                                     \
  template <>                                                                                                         \
  struct promptview_enum_texts<Enum, __LINE__> {                                                                      \
    using promptview_type = Enum;                                                                                     \
    [[maybe_unused]] static constexpr ::std::string_view promptview_name = name_text;                                                  \
    [[maybe_unused]] static constexpr ::std::string_view promptview_labels = #__VA_ARGS__;                                             \
  };                                                                                                                  \
  PROMPTVIEW_DETAIL_REFUSE(::promptview::detail::ProblemOfEnumTexts<promptview_enum_texts<Enum, __LINE__>>)           \
  template <class promptview_self>                                                                                    \
  struct promptview_enum_written<Enum, promptview_self, __LINE__> : promptview_enum_texts<Enum, __LINE__> {           \
    static constexpr ::std::string_view promptview_wrong() noexcept {                                                 \
      const ::promptview::detail::WrittenEnumerator written[] = {                                                     \
          PROMPTVIEW_DETAIL_FOR_EACH(PROMPTVIEW_DETAIL_WRITTEN_ENUMERATOR, __VA_ARGS__){}};                           \
      return ::promptview::detail::first_wrong(written);                                                              \
    }                                                                                                                 \
  };                                                                                                                  \
  PROMPTVIEW_DETAIL_REFUSE(::promptview::detail::ProblemOfEnumerators<promptview_enum_written<Enum, Enum, __LINE__>>) \
  [[maybe_unused]] constexpr auto promptview_enum(::promptview::detail::EnumTag<Enum>) {                              \
    using PromptviewEnum = Enum;                                                                                      \
    const ::promptview::detail::Enumerator<PromptviewEnum> items[] = {                                                \
        PROMPTVIEW_DETAIL_FOR_EACH(PROMPTVIEW_DETAIL_ENUMERATOR, __VA_ARGS__){"", PromptviewEnum{}}};                 \
    return ::promptview::detail::describe_enum(::promptview::Kind::storage, name_text, sql_name, items);              \
  }                                                                                                                   \
  PROMPTVIEW_DETAIL_REFUSE(::promptview::detail::ProblemOfEnum<Enum, promptview_enum_texts<Enum, __LINE__>>)

#define PROMPTVIEW_DETAIL_ENUMERATOR(...) __VA_OPT__({#__VA_ARGS__, PromptviewEnum::__VA_ARGS__}, )
#define PROMPTVIEW_DETAIL_WRITTEN_ENUMERATOR(...) __VA_OPT__({#__VA_ARGS__, requires { promptview_self::__VA_ARGS__; }}, )

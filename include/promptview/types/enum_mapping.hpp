// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

#include <promptview/base/error.hpp>
#include <promptview/base/snake_case.hpp>
#include <promptview/values/type_mapping.hpp>

// The description of an enum that PROMPTVIEW_ENUM makes, and the TypeMapping by which its values are stored.
namespace promptview {
namespace detail {

// Carries the enum's namespace into the look-up of its descriptor.
template <class E>
struct EnumTag {};

// "UserRole", "User::Role" -> "user_role".
template <std::size_t N>
constexpr FixedText<2 * N> enum_type_name(const char (&name)[N]) {
  const FixedText<2 * N> words = snake_case(name);
  FixedText<2 * N> made;
  bool new_part = false;
  for (const char c : words.view()) {
    const bool separator = c == ':' || c == ' ' || (new_part && c == '_');
    if (!separator && new_part) made.add('_');
    if (!separator) made.add(c);
    new_part = separator;
  }
  return made;
}

template <std::size_t N>
constexpr FixedText<N> fixed_text(const char (&text)[N]) {
  FixedText<N> made;
  for (std::size_t i = 0; i + 1 < N; ++i) made.add(text[i]);
  return made;
}

template <class E>
struct Enumerator {
  std::string_view label;
  E value;
};

template <class E, class Name, std::size_t N>
struct EnumDescriptor {
  Kind kind;
  std::string_view type_name;  // as in C++
  Name sql_name;
  std::string_view labels[N];
  E values[N];
};

// `items` ends with one item that is not an enumerator.
template <class Name, class E, std::size_t N>
constexpr auto describe_enum(Kind kind, std::string_view type_name, Name sql_name, const Enumerator<E> (&items)[N]) {
  EnumDescriptor<E, Name, (N > 1 ? N - 1 : 1)> out{kind, type_name, sql_name, {}, {}};
  for (std::size_t i = 0; i + 1 < N; ++i) {
    out.labels[i] = items[i].label;
    out.values[i] = items[i].value;
  }
  return out;
}

template <class E>
concept DescribedEnum = std::is_enum_v<E> && requires(EnumTag<E> tag) {
  promptview_enum(tag);
};

template <DescribedEnum E>
inline constexpr auto enum_descriptor = promptview_enum(EnumTag<E>{});

inline std::string join_labels(const std::string_view* labels, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out += ", ";
    out += labels[i];
  }
  return out;
}

// Throws InvalidValue.
[[noreturn]] inline void fail_unknown_label(const ValueReader& in, std::string_view label, std::string_view type_name,
                               const std::string_view* labels, std::size_t count) {
  std::string reason{"add the label \""};
  reason.append(label).append("\" to the enum ").append(type_name);
  reason.append(" or change the row: the known labels are ").append(join_labels(labels, count));
  in.fail(reason);
}

[[noreturn]] inline void throw_unlisted_enumerator(const std::string& number, std::string_view type_name,
                                                   const std::string_view* labels, std::size_t count) {
  std::string reason{"list the enumerator with the value "};
  reason.append(number).append(" in PROMPTVIEW_ENUM for ").append(type_name);
  reason.append(", or write one of those that are listed: ").append(join_labels(labels, count));
  throw InvalidValue{reason};
}

}  // namespace detail

template <detail::DescribedEnum E>
struct TypeMapping<E> {
 private:
  static constexpr const auto& descriptor = detail::enum_descriptor<E>;
  static constexpr std::size_t count = std::size(descriptor.labels);

 public:
  static constexpr TypeInfo type = descriptor.kind == Kind::text ? TypeInfo{.kind = Kind::text}
                                                                 : TypeInfo{.kind = Kind::enumeration,
                                                                            .sql_name = descriptor.sql_name.view(),
                                                                            .labels = descriptor.labels,
                                                                            .label_count = count};

  static void write(ValueWriter& out, E value) {
    for (std::size_t i = 0; i < count; ++i)
      if (descriptor.values[i] == value) return out.text(descriptor.labels[i]);
    const auto number = static_cast<std::underlying_type_t<E>>(value);
    detail::throw_unlisted_enumerator(std::to_string(+number), descriptor.type_name, descriptor.labels, count);
  }

  static void read(ValueReader& in, E& value) {
    const std::string_view label = in.text();
    for (std::size_t i = 0; i < count; ++i)
      if (descriptor.labels[i] == label) {
        value = descriptor.values[i];
        return;
      }
    detail::fail_unknown_label(in, label, descriptor.type_name, descriptor.labels, count);
  }
};

}  // namespace promptview

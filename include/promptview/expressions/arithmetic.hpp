// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <type_traits>

#include <promptview/expressions/computed.hpp>
#include <promptview/types/numeric_value.hpp>
#include <promptview/types/time_mapping.hpp>

// The types of what operators make of two values, as PostgreSQL has them.
namespace promptview::detail {

template <class T>
constexpr Kind kind_of() noexcept {
  return TypeMapping<T>::type.kind;
}
template <class T>
concept Whole = is_integer(TypeMapping<T>::type.kind);
template <class T>
concept Real = is_real(kind_of<T>());
template <class T>
concept Number = field_class(TypeMapping<T>::type) == number_class;
template <class T>
concept Span = kind_of<T>() == Kind::interval;
// For static_assert, of which clang would explain each part of a concept.
template <class T>
inline constexpr bool is_numeric = Number<T>;
template <class T>
inline constexpr bool can_be_averaged = Number<T> || Span<T>;
template <class T>
concept Date = kind_of<T>() == Kind::date;
template <class T>
concept Stamp = field_class(TypeMapping<T>::type) == timestamp_class;
template <class T>
concept Clock = kind_of<T>() == Kind::time;

// Two numbers: integers stay integers, decimals beside them stay decimals, and all else are doubles.
template <class A, class B>
struct NumberOf {
  using type = double;
};
template <class A, class B>
  requires std::same_as<A, B>
struct NumberOf<A, B> {
  using type = A;
};
template <Whole A, Whole B>
  requires(!std::same_as<A, B>)
struct NumberOf<A, B> {
  using type = std::conditional_t<(sizeof(A) > sizeof(B)), A, B>;
};
template <Whole A, class B>
  requires(kind_of<B>() == Kind::numeric)
struct NumberOf<A, B> {
  using type = B;
};
template <class A, Whole B>
  requires(kind_of<A>() == Kind::numeric)
struct NumberOf<A, B> {
  using type = A;
};

// `A Operator B`; void where there is no such thing.
template <char Operator, class A, class B>
constexpr auto arithmetic() {
  constexpr bool plus = Operator == '+';
  constexpr bool minus = Operator == '-';
  if constexpr (Operator == '%' && (Real<A> || Real<B>))
    return;
  else if constexpr (Number<A> && Number<B>)
    return std::type_identity<typename NumberOf<A, B>::type>{};
  else if constexpr (Span<A> && Span<B> && (plus || minus))
    return std::type_identity<std::common_type_t<A, B>>{};
  else if constexpr ((Span<A> && Number<B> && (Operator == '*' || Operator == '/')) || (Number<A> && Span<B> && Operator == '*'))
    return std::type_identity<typename IncludeTypesTimeHpp<A>::Microseconds>{};
  else if constexpr (Date<A> && Whole<B> && (plus || minus))
    return std::type_identity<A>{};
  else if constexpr (Whole<A> && Date<B> && plus)
    return std::type_identity<B>{};
  else if constexpr (Date<A> && Date<B> && minus)
    return std::type_identity<std::int32_t>{};
  else if constexpr ((Date<A> && Span<B> && (plus || minus)) || (Span<A> && Date<B> && plus))
    return std::type_identity<typename IncludeTypesTimeHpp<A>::LocalTime>{};
  else if constexpr ((Stamp<A> || Clock<A>) && Span<B> && (plus || minus))
    return std::type_identity<A>{};
  else if constexpr (Span<A> && (Stamp<B> || Clock<B>) && plus)
    return std::type_identity<B>{};
  else if constexpr ((Stamp<A> || Clock<A>) && kind_of<A>() == kind_of<B>() && minus)
    return std::type_identity<typename IncludeTypesTimeHpp<A>::Microseconds>{};
}

template <char Operator, class A, class B>
struct Arithmetic {
  using Made = decltype(arithmetic<Operator, plain_t<computed_t<A>>, plain_t<computed_t<B>>>());
  static_assert(!std::is_void_v<Made>,
                "SQL has no such operator for values of these two types: join texts with pv::concat, convert others "
                "with pv::cast");
  template <class T>
  struct Type {
    using type = typename T::type;
  };
  using Known = std::conditional_t<std::is_void_v<Made>, std::type_identity<int>, Type<Made>>;  // no more errors behind the first
  using type = typename Known::type;
};
template <char Operator, class A, class B>
using arithmetic_t = null_as_t<typename Arithmetic<Operator, A, B>::type, computed_t<A>, computed_t<B>>;

// The one type of values of which a function gives one, e.g. of an int and a std::int64_t the latter.
template <class... T>
struct CommonOf;
template <class T>
struct CommonOf<T> {
  using type = T;
};
template <class A, class B, class... More>
struct CommonOf<A, B, More...> {
  static constexpr bool same = std::same_as<A, B> || (Number<A> && Number<B>) || (Span<A> && Span<B>);
  static_assert(same, "the values are of different types: use pv::cast");
  template <bool Numbers, class = void>
  struct Both {
    using type = A;
  };
  template <class Any>
  struct Both<true, Any> : NumberOf<A, B> {};
  using type = typename CommonOf<typename Both<Number<A> && Number<B>>::type, More...>::type;
};
template <class... X>
using common_of = typename CommonOf<plain_t<computed_t<X>>...>::type;
// Empty only where all are.
template <class... X>
using common_if_any_t = std::conditional_t<(is_nullable<computed_t<X>> && ...), std::optional<common_of<X...>>, common_of<X...>>;

}  // namespace promptview::detail

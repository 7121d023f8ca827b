// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <type_traits>
#include <utility>

#include <promptview/base/inline.hpp>

namespace promptview::postgres {

class Connection;
class Parameters;

namespace detail {

// Not a truth value or a character, and never more than 64 bits with a sign can hold.
template <class T>
concept AdvisoryNumber = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> &&
                         std::in_range<std::int64_t>((std::numeric_limits<T>::max)());

}  // namespace detail

// The key of an advisory lock; the database gives it no meaning. Numbers of 64 bits and pairs of 32 bits never
// meet. A text is hashed by the server into the numbers of 64 bits, where it can meet another one. Holds a view of a text.
class AdvisoryKey {
 public:
  template <detail::AdvisoryNumber T>
  constexpr AdvisoryKey(T number) noexcept : first_{number} {}  // NOLINT(google-explicit-constructor)
  template <class T>
    requires(std::is_arithmetic_v<T> && !detail::AdvisoryNumber<T>)
  AdvisoryKey(T) = delete;  // NOLINT(google-explicit-constructor): what no int64 can hold, so that the error is short
  constexpr AdvisoryKey(std::int32_t space, std::int32_t number) noexcept
      : form_{Form::pair}, first_{space}, second_{number} {}
  template <std::convertible_to<std::string_view> Text>
    requires(!std::same_as<Text, std::nullptr_t>)
  constexpr AdvisoryKey(const Text& text) noexcept : form_{Form::text}, text_{text} {}  // NOLINT(google-explicit-constructor)

  // The arguments of a lock function, with their parameters in `to`.
  PROMPTVIEW_INLINE const char* bind(Parameters& to) const;

 private:
  enum class Form : std::uint8_t { number, pair, text };

  Form form_ = Form::number;
  std::int64_t first_ = 0;
  std::int64_t second_ = 0;
  std::string_view text_{};
};

namespace detail {

// Calls one of the server's pg_advisory functions. True unless it is one that tries and the lock is taken.
PROMPTVIEW_INLINE bool advisory_lock(Connection& session, const char* function, const AdvisoryKey& key);

// Sets a parameter of the server to the end of the transaction.
PROMPTVIEW_INLINE void set_local(Connection& session, std::string_view parameter, std::string_view value);

}  // namespace detail
}  // namespace promptview::postgres

namespace promptview {
using postgres::AdvisoryKey;
}  // namespace promptview

#ifndef PROMPTVIEW_COMPILED
#include <promptview/postgres/transaction/advisory_lock.ipp>
#endif

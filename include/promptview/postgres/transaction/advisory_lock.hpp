// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <promptview/postgres/connection/connection.hpp>
#include <promptview/postgres/format/parameters.hpp>
#include <promptview/postgres/format/result.hpp>
#include <promptview/values/type_info.hpp>

namespace promptview::postgres {

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
  const char* bind(Parameters& to) const {
    static constexpr TypeInfo text_type{.kind = Kind::text};
    static constexpr TypeInfo half_type{.kind = Kind::int32};
    static constexpr TypeInfo number_type{.kind = Kind::int64};
    if (form_ == Form::text) {
      to.begin(text_type, "advisory key");
      to.text(text_);
      return "(hashtextextended($1, 0))";
    }
    to.begin(form_ == Form::pair ? half_type : number_type, "advisory key");
    to.integer(first_);
    if (form_ == Form::number) return "($1)";
    to.begin(half_type, "advisory key");
    to.integer(second_);
    return "($1, $2)";
  }

 private:
  enum class Form : std::uint8_t { number, pair, text };

  Form form_ = Form::number;
  std::int64_t first_ = 0;
  std::int64_t second_ = 0;
  std::string_view text_{};
};

namespace detail {

// Calls one of the server's pg_advisory functions. True unless it is one that tries and the lock is taken.
inline bool advisory_lock(Connection& session, const char* function, const AdvisoryKey& key) {
  const char* const arguments = key.bind(session.parameters());
  const Result result = session.run(std::string{"SELECT "} + function + arguments);
  return result.bytes(0, 0) != std::string_view{"\0", 1};
}

// Sets a parameter of the server to the end of the transaction.
inline void set_local(Connection& session, std::string_view parameter, std::string_view value) {
  static constexpr TypeInfo text_type{.kind = Kind::text};
  Parameters& parameters = session.parameters();
  parameters.begin(text_type, "parameter");
  parameters.text(parameter);
  parameters.begin(text_type, parameter);
  parameters.text(value);
  session.run("SELECT set_config($1, $2, true)");
}

}  // namespace detail
}  // namespace promptview::postgres

namespace promptview {
using postgres::AdvisoryKey;
}  // namespace promptview

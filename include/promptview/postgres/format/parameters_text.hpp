// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <bit>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include <promptview/base/civil_date.hpp>
#include <promptview/postgres/format/bytes.hpp>
#include <promptview/postgres/format/identifier.hpp>
#include <promptview/postgres/format/parameters.hpp>
#include <promptview/postgres/format/sql_types.hpp>
#include <promptview/postgres/format/text_codec.hpp>
#include <promptview/postgres/format/type_names.hpp>

// Bound values as SQL literals, for people: the log, `to_sql`, tests. Nothing of this is ever sent.
namespace promptview::postgres {

namespace detail {

template <class... Args>
std::string formatted(const char* format, Args... args) {
  char text[96];
  std::snprintf(text, sizeof(text), format, args...);
  return text;
}

// `days` since 2000-01-01.
inline std::string date_text(std::int64_t days) {
  const promptview::detail::CivilDate date = promptview::detail::civil_date(days + days_to_epoch);
  const bool before_christ = date.year <= 0;
  return formatted("%04lld-%02d-%02d", static_cast<long long>(before_christ ? 1 - date.year : date.year), date.month, date.day) +
         (before_christ ? " BC" : "");
}

inline std::string time_text(std::int64_t microseconds) {
  const auto second = static_cast<long long>(microseconds / 1000000);
  const auto fraction = static_cast<long long>(microseconds % 1000000);
  std::string text = formatted("%02lld:%02lld:%02lld", second / 3600, second / 60 % 60, second % 60);
  return fraction == 0 ? text : text + formatted(".%06lld", fraction);
}

inline std::string timestamp_text(std::int64_t microseconds, std::string_view zone) {
  if (microseconds == INT64_MAX) return "infinity";
  if (microseconds == INT64_MIN) return "-infinity";
  constexpr std::int64_t day = promptview::detail::microseconds_per_day;
  const std::int64_t rest = microseconds % day;
  const std::int64_t since_midnight = rest < 0 ? rest + day : rest;
  const std::int64_t days = microseconds / day - (rest < 0 ? 1 : 0);
  std::string date = date_text(days);
  const std::string time = " " + time_text(since_midnight) + std::string{zone};
  return date.ends_with(" BC") ? date.substr(0, date.size() - 3) + time + " BC" : date + time;
}

inline std::string hex_text(std::string_view bytes) {
  std::string text = "\\x";
  for (const char c : bytes) text += formatted("%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
  return text;
}

inline std::string uuid_text(std::string_view bytes) {
  std::string text = hex_text(bytes).substr(2);
  for (const std::size_t at : {8U, 13U, 18U, 23U}) text.insert(at, 1, '-');
  return text;
}

inline std::string scalar_text(Kind kind, std::string_view bytes) {
  switch (kind) {
    case Kind::boolean: return bytes[0] != 0 ? "true" : "false";
    case Kind::int16: return std::to_string(load<std::int16_t>(bytes.data()));
    case Kind::int32: return std::to_string(load<std::int32_t>(bytes.data()));
    case Kind::int64: return std::to_string(load<std::int64_t>(bytes.data()));
    case Kind::float32: return formatted("%.9g", static_cast<double>(std::bit_cast<float>(load<std::int32_t>(bytes.data()))));
    case Kind::float64: return formatted("%.17g", std::bit_cast<double>(load<std::int64_t>(bytes.data())));
    case Kind::bytes: return hex_text(bytes);
    case Kind::uuid: return uuid_text(bytes);
    case Kind::date: {
      const auto days = load<std::int32_t>(bytes.data());
      return days == INT32_MAX ? "infinity" : days == INT32_MIN ? "-infinity" : date_text(days);
    }
    case Kind::time: return time_text(load<std::int64_t>(bytes.data()));
    case Kind::timestamp: return timestamp_text(load<std::int64_t>(bytes.data()), "");
    case Kind::timestamptz: return timestamp_text(load<std::int64_t>(bytes.data()), "+00");
    case Kind::interval:
      return formatted("%d months %d days %lld microseconds", load<std::int32_t>(bytes.data() + 12),
                       load<std::int32_t>(bytes.data() + 8), static_cast<long long>(load<std::int64_t>(bytes.data())));
    default: {
      std::string home;
      return std::string{text_from_bytes(kind, bytes, home)};
    }
  }
}

// Takes a value with its length in front; null data where the length says NULL.
inline std::string_view take_value(std::string_view& from) {
  const auto size = load<std::int32_t>(from.data());
  from.remove_prefix(4);
  if (size < 0) return {};
  const std::string_view value = from.substr(0, static_cast<std::size_t>(size));
  from.remove_prefix(value.size());
  return value;
}

inline std::string range_text(Kind kind, std::string_view bytes) {
  const int flags = bytes[0];
  bytes.remove_prefix(1);
  if ((flags & 0x01) != 0) return "empty";
  std::string text = (flags & 0x02) != 0 ? "[" : "(";
  if ((flags & 0x08) == 0) text += scalar_text(kind, take_value(bytes));
  text += ',';
  if ((flags & 0x10) == 0) text += scalar_text(kind, take_value(bytes));
  return text + ((flags & 0x04) != 0 ? "]" : ")");
}

inline std::string array_text(const OidMeaning& meaning, std::string_view bytes) {
  const auto count = load<std::int32_t>(bytes.data()) == 0 ? 0 : load<std::int32_t>(bytes.data() + 12);
  bytes.remove_prefix(count == 0 ? 12 : 20);
  std::string text = "{";
  for (std::int32_t i = 0; i < count; ++i) {
    if (i > 0) text += ',';
    const std::string_view item = take_value(bytes);
    if (item.data() == nullptr) {
      text += "NULL";
      continue;
    }
    const std::string plain = meaning.range ? range_text(meaning.row->kind, item) : scalar_text(meaning.row->kind, item);
    text += '"';
    for (const char c : plain) text += (c == '"' || c == '\\') ? std::string{'\\', c} : std::string{c};
    text += '"';
  }
  return text + "}";
}

}  // namespace detail

// One bound value as a literal, e.g. `25`, `'jo%'`, `'{"1","2"}'::integer[]`, `NULL`.
inline std::string describe(const ParameterSpan::View& value) {
  if (value.null) return "NULL";
  const detail::OidMeaning meaning = detail::meaning_of(value.type);
  if (value.as_text || meaning.row == nullptr) return quote_literal(value.bytes);
  const Kind kind = meaning.row->kind;
  if (meaning.array)
    return quote_literal(detail::array_text(meaning, value.bytes)) +
           "::" + std::string{meaning.range ? meaning.row->range : meaning.row->name} + "[]";
  if (meaning.range) return quote_literal(detail::range_text(kind, value.bytes)) + "::" + std::string{meaning.row->range};
  const std::string text = detail::scalar_text(kind, value.bytes);
  const bool bare = kind == Kind::boolean || promptview::detail::is_integer(kind);
  if (bare) return text;
  return kind == Kind::text ? quote_literal(text) : quote_literal(text) + "::" + std::string{meaning.row->name};
}

// All of them: `$1 = 25, $2 = 'jo%'`.
inline std::string describe(const ParameterSpan& parameters) {
  std::string text;
  for (std::size_t i = 0; i < parameters.size(); ++i)
    text += (i == 0 ? "$" : ", $") + std::to_string(i + 1) + " = " + describe(parameters[i]);
  return text;
}

}  // namespace promptview::postgres

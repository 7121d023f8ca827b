// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <promptview/base/characters.hpp>
#include <promptview/base/error.hpp>
#include <promptview/postgres/format/bytes.hpp>

// PostgreSQL's binary numeric: uint16 ndigits, int16 weight, uint16 sign, int16 dscale, then ndigits digits to the base
// 10000, the first of weight 10000^weight. Source: numeric_send in src/backend/utils/adt/numeric.c.
namespace promptview::postgres {

namespace detail {
inline constexpr std::uint16_t numeric_negative = 0x4000;
inline constexpr std::uint16_t numeric_nan = 0xC000;
inline constexpr std::uint16_t numeric_infinity = 0xD000;
inline constexpr std::uint16_t numeric_minus_infinity = 0xF000;

template <class Buffer>
void append_int16(Buffer& to, int value) {
  char bytes[2];
  store(bytes, static_cast<std::uint16_t>(value));
  to.append(std::string_view{bytes, 2});
}

template <class Buffer>
bool append_special_numeric(Buffer& to, std::string_view text) {
  const std::uint16_t sign = text == "NaN"         ? numeric_nan
                             : text == "Infinity"  ? numeric_infinity
                             : text == "-Infinity" ? numeric_minus_infinity
                                                   : std::uint16_t{0};
  if (sign == 0) return false;
  for (const int part : {0, 0, int{sign}, 0}) append_int16(to, part);
  return true;
}
}  // namespace detail

// Appends the binary form of a plain decimal ("-123.4500", "NaN", "Infinity") to `to`, a std::string or ByteBuffer.
// Throws InvalidValue for any other text.
template <class Buffer>
void append_numeric(Buffer& to, std::string_view text) {
  if (detail::append_special_numeric(to, text)) return;
  const bool negative = !text.empty() && text.front() == '-';
  const std::string_view digits = text.substr(negative ? 1 : 0);
  const std::size_t point = digits.find('.');
  const std::string_view whole = digits.substr(0, point);
  const std::string_view fraction = point == std::string_view::npos ? std::string_view{} : digits.substr(point + 1);
  for (const std::string_view part : {whole, fraction})
    for (const char c : part)
      if (!promptview::detail::is_digit(c)) throw InvalidValue{"not a decimal number: \"" + std::string{text} + "\""};
  if (whole.empty() && fraction.empty()) throw InvalidValue{"not a decimal number: \"" + std::string{text} + "\""};

  // Pad on both sides to whole groups of four digits around the point.
  std::string padded((4 - whole.size() % 4) % 4, '0');
  padded.append(whole).append(fraction).append((4 - fraction.size() % 4) % 4, '0');
  std::size_t first = 0;
  std::size_t last = padded.size() / 4;
  int weight = static_cast<int>((whole.size() + 3) / 4) - 1;
  while (first < last && padded.compare(first * 4, 4, "0000") == 0) {
    ++first;
    --weight;
  }
  while (last > first && padded.compare((last - 1) * 4, 4, "0000") == 0) --last;

  detail::append_int16(to, static_cast<int>(last - first));
  detail::append_int16(to, first == last ? 0 : weight);
  detail::append_int16(to, negative && first != last ? detail::numeric_negative : 0);
  detail::append_int16(to, static_cast<int>(fraction.size()));
  for (std::size_t group = first; group < last; ++group) {
    int value = 0;
    for (const char c : std::string_view{padded}.substr(group * 4, 4)) value = value * 10 + (c - '0');
    detail::append_int16(to, value);
  }
}

// Whether the digits are ones to the base 10000.
inline bool are_groups(std::string_view digits) noexcept {
  for (std::size_t at = 0; at < digits.size(); at += 2)
    if (load<std::uint16_t>(digits.data() + at) > 9999) return false;
  return true;
}

// The text of a binary numeric, as PostgreSQL would print it. Throws InvalidValue for bytes that are none.
inline std::string numeric_text(std::string_view bytes) {
  constexpr const char* cut_short = "a numeric of the server is cut short";
  if (bytes.size() < 8) throw InvalidValue{cut_short};
  const int groups = load<std::uint16_t>(bytes.data());
  const int weight = load<std::int16_t>(bytes.data() + 2);
  const auto sign = load<std::uint16_t>(bytes.data() + 4);
  const int scale = load<std::int16_t>(bytes.data() + 6);
  if (sign == detail::numeric_nan) return "NaN";
  if (sign == detail::numeric_infinity) return "Infinity";
  if (sign == detail::numeric_minus_infinity) return "-Infinity";
  constexpr int max_scale = 0x3FFF;
  const std::size_t size = 8 + 2 * static_cast<std::size_t>(groups);
  if (bytes.size() < size) throw InvalidValue{cut_short};
  const bool is_sound = bytes.size() == size && scale >= 0 && scale <= max_scale && (sign == 0 || sign == detail::numeric_negative) &&
                        are_groups(bytes.substr(8));
  if (!is_sound) throw InvalidValue{"a numeric of the server is in an unknown format"};

  const auto append_group = [&](std::string& to, int at) {
    const int value = at >= 0 && at < groups ? load<std::int16_t>(bytes.data() + 8 + 2 * at) : 0;
    for (const int unit : {1000, 100, 10, 1}) to += static_cast<char>('0' + value / unit % 10);
  };
  std::string text = sign == detail::numeric_negative ? "-" : "";
  const std::size_t start = text.size();
  for (int group = 0; group <= weight; ++group) append_group(text, group);
  text.erase(start, text.find_first_not_of('0', start) - start);  // npos: erases all
  if (text.size() == start) text += '0';
  if (scale <= 0) return text;
  text += '.';
  const std::size_t point = text.size();
  for (int group = weight + 1; text.size() < point + static_cast<std::size_t>(scale); ++group) append_group(text, group);
  text.resize(point + static_cast<std::size_t>(scale));
  return text;
}

}  // namespace promptview::postgres

// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/base/base64.hpp>
#include <promptview/base/error.hpp>
#include <promptview/base/utf8.hpp>
#include <promptview/schema/field.hpp>
#include <promptview/types/numeric.hpp>
#include <promptview/values/value.hpp>

// Values as a text that survives a URL: what `page_after` takes and gives.
namespace promptview::detail {

inline void append_bytes(std::string& to, std::uint64_t number, int size) {
  for (int i = 0; i < size; ++i) to += static_cast<char>(number >> (8 * i) & 0xff);
}

// False when there are too few.
inline bool take_bytes(std::string_view& from, int size, std::uint64_t& number) noexcept {
  if (from.size() < static_cast<std::size_t>(size)) return false;
  number = 0;
  for (int i = 0; i < size; ++i) number |= std::uint64_t{static_cast<unsigned char>(from[static_cast<std::size_t>(i)])} << (8 * i);
  from.remove_prefix(static_cast<std::size_t>(size));
  return true;
}

// Whether values of the kind have an order that a page can go by, and a form in a cursor.
constexpr bool can_be_in_cursor(Kind kind) noexcept {
  return (kind_info(kind).field_class & single_ordered_classes & ~range_class) != 0;
}

constexpr bool is_text_in_cursor(ValueForm form) noexcept {
  return form == ValueForm::text || form == ValueForm::bytes || form == ValueForm::uuid;
}

inline void append_to_cursor(std::string& to, const Value& value) {
  to += value.null ? '\0' : '\1';
  if (value.null) return;
  const ValueForm form = form_of(value.type->kind);
  if (is_text_in_cursor(form)) {
    append_bytes(to, value.text.size(), 4);
    to += value.text;
    return;
  }
  append_bytes(to, form == ValueForm::real ? std::bit_cast<std::uint64_t>(value.real) : static_cast<std::uint64_t>(value.integer), 8);
  if (form != ValueForm::interval) return;
  append_bytes(to, static_cast<std::uint32_t>(value.months), 4);
  append_bytes(to, static_cast<std::uint32_t>(value.days), 4);
}

inline bool is_sound_text(const Value& value) {
  const TypeInfo& type = *value.type;
  std::string canonical;
  if (type.kind == Kind::uuid) return value.text.size() == 16;
  if (type.kind == Kind::numeric) return canonical_numeric(value.text, canonical) == nullptr && canonical == value.text;
  if (type.kind != Kind::enumeration) return form_of(type.kind) != ValueForm::text || is_plain_utf8(value.text);
  for (std::size_t i = 0; i < type.label_count; ++i)
    if (type.labels[i] == value.text) return true;
  return false;
}

// Takes a value of the field off the front. False for what no cursor of ours holds: nothing in it is believed.
inline bool take_from_cursor(std::string_view& from, const FieldInfo& field, Value& value) {
  std::uint64_t number = 0;
  value.type = field.type;
  if (!take_bytes(from, 1, number) || number > 1) return false;
  value.null = number == 0;
  if (value.null) return field.type->nullable;
  const ValueForm form = form_of(field.type->kind);
  if (is_text_in_cursor(form)) {
    if (!take_bytes(from, 4, number) || number > from.size()) return false;
    value.text = from.substr(0, number);
    from.remove_prefix(number);
    return is_sound_text(value);
  }
  if (!take_bytes(from, 8, number)) return false;
  value.integer = static_cast<std::int64_t>(number);
  if (form == ValueForm::real) value.real = std::bit_cast<double>(std::exchange(value.integer, 0)), number = 0;
  if (form == ValueForm::interval) {
    if (!take_bytes(from, 4, number)) return false;
    value.months = static_cast<std::int32_t>(static_cast<std::uint32_t>(number));
    if (!take_bytes(from, 4, number)) return false;
    value.days = static_cast<std::int32_t>(static_cast<std::uint32_t>(number));
  }
  return fits_kind(field.type->kind, value.integer);
}

// RFC 4648 with - and _, without padding.
inline std::string base64_for_url(std::string_view bytes) {
  std::string text = base64(bytes);
  text.erase(text.find_last_not_of('=') + 1);
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}
inline bool append_from_base64_for_url(std::string_view text, std::string& bytes) {
  if (text.find_first_of("+/=") != std::string_view::npos) return false;
  std::string padded{text};
  for (char& c : padded) c = c == '-' ? '+' : c == '_' ? '/' : c;
  while (padded.size() % 4 != 0) padded += '=';
  return append_from_base64(padded, bytes);
}

}  // namespace promptview::detail

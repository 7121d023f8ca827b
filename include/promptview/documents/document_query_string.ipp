// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/base/characters.hpp>
#include <promptview/documents/document_filter.hpp>
#include <promptview/types/json_parser.hpp>

namespace promptview::detail {

// Undoes the encoding of URLs, + for a blank included. `path` is for messages.
inline std::string percent_decoded(std::string_view text, const std::string& path) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
    if (high < 0 || low < 0) refuse_document(path, "write a percent sign as %25: a % must stand before two hexadecimal digits");
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  if (!is_plain_utf8(decoded)) refuse_document(path, "give a text of valid UTF-8 without NUL bytes");
  return decoded;
}

inline std::string_view take_until(std::string_view& text, char end) noexcept {
  const std::size_t at = text.find(end);
  const std::string_view taken = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return taken;
}

template <class Number>
bool parse_whole(std::string_view text, Number& number) noexcept {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

// A text as the JSON of a value of this type; what it cannot be stays a text, which the reader of JSON then refuses.
inline Json json_of_text(const TypeInfo& type, std::string text, const std::string& path) {
  std::int64_t whole = 0;
  double real = 0;
  switch (form_of(type.kind)) {
    case ValueForm::boolean:
      if (text == "true" || text == "1") return true;
      if (text == "false" || text == "0") return false;
      return text;
    case ValueForm::integer: return parse_whole(text, whole) ? Json(whole) : Json(std::move(text));
    case ValueForm::real: return parse_whole(text, real) && real - real == 0 ? Json(real) : Json(std::move(text));
    case ValueForm::text:
      if (type.kind != Kind::json) return text;
      [[fallthrough]];
    case ValueForm::array:
    case ValueForm::range: {
      JsonParser parser;
      if (parser.parse(text)) return parser.take();
      if (parser.problem() == JsonProblem::too_deep) refuse_document(path, parser.message());
      return text;
    }
    default: return text;
  }
}

// The form of URLs, in which any text can stand.
inline std::string percent_encoded(std::string_view text) {
  constexpr const char* digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const bool is_plain = is_word(c) || c == '-' || c == '.' || c == '~';
    if (is_plain)
      encoded += c;
    else
      encoded.append(1, '%').append(1, digits[static_cast<unsigned char>(c) >> 4]).append(1, digits[static_cast<unsigned char>(c) & 15]);
  }
  return encoded;
}

class QueryStringReader {
 public:
  // `takes_cursors`: the parameters `after` and `before` are the cursors of a page.
  QueryStringReader(const ModelInfo& model, const DocumentLimits& limits, bool takes_cursors = false)
      : limits_{limits}, names_{limits.names}, takes_cursors_{takes_cursors}, filter_{model, limits} {}

  // Throws UnknownField or InvalidValue.
  DocumentQuery read(std::string_view text) {
    if (text.size() > limits_.max_bytes)
      refuse_document("", "give a query string of at most " + std::to_string(limits_.max_bytes) + " bytes");
    if (text.starts_with('?')) text.remove_prefix(1);
    while (!text.empty()) {
      std::string_view part = take_until(text, '&');
      if (part.empty()) continue;
      const std::string_view name = take_until(part, '=');
      take(percent_decoded(name, DocumentFilter::shown(name)), part);
    }
    for (auto& [lookup, list] : lists_) add(filter_.lookup(lookup, list.items, list.path));
    asked_.limit = count(names_.limit, 0, limits_.max_limit);
    asked_.offset = count(names_.offset, 0, limits_.max_offset);
    if (counts_.contains(names_.page)) set_page();
    return std::move(asked_);
  }

 private:
  struct ItemList {
    std::string path{};
    Json items = Json::array();
  };

  bool is_count(std::string_view key) const noexcept { return !key.empty() && (key == names_.limit || key == names_.offset || key == names_.page); }

  // One name with its value, which is still encoded.
  void take(const std::string& key, std::string_view raw) {
    const std::string path = DocumentFilter::shown(key);
    if (!key.empty() && key == names_.order) return take_order(raw, path);
    if (is_count(key)) return take_once(counts_, key, percent_decoded(raw, path));
    if (takes_cursors_ && !key.empty() && key == names_.after) return take_cursor(asked_.after, percent_decoded(raw, path), path);
    if (takes_cursors_ && !key.empty() && key == names_.before) return take_cursor(asked_.before, percent_decoded(raw, path), path);
    if (names_.ignores(key)) return;
    std::string_view text;
    if (!names_.find_lookup(key, text)) refuse_name(path);
    const ResolvedLookup resolved = filter_.resolve_allowed(text, path);
    const Operand operand = lookups[resolved.lookup].operand;
    const bool has_items = is_list(operand) || is_pair(operand);
    const TypeInfo& type = filter_.type_beside(resolved, has_items ? Json{} : Json(percent_decoded(raw, path)));
    if (!has_items) return add(filter_.lookup(text, json_of_text(type, percent_decoded(raw, path), path), path));
    Json items = Json::array();
    do items.push_back(json_of_text(*type.item, percent_decoded(take_until(raw, ','), path), path));
    while (!raw.empty());
    if (is_pair(operand)) return add(filter_.lookup(text, items, path));
    ItemList& list = lists_.try_emplace(std::string{text}, ItemList{path}).first->second;
    for (Json& item : items) list.items.push_back(std::move(item));
  }

  [[noreturn]] void refuse_name(const std::string& path) const {
    std::string names{names_.filter};
    for (const std::string_view each : {names_.order, names_.limit, names_.offset, names_.page}) names += (each.empty() ? "" : ", ") + std::string{each};
    throw UnknownField{path + ": there is no parameter of this name: use " + names};
  }

  void take_order(std::string_view raw, const std::string& path) {
    while (!raw.empty()) {
      if (asked_.order.size() == max_order_fields) refuse_document(path, "give at most eight names");
      asked_.order.push_back(filter_.order(percent_decoded(take_until(raw, ','), path), path));
    }
  }
  static void take_once(std::map<std::string, std::string, std::less<>>& to, const std::string& key, std::string value) {
    if (!to.try_emplace(key, std::move(value)).second) refuse_document(DocumentFilter::shown(key), "give it once");
  }
  void take_cursor(std::string& cursor, std::string text, const std::string& path) {
    if (!asked_.after.empty() || !asked_.before.empty()) refuse_document(path, "give one cursor");
    cursor = std::move(text);
  }

  std::int64_t count(std::string_view name, std::int64_t least, std::int64_t most) const {
    static constexpr TypeInfo number{.kind = Kind::int64};
    const auto given = counts_.find(name);
    const std::string path{name};
    return given == counts_.end() ? DocumentQuery::not_given : document_count(json_of_text(number, given->second, path), least, most, path);
  }
  void set_page() {
    const std::int64_t size = asked_.limit_within(limits_);
    if (asked_.offset != DocumentQuery::not_given) refuse_document(std::string{names_.page}, "give either this or " + std::string{names_.offset});
    asked_.offset = (count(names_.page, 1, size == 0 ? 1 : 1 + limits_.max_offset / size) - 1) * size;
  }

  void add(Expression condition) { asked_.condition.parts.push_back(std::move(condition)); }

  const DocumentLimits& limits_;
  const ParameterNames& names_;
  bool takes_cursors_;
  DocumentFilter filter_;
  DocumentQuery asked_{.condition = {.op = Expression::Op::all}};
  std::map<std::string, ItemList> lists_{};
  std::map<std::string, std::string, std::less<>> counts_{};  // limit, offset and page, by their names
};

DocumentQuery read_query_string(const ModelInfo& model, std::string_view text, const DocumentLimits& limits, bool takes_cursors) {
  return QueryStringReader{model, limits, takes_cursors}.read(text);
}

std::string query_string_at(std::string_view text, const ParameterNames& names, std::string_view name, const std::string& value) {
  if (text.starts_with('?')) text.remove_prefix(1);
  std::string link;
  while (!text.empty()) {
    const std::string_view part = take_until(text, '&');
    const std::string key = percent_decoded(part.substr(0, part.find('=')), "");
    const bool is_place = key == names.offset || key == names.page || key == names.after || key == names.before;
    if (!part.empty() && !is_place) link.append(part).append(1, '&');
  }
  return link + percent_encoded(name) + "=" + value;
}

}  // namespace promptview::detail

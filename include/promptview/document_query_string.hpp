// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/document_filter.hpp>
#include <promptview/document_json.hpp>
#include <promptview/query_operations.hpp>

// A filter, an order and a slice from the query string of a URL, applied to a query without its C++ type.
namespace promptview::detail {

constexpr int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Undoes the encoding of URLs, + for a blank included. `path` is for messages.
inline std::string percent_decoded(std::string_view text, const std::string& path) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
    if (high < 0 || low < 0) DocumentFilter::refuse(path, "write a percent sign as %25: a % must stand before two hexadecimal digits");
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  if (!is_plain_utf8(decoded)) DocumentFilter::refuse(path, "give a text of valid UTF-8 without NUL bytes");
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
  switch (type.kind) {
    case Kind::boolean:
      if (text == "true" || text == "1") return true;
      if (text == "false" || text == "0") return false;
      return text;
    case Kind::int16:
    case Kind::int32:
    case Kind::int64: return parse_whole(text, whole) ? Json(whole) : Json(std::move(text));
    case Kind::float32:
    case Kind::float64: return parse_whole(text, real) && real - real == 0 ? Json(real) : Json(std::move(text));
    case Kind::json:
    case Kind::array:
    case Kind::range: {
      JsonParser parser;
      if (parser.parse(text)) return parser.take();
      if (parser.problem() == JsonProblem::too_deep) DocumentFilter::refuse(path, parser.message());
      return text;
    }
    default: return text;
  }
}

class QueryStringReader {
 public:
  QueryStringReader(Select& select, const DocumentLimits& limits) : select_{select}, limits_{limits}, filter_{*select.model, limits} {}

  void apply(std::string_view text) {
    if (text.size() > limits_.max_bytes)
      DocumentFilter::refuse("", "give a query string of at most " + std::to_string(limits_.max_bytes) + " bytes");
    if (text.starts_with('?')) text.remove_prefix(1);
    while (!text.empty()) {
      std::string_view part = take_until(text, '&');
      if (part.empty()) continue;
      const std::string_view name = take_until(part, '=');
      take(percent_decoded(name, DocumentFilter::shown(name)), part);
    }
    for (auto& [key, list] : lists_) add(filter_.lookup(key, list, DocumentFilter::shown(key)));
    narrow(select_, std::move(all_));
    if (!order_.empty()) select_.order = std::move(order_);
    select_.limit = counts_.contains("limit") ? counts_["limit"] : limits_.max_limit;
    if (counts_.contains("offset")) select_.offset = counts_["offset"];
  }

 private:
  // One name with its value, which is still encoded.
  void take(const std::string& key, std::string_view raw) {
    const std::string path = DocumentFilter::shown(key);
    if (key == "order") return take_order(raw);
    if (key == "limit" || key == "offset") return take_count(key, raw);
    const ResolvedLookup resolved = filter_.resolve_allowed(key, path);
    const Operand operand = lookups[resolved.lookup].operand;
    const bool is_list = operand == Operand::list || operand == Operand::pair || operand == Operand::texts || operand == Operand::json_list;
    const TypeInfo& type = filter_.type_beside(resolved, is_list ? Json{} : Json(percent_decoded(raw, path)));
    if (!is_list) return add(filter_.lookup(key, json_of_text(type, percent_decoded(raw, path), path), path));
    Json items = Json::array();
    do items.push_back(json_of_text(*type.item, percent_decoded(take_until(raw, ','), path), path));
    while (!raw.empty());
    if (operand == Operand::pair) return add(filter_.lookup(key, items, path));
    Json& list = lists_.try_emplace(key, Json::array()).first->second;
    for (Json& item : items) list.push_back(std::move(item));
  }

  void take_order(std::string_view raw) {
    while (!raw.empty()) {
      if (order_.size() == max_order_fields) DocumentFilter::refuse("order", "give at most eight names");
      order_.push_back(filter_.order(percent_decoded(take_until(raw, ','), "order"), "order"));
    }
  }

  void take_count(const std::string& key, std::string_view raw) {
    if (counts_.contains(key)) DocumentFilter::refuse(key, "give it once");
    static constexpr TypeInfo number{.kind = Kind::int64};
    counts_[key] = document_count(json_of_text(number, percent_decoded(raw, key), key), key == "limit" ? limits_.max_limit : limits_.max_offset, key);
  }

  void add(Expression condition) { all_.parts.push_back(std::move(condition)); }

  Select& select_;
  const DocumentLimits& limits_;
  DocumentFilter filter_;
  Expression all_{.op = Expression::Op::all};
  std::map<std::string, Json> lists_{};
  List<OrderTerm> order_{};
  std::map<std::string, std::int64_t> counts_{};
};

}  // namespace promptview::detail

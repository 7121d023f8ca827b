// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/document_filter.hpp>
#include <promptview/query_operations.hpp>
#include <promptview/types/json_parser.hpp>

// A filter, an order and a slice from JSON, applied to a query without its C++ type.
namespace promptview::detail {

inline constexpr std::size_t max_order_fields = 8;

inline bool is_envelope_key(std::string_view key) noexcept {
  return key == "filter" || key == "order" || key == "limit" || key == "offset";
}

inline std::int64_t document_count(const Json& json, std::int64_t most, const std::string& path) {
  std::int64_t count = 0;
  if (!whole_number(json, count) || count < 0 || count > most)
    DocumentFilter::refuse(path, "give a whole number from 0 to " + std::to_string(most) + " instead of " + json_excerpt(json));
  return count;
}

inline void apply_document_order(const DocumentFilter& filter, Select& select, const Json& json) {
  const Json list = json.is_string() ? Json::array({json}) : json;
  if (!list.is_array() || list.empty() || list.size() > max_order_fields)
    DocumentFilter::refuse("/order", "give one to eight names, as \"-age\" or [\"-age\", \"name\"], instead of " + json_excerpt(json));
  select.order.clear();
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string path = json.is_string() ? "/order" : "/order/" + std::to_string(i);
    if (!list[i].is_string()) DocumentFilter::refuse(path, "give a name instead of " + json_excerpt(list[i]));
    select.order.push_back(filter.order(list[i].get_ref<const std::string&>(), path));
  }
}

// Throws UnknownField or InvalidValue.
inline void apply_json(Select& select, const Json& json, const DocumentLimits& limits) {
  DocumentFilter filter{*select.model, limits};
  if (is_too_deep(json)) DocumentFilter::refuse("", json_too_deep);
  if (!json.is_object()) DocumentFilter::refuse("", "give an object instead of " + json_excerpt(json));
  bool is_envelope = false;
  for (const auto& [key, value] : json.items()) is_envelope = is_envelope || is_envelope_key(key);
  if (!is_envelope) {
    narrow(select, filter.filter(json, ""));
    select.limit = limits.max_limit;
    return;
  }
  for (const auto& [key, value] : json.items())
    if (!is_envelope_key(key))
      DocumentFilter::refuse("/" + DocumentFilter::shown(key), "put conditions into \"filter\"; beside it stand order, limit and offset");
  narrow(select, json.contains("filter") ? filter.filter(json["filter"], "/filter") : Expression{});
  if (json.contains("order")) apply_document_order(filter, select, json["order"]);
  select.limit = json.contains("limit") ? document_count(json["limit"], limits.max_limit, "/limit") : limits.max_limit;
  if (json.contains("offset")) select.offset = document_count(json["offset"], limits.max_offset, "/offset");
}

inline void apply_json_text(Select& select, std::string_view text, const DocumentLimits& limits) {
  if (text.size() > limits.max_bytes)
    DocumentFilter::refuse("", "give a document of at most " + std::to_string(limits.max_bytes) + " bytes");
  JsonParser parser{RepeatedKeys::refuse};
  if (parser.parse(text)) return apply_json(select, parser.take(), limits);
  if (parser.problem() == JsonProblem::repeated_key) DocumentFilter::refuse(parser.place(DocumentFilter::shown), parser.message());
  DocumentFilter::refuse("", (parser.problem() == JsonProblem::no_json ? "give a JSON document: " : "") + parser.message());
}

}  // namespace promptview::detail

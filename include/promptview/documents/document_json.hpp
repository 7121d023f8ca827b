// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/documents/document_filter.hpp>
#include <promptview/documents/document_query.hpp>
#include <promptview/types/json_parser.hpp>

// A filter, an order and a slice from JSON, for a query without its C++ type.
namespace promptview::detail {

inline bool is_envelope_key(std::string_view key, bool takes_cursors) noexcept {
  return key == "filter" || key == "order" || key == "limit" || key == "offset" || (takes_cursors && (key == "after" || key == "before"));
}

inline std::string document_cursor(const Json& json, const std::string& path) {
  if (!json.is_string()) DocumentFilter::refuse(path, "give the cursor of a page, a text, instead of " + json_excerpt(json));
  return json.get<std::string>();
}

inline void read_order(const DocumentFilter& filter, List<OrderTerm>& order, const Json& json) {
  const Json list = json.is_string() ? Json::array({json}) : json;
  if (!list.is_array() || list.empty() || list.size() > max_order_fields)
    DocumentFilter::refuse("/order", "give one to eight names, as \"-age\" or [\"-age\", \"name\"], instead of " + json_excerpt(json));
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string path = json.is_string() ? "/order" : "/order/" + std::to_string(i);
    if (!list[i].is_string()) DocumentFilter::refuse(path, "give a name instead of " + json_excerpt(list[i]));
    order.push_back(filter.order(list[i].get_ref<const std::string&>(), path));
  }
}

// Throws UnknownField or InvalidValue. `takes_cursors`: "after" and "before" are the cursors of a page.
inline DocumentQuery read_document(const ModelInfo& model, const Json& json, const DocumentLimits& limits, bool takes_cursors = false) {
  DocumentFilter filter{model, limits};
  if (is_too_deep(json)) DocumentFilter::refuse("", json_too_deep);
  if (!json.is_object()) DocumentFilter::refuse("", "give an object instead of " + json_excerpt(json));
  DocumentQuery asked;
  bool is_envelope = false;
  for (const auto& [key, value] : json.items()) is_envelope = is_envelope || is_envelope_key(key, takes_cursors);
  if (!is_envelope) {
    asked.condition = filter.filter(json, "");
    return asked;
  }
  for (const auto& [key, value] : json.items())
    if (!is_envelope_key(key, takes_cursors))
      DocumentFilter::refuse("/" + DocumentFilter::shown(key), "put conditions into \"filter\"; beside it stand order, limit and offset");
  if (json.contains("filter")) asked.condition = filter.filter(json["filter"], "/filter");
  if (json.contains("order")) read_order(filter, asked.order, json["order"]);
  if (json.contains("limit")) asked.limit = document_count(json["limit"], 0, limits.max_limit, "/limit");
  if (json.contains("offset")) asked.offset = document_count(json["offset"], 0, limits.max_offset, "/offset");
  if (takes_cursors && json.contains("after")) asked.after = document_cursor(json["after"], "/after");
  if (takes_cursors && json.contains("before")) asked.before = document_cursor(json["before"], "/before");
  return asked;
}

// The document of a text in which each object has each key once: of two, a reader would see one and the parser take the other.
inline Json parse_document(std::string_view text, const DocumentLimits& limits) {
  if (text.size() > limits.max_bytes)
    DocumentFilter::refuse("", "give a document of at most " + std::to_string(limits.max_bytes) + " bytes");
  JsonParser parser{RepeatedKeys::refuse};
  if (parser.parse(text)) return parser.take();
  if (parser.problem() == JsonProblem::repeated_key) DocumentFilter::refuse(parser.place(DocumentFilter::shown), parser.message());
  DocumentFilter::refuse("", (parser.problem() == JsonProblem::no_json ? "give a JSON document: " : "") + parser.message());
}

}  // namespace promptview::detail

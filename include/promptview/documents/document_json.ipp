// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/documents/document_filter.hpp>
#include <promptview/json/json_checks.hpp>
#include <promptview/types/json_parser.hpp>

namespace promptview::detail {

inline bool is_envelope_key(std::string_view key, bool takes_cursors) noexcept {
  return key == "filter" || key == "order" || key == "limit" || key == "offset" || (takes_cursors && (key == "after" || key == "before"));
}

inline std::string document_cursor(const Json& json, const std::string& path) {
  if (!json.is_string()) refuse_document(path, "give the cursor of a page, a text, instead of " + json_excerpt(json));
  return json.get<std::string>();
}

inline void read_order(const DocumentFilter& filter, List<OrderTerm>& order, const Json& json) {
  const Json list = json.is_string() ? Json::array({json}) : json;
  if (!list.is_array() || list.empty() || list.size() > max_order_fields)
    refuse_document("/order", "give one to eight names, as \"-age\" or [\"-age\", \"name\"], instead of " + json_excerpt(json));
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string path = json.is_string() ? "/order" : "/order/" + std::to_string(i);
    if (!list[i].is_string()) refuse_document(path, "give a name instead of " + json_excerpt(list[i]));
    order.push_back(filter.order(list[i].get_ref<const std::string&>(), path));
  }
}

DocumentQuery read_document(const ModelInfo& model, const nlohmann::json& json, const DocumentLimits& limits, bool takes_cursors) {
  DocumentFilter filter{model, limits};
  if (is_too_deep(json)) refuse_document("", json_too_deep);
  if (!json.is_object()) refuse_document("", "give an object instead of " + json_excerpt(json));
  DocumentQuery asked;
  bool is_envelope = false;
  for (const auto& [key, value] : json.items()) is_envelope = is_envelope || is_envelope_key(key, takes_cursors);
  if (!is_envelope) {
    asked.condition = filter.filter(json, "");
    return asked;
  }
  for (const auto& [key, value] : json.items())
    if (!is_envelope_key(key, takes_cursors))
      refuse_document("/" + DocumentFilter::shown(key), "put conditions into \"filter\"; beside it stand order, limit and offset");
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
    refuse_document("", "give a document of at most " + std::to_string(limits.max_bytes) + " bytes");
  JsonParser parser{RepeatedKeys::refuse};
  if (parser.parse(text)) return parser.take();
  if (parser.problem() == JsonProblem::repeated_key) refuse_document(parser.place(DocumentFilter::shown), parser.message());
  refuse_document("", (parser.problem() == JsonProblem::no_json ? "give a JSON document: " : "") + parser.message());
}

DocumentQuery read_document_text(const ModelInfo& model, std::string_view text, const DocumentLimits& limits, bool takes_cursors) {
  return read_document(model, parse_document(text, limits), limits, takes_cursors);
}

// The request as an envelope without a place.
inline Json document_without_place(std::string_view text) {
  const Json request = Json::parse(text);
  bool is_envelope = false;
  for (const auto& [key, value] : request.items()) is_envelope = is_envelope || is_envelope_key(key, true);
  Json envelope = is_envelope || request.empty() ? request : Json{{"filter", request}};
  for (const char* key : {"offset", "after", "before"}) envelope.erase(key);
  return envelope;
}

std::string document_at_offset(std::string_view text, std::int64_t offset) {
  Json request = document_without_place(text);
  request["offset"] = offset;
  return request.dump();
}

std::string document_at_cursor(std::string_view text, const char* key, const std::string& cursor) {
  Json request = document_without_place(text);
  request[key] = cursor;
  return request.dump();
}

}  // namespace promptview::detail

// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include <promptview/base/inline.hpp>
#include <promptview/documents/document_query.hpp>
#include <promptview/documents/document_rules.hpp>
#include <promptview/schema/model_info.hpp>

// A filter, an order and a slice from JSON, for a query without its C++ type.
namespace promptview::detail {

// Throws UnknownField or InvalidValue. `takes_cursors`: "after" and "before" are the cursors of a page.
PROMPTVIEW_INLINE DocumentQuery read_document(const ModelInfo& model, const nlohmann::json& json, const DocumentLimits& limits,
                                              bool takes_cursors = false);
// The same of a text in which each object has each key once.
PROMPTVIEW_INLINE DocumentQuery read_document_text(const ModelInfo& model, std::string_view text, const DocumentLimits& limits,
                                                   bool takes_cursors = false);

// The document `text`, which was read, with another place in it: those that it has are left out.
PROMPTVIEW_INLINE std::string document_at_offset(std::string_view text, std::int64_t offset);
// `key`: "after" or "before".
PROMPTVIEW_INLINE std::string document_at_cursor(std::string_view text, const char* key, const std::string& cursor);

}  // namespace promptview::detail

#ifndef PROMPTVIEW_COMPILED
#include <promptview/documents/document_json.ipp>
#endif

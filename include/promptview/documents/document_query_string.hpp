// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include <promptview/base/inline.hpp>
#include <promptview/documents/document_query.hpp>
#include <promptview/documents/document_rules.hpp>
#include <promptview/schema/model_info.hpp>

// A filter, an order and a slice from the query string of a URL, for a query without its C++ type.
namespace promptview::detail {

// Throws UnknownField or InvalidValue. `takes_cursors`: the parameters `after` and `before` are the cursors of a page.
PROMPTVIEW_INLINE DocumentQuery read_query_string(const ModelInfo& model, std::string_view text, const DocumentLimits& limits,
                                                  bool takes_cursors = false);

// The query string `text`, which was read, with the parameter `name` for another place in it: those that it has are left out.
PROMPTVIEW_INLINE std::string query_string_at(std::string_view text, const ParameterNames& names, std::string_view name,
                                              const std::string& value);

}  // namespace promptview::detail

#ifndef PROMPTVIEW_COMPILED
#include <promptview/documents/document_query_string.ipp>
#endif

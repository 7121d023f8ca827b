// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <string_view>
#include <type_traits>
#include <utility>

#include <nlohmann/json_fwd.hpp>

#include <promptview/documents/document_json.hpp>
#include <promptview/documents/document_query.hpp>
#include <promptview/documents/document_query_string.hpp>
#include <promptview/documents/document_rules.hpp>
#include <promptview/queryset/query_set.hpp>

// Queries that strangers write: a filter, an order and a slice from the body or the URL of a request, within rules.
//
//   pv::apply_json(User::query(), body, {.fields = {"age", "name"}, .max_limit = 50})
//   pv::apply_query_string(User::query(), "age__gt=25&order=-age&limit=10", {.fields = {"age", "name"}})
//
// The program lists the fields that may be used; the others look as if they did not exist. Each value is checked against
// its field here, and bound. Both throw UnknownField or InvalidValue, whose messages begin with the
// place in the document ("/and/1/or/0/age__gt: give a whole number ...") and may be shown to whoever sent it. What the
// query has already stays: its conditions, and its order where the document has none. Nothing is sent.
//
// Values: numbers, texts, booleans, null and lists, as `from_json` takes them; dates, times, uuids and bytes as texts.
namespace promptview {

namespace detail {

template <class M, class Row>
QuerySet<M, Row> with_document(const QuerySet<M, Row>& query, DocumentQuery asked, const DocumentLimits& limits) {
  Select select = query.select();
  apply_document(select, std::move(asked), limits);
  return QuerySet<M, Row>{std::move(select)};
}

}  // namespace detail

// A filter {"age__gt": 25, "or": [{...}, {...}], "not": {...}}, of which all must hold, or
// {"filter": {...}, "order": ["-age", "name"], "limit": 10, "offset": 20}. Without a limit it is max_limit.
//
// The slice is the stranger's, and says which rows are read. Counts, aggregates and cursor pages (`count()`, `aggregate(...)`,
// `page_after(...)`) are of all rows that the conditions allow; so is all of `without_slice()`. Conditions can still be added.
template <class M, class Row>
[[nodiscard]] QuerySet<M, Row> apply_json(const QuerySet<M, Row>& query, std::string_view json, const std::type_identity_t<DocumentRules<M>>& rules) {
  const DocumentLimits limits = rules.limits();
  return detail::with_document(query, detail::read_document_text(detail::model_of<M>(), json, limits), limits);
}
// The same for JSON that is parsed already.
template <class M, class Row, std::same_as<nlohmann::json> J>  // a text is no J
[[nodiscard]] QuerySet<M, Row> apply_json(const QuerySet<M, Row>& query, const J& json, const std::type_identity_t<DocumentRules<M>>& rules) {
  const DocumentLimits limits = rules.limits();
  return detail::with_document(query, detail::read_document(detail::model_of<M>(), json, limits), limits);
}

// "age__gt=25&name__icontains=jo&city__in=Ulm,Bonn&order=-age,name&limit=10&offset=20", percent-encoded as URLs are. All
// conditions must hold. A list is split at its commas (%2C is a comma in an item), and goes on where the name is repeated.
// The rules' `names` can give the parameters other names.
template <class M, class Row>
[[nodiscard]] QuerySet<M, Row> apply_query_string(const QuerySet<M, Row>& query, std::string_view text,
                                                  const std::type_identity_t<DocumentRules<M>>& rules) {
  const DocumentLimits limits = rules.limits();
  return detail::with_document(query, detail::read_query_string(detail::model_of<M>(), text, limits), limits);
}

}  // namespace promptview

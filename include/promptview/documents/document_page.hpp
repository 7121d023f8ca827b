// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <promptview/documents/apply_document.hpp>
#include <promptview/queryset/keyset.hpp>
#include <promptview/queryset/page.hpp>
#include <promptview/queryset/read_pipeline.hpp>

// A request for a page of a filtered list, answered by one call:
//
//   pv::RequestPage<User> page = pv::paginate_query_string(User::query(), "age__gt=25&order=-age&limit=10", rules);
//   // page.rows, page.total; page.next is "age__gt=25&order=-age&limit=10&offset=10"
namespace promptview {

// One page of rows, with the requests for its neighbours. It holds all that it names.
template <class Row>
struct RequestPage {
  std::vector<Row> rows{};
  std::int64_t total = 0;  // of all pages together
  std::string next{};      // the request for the page behind this one, in the form of the request; empty: there is none
  std::string previous{};  // for the page in front of it
};

namespace detail {

// The request with another place, as a query string.
struct QueryStringLink {
  std::string_view text;
  const ParameterNames& names;

  std::string at_offset(std::int64_t offset, std::int64_t size) const {
    if (!names.page.empty()) return query_string_at(text, names, names.page, std::to_string(offset / size + 1));
    return names.offset.empty() ? std::string{} : query_string_at(text, names, names.offset, std::to_string(offset));
  }
  std::string after(const std::string& cursor) const { return query_string_at(text, names, names.after, cursor); }
  std::string before(const std::string& cursor) const { return query_string_at(text, names, names.before, cursor); }
};

// The same as a document of JSON.
struct JsonLink {
  std::string_view text;

  std::string at_offset(std::int64_t offset, std::int64_t) const { return document_at_offset(text, offset); }
  std::string after(const std::string& cursor) const { return document_at_cursor(text, "after", cursor); }
  std::string before(const std::string& cursor) const { return document_at_cursor(text, "before", cursor); }
};

// Pages by offset come in an order with a place for each row, where the rows have a key.
inline void order_rows(Select& select) {
  if (select.model->key_count == 0 || select.projects || !select.distinct_on.empty() || !select.combined.empty()) return;
  for (const OrderTerm& term : select.order)
    if (!term.by.empty() || term.field >= select.model->field_count) return order_by_key(select);
  make_total(select);
}

template <class M, class Row, class Link>
auto paginate_by_offset(Select select, const DocumentQuery& asked, const DocumentLimits& limits, const Link& link) {
  order_rows(select);
  select.limit = asked.limit_within(limits);
  select.offset = asked.offset_or_none();
  select.slices_document = true;
  const QuerySet<M, Row> query{std::move(select)};
  auto [rows, total] = pipeline(query, query.count_query());
  const std::int64_t offset = query.select().offset;
  const std::int64_t size = query.select().limit;
  const std::int64_t behind = offset + size;
  RequestPage<typename QuerySet<M, Row>::row_type> page{.rows = std::move(rows), .total = total};
  if (size > 0 && behind < total && behind <= limits.max_offset) page.next = link.at_offset(behind, size);
  if (size > 0 && offset > 0) page.previous = link.at_offset(offset < size ? 0 : offset - size, size);
  return page;
}

template <class M, class Link>
RequestPage<M> paginate_by_cursor(Select select, const DocumentQuery& asked, const DocumentLimits& limits, const Link& link) {
  const std::string path = asked.before.empty() ? "after" : "before";
  if (asked.offset != DocumentQuery::not_given) refuse_document("offset", "go on by the cursors of the pages, after and before");
  const std::int64_t size = asked.limit_within(limits);
  if (size < 1) refuse_document("limit", "give a whole number from 1 to " + std::to_string(limits.max_limit));
  remove_slice(select);
  const QuerySet<M, M> query{std::move(select)};
  RequestPage<M> page;
  try {
    Page<M> read = asked.before.empty() ? query.page_after(asked.after, size) : query.page_before(asked.before, size);
    page.rows = std::move(read.rows);
    if (!read.next.empty()) page.next = link.after(read.next);
    if (!read.previous.empty()) page.previous = link.before(read.previous);
  } catch (const InvalidValue& error) {
    refuse_document(path, error.what());
  }
  page.total = query.count();
  return page;
}

template <class M, class Row, class Link>
auto paginate(const QuerySet<M, Row>& query, DocumentQuery asked, const DocumentLimits& limits, const Link& link) {
  Select select = query.select();
  apply_filter_and_order(select, asked);
  if constexpr (std::is_same_v<M, Row>) {
    if (limits.cursor_pages) return paginate_by_cursor<M>(std::move(select), asked, limits, link);
  } else if (limits.cursor_pages) {
    throw InvalidValue{about(select, "cursor_pages are of whole objects: leave them out for annotate and values")};
  }
  return paginate_by_offset<M, Row>(std::move(select), asked, limits, link);
}

}  // namespace detail

// The page that the query string asks for, how many rows all pages have, and the query strings of the next page and the one
// before: those of the request, with another offset (or `names.page`). With `cursor_pages` in the rules, with the parameter
// `after` or `before`, a cursor of page_after: such pages cost the same wherever they lie, and need an order by fields of the model.
// The primary key ends an order by offset, so that no row comes twice. One round trip; by cursors, two. Throws as
// apply_query_string does; the query has no limit and offset of its own.
template <class M, class Row>
[[nodiscard]] auto paginate_query_string(const QuerySet<M, Row>& query, std::string_view text, const std::type_identity_t<DocumentRules<M>>& rules) {
  const DocumentLimits limits = rules.limits();
  detail::DocumentQuery asked = detail::read_query_string(detail::model_of<M>(), text, limits, limits.cursor_pages);
  return detail::paginate(query, std::move(asked), limits, detail::QueryStringLink{text, limits.names});
}

// The same for JSON as apply_json takes it; `next` and `previous` are documents. Cursors stand in "after" and "before".
template <class M, class Row>
[[nodiscard]] auto paginate_json(const QuerySet<M, Row>& query, std::string_view json, const std::type_identity_t<DocumentRules<M>>& rules) {
  const DocumentLimits limits = rules.limits();
  detail::DocumentQuery asked = detail::read_document_text(detail::model_of<M>(), json, limits, limits.cursor_pages);
  return detail::paginate(query, std::move(asked), limits, detail::JsonLink{json});
}

}  // namespace promptview

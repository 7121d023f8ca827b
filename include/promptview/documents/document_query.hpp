// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include <promptview/documents/document_filter.hpp>
#include <promptview/documents/document_rules.hpp>
#include <promptview/json/json_checks.hpp>
#include <promptview/query/select_edits.hpp>

namespace promptview::detail {

inline constexpr std::size_t max_order_fields = 8;

// A document that was read: its filter and its order, and apart from these which of the rows it asks for.
struct DocumentQuery {
  static constexpr std::int64_t not_given = -1;

  Expression condition{};
  List<OrderTerm> order{};
  std::int64_t limit = not_given;
  std::int64_t offset = not_given;
  std::string after{};   // cursors; one of them at most
  std::string before{};

  std::int64_t limit_within(const DocumentLimits& limits) const noexcept { return limit == not_given ? limits.max_limit : limit; }
  std::int64_t offset_or_none() const noexcept { return offset == not_given ? 0 : offset; }
};

inline std::int64_t document_count(const Json& json, std::int64_t least, std::int64_t most, const std::string& path) {
  std::int64_t count = 0;
  if (!whole_number(json, count) || count < least || count > most)
    DocumentFilter::refuse(path, "give a whole number from " + std::to_string(least) + " to " + std::to_string(most) + " instead of " + json_excerpt(json));
  return count;
}

// Adds the document's condition to those of the query. Its order replaces the query's; without one, that of the query stays.
inline void apply_filter_and_order(Select& select, DocumentQuery& asked) {
  narrow(select, std::move(asked.condition));
  if (!asked.order.empty()) select.order = std::move(asked.order);
}

inline void apply_document(Select& select, DocumentQuery asked, const DocumentLimits& limits) {
  apply_filter_and_order(select, asked);
  select.limit = asked.limit_within(limits);
  select.offset = asked.offset_or_none();
  select.slices_document = true;
}

}  // namespace promptview::detail

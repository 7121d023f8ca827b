// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include <promptview/base/error.hpp>
#include <promptview/documents/document_rules.hpp>
#include <promptview/query/expression.hpp>
#include <promptview/query/select.hpp>
#include <promptview/query/select_edits.hpp>

namespace promptview::detail {

// `path`: the place in the document, which may be shown to whoever sent it.
[[noreturn]] inline void refuse_document(const std::string& path, const std::string& reason) {
  throw InvalidValue{(path.empty() ? "/" : path) + ": " + reason};
}

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

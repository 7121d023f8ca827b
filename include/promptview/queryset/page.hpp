// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/queryset/cursor.hpp>
#include <promptview/queryset/keyset.hpp>
#include <promptview/queryset/query_set.hpp>
#include <promptview/queryset/row_collector.hpp>
#include <promptview/schema/model_traits.hpp>
#include <promptview/store/namespace_for.hpp>
#include <promptview/store/run_query.hpp>

namespace promptview {

// Rows of a query's order, and where to go on: `query.page_after(page.next, 20)`, `query.page_before(page.previous, 20)`.
//
// A cursor is a short text that survives a URL; an empty one is the first page (for page_before: the last). It holds the
// values of the fields that the query is ordered by, readable by whoever has it. With an index on the order, a page costs the
// same wherever it lies, and rows that come or go in front of it move nothing. The primary key is appended to an order that
// is not unique. In an order of two directions the index is on both (INDEX("age DESC, name")), and the rows that agree with
// the cursor's in the first field are looked at too; where NULLs come last, the rows are those of two queries by UNION ALL,
// unless they are locked (select_for_update), of a common table expression or of groups.
//
// One round trip. Throws InvalidValue for a text that is no cursor of this order (nothing in it is believed, and its
// values are bound), for a query with limit or offset, of combined rows, with distinct_on, or on the rows of union_all,
// which can hold a row twice, a size below 1, an order by json, arrays or ranges, and for a model without a key whose order
// is not unique. A field must hold its column exactly: not std::chrono::sys_seconds for microseconds.
template <class M>
struct Page {
  std::vector<M> rows{};
  std::string next{};      // for page_after: the rows behind these; empty when there are none
  std::string previous{};  // for page_before: the rows in front of these; empty when there are none
  bool has_more = false;   // whether there are rows beyond these in the direction of reading
};

namespace detail {

// The part of PageReader<M> that does not depend on M.
class PagePlan {
 public:
  PagePlan(const Select& select, std::string_view cursor, std::int64_t size, bool backwards) : select_{select} {
    const std::string name{select.model->name};
    if (size < 1 || size > INT32_MAX) throw InvalidValue{name + ": a page has from 1 to 2147483647 rows, not " + std::to_string(size)};
    if (select.slices_document) remove_slice(select_);
    if (select_.is_sliced()) throw InvalidValue{name + ": page_after and page_before replace limit and offset; leave those out"};
    refuse_combined(select_, "page_after()");
    if (!select_.distinct_on.empty())
      throw InvalidValue{about(select_, "put as_cte<\"...\">() between distinct_on() and page_after()")};
    if (can_repeat(select_))
      throw InvalidValue{about(select_, "use union_with() instead of union_all(), or distinct() behind as_cte<\"...\">(): a row that comes twice would be "
                                        "missing where a page begins between the two")};
    check_order_of_fields(select_);
    make_total(select_);
    check_order_for_cursor(select_);
    fingerprint_ = fingerprint(select_);
    if (backwards) reverse_order(select_, true, "page_before()");
    if (!cursor.empty()) select_ = rows_behind(select_, values_in(cursor), size + 1);
    select_.limit = size + 1;
  }

  const Select& select() const noexcept { return select_; }

  std::string cursor_at(const void* object) const {
    std::string bytes;
    append_bytes(bytes, fingerprint_, 8);
    for (const OrderTerm& term : select_.order) {
      const FieldInfo& field = select_.model->fields[term.field];
      ValueBuilder value{*field.type};
      field.codec->write(value, field.address(const_cast<void*>(object)));
      append_to_cursor(bytes, value.take());
    }
    return base64_for_url(bytes);
  }

 private:
  std::vector<Value> values_in(std::string_view cursor) const {
    std::string bytes;
    std::uint64_t given = 0;
    bool sound = append_from_base64_for_url(cursor, bytes);
    std::string_view rest{bytes};
    sound = sound && take_bytes(rest, 8, given) && given == fingerprint_;
    std::vector<Value> values(select_.order.size());
    for (std::size_t i = 0; sound && i < values.size(); ++i)
      sound = take_from_cursor(rest, select_.model->fields[select_.order[i].field], values[i]);
    if (!sound || !rest.empty())
      throw InvalidValue{std::string{select_.model->name} +
                         ": this is no cursor of this query: pass one that came from a page in the same order, or an empty text"};
    return values;
  }

  Select select_;
  std::uint64_t fingerprint_ = 0;
};

template <class M>
class PageReader {
 public:
  static Page<M> read(const Context& context, const Select& select, std::string_view cursor, std::int64_t size, bool backwards) {
    const PagePlan plan{select, cursor, size, backwards};
    RowCollector<M, M> found;
    run(namespace_for<M>(), context, plan.select(), found);
    Page<M> page{.rows = std::move(found.rows)};
    page.has_more = page.rows.size() > static_cast<std::size_t>(size);
    if (page.has_more) page.rows.pop_back();
    if (backwards) std::reverse(page.rows.begin(), page.rows.end());
    if (page.rows.empty()) return page;
    const bool more_behind = backwards ? !cursor.empty() : page.has_more;
    const bool more_in_front = backwards ? page.has_more : !cursor.empty();
    if (more_behind) page.next = plan.cursor_at(&page.rows.back());
    if (more_in_front) page.previous = plan.cursor_at(&page.rows.front());
    return page;
  }
};

}  // namespace detail
}  // namespace promptview

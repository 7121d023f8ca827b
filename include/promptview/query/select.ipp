// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <utility>

namespace promptview {

namespace detail {

// How deep the expressions and queries in a query are. Throws InvalidValue where it can be in no other one.
inline std::size_t depth_of(const Select& select) {
  constexpr std::size_t own = 8;  // its clauses, which need as much of the stack as so many expressions
  std::size_t deepest = select.where.depth();
  const auto reach = [&](std::size_t depth) { deepest = depth > deepest ? depth : deepest; };
  for (const Expression& each : select.columns) reach(each.depth());
  for (const Annotation& each : select.annotations) reach(each.value.depth());
  for (const Expression& each : select.distinct_on) reach(each.depth());
  for (const OrderTerm& term : select.order)
    for (const Expression& each : term.by) reach(each.depth());
  for (const Combination& each : select.combined) reach(each.with.depth());
  for (const Source& each : select.source) {
    reach(each.query.depth());
    reach(each.step.depth());
  }
  for (const Include& each : select.includes) reach(each.query.depth());
  return depth_around(deepest + own - 1);
}

}  // namespace detail

SelectBox::SelectBox(Select select) {
  select.depth = detail::depth_of(select);
  select_ = new Select{std::move(select)};
}
SelectBox::SelectBox(const SelectBox& other) : select_{other.select_ == nullptr ? nullptr : new Select{*other}} {}
SelectBox::~SelectBox() { delete select_; }

}  // namespace promptview

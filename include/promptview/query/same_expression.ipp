// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace promptview::detail {

bool same(const RangeBounds& a, const RangeBounds& b) noexcept {
  return a.empty == b.empty && a.lower_inclusive == b.lower_inclusive && a.upper_inclusive == b.upper_inclusive &&
         a.lower_infinite == b.lower_infinite && a.upper_infinite == b.upper_infinite;
}

bool same(const Value& a, const Value& b) noexcept {
  if (a.type != b.type || a.null != b.null || a.items.size() != b.items.size()) return false;
  for (std::size_t i = 0; i < a.items.size(); ++i)
    if (!same(a.items[i], b.items[i])) return false;
  return a.integer == b.integer && a.real == b.real && a.text == b.text && a.months == b.months && a.days == b.days &&
         a.as_text == b.as_text && same(a.bounds, b.bounds);
}

bool same(const Expression& a, const Expression& b) noexcept {
  if (a.op != b.op || a.place != b.place || a.outer != b.outer || a.direction != b.direction || a.field != b.field || a.relation != b.relation) return false;
  if (a.query || b.query || a.parts.size() != b.parts.size() || !same(a.value, b.value)) return false;
  for (std::size_t i = 0; i < a.parts.size(); ++i)
    if (!same(a.parts[i], b.parts[i])) return false;
  return true;
}

}  // namespace promptview::detail

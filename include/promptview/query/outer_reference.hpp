// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include <promptview/query/expression.hpp>
#include <promptview/query/select.hpp>

// Expressions that move into a query inside of their own, so that their rows are further out.
namespace promptview::detail {

void refer_outwards(Select& select, std::uint8_t levels, const ModelInfo& model, std::size_t depth);

// Moves references outwards: each part that refers to the row `depth` levels out, or to one around that, refers `levels` further
// out. `model`: that of the row `depth` levels out.
inline void refer_outwards(Expression& expression, std::uint8_t levels, const ModelInfo& model, std::size_t depth = 0) {
  using Op = Expression::Op;
  const bool leads_away = expression.op == Op::some || expression.op == Op::related || expression.op == Op::gathered;
  if (expression.op == Op::lookup && expression.parts.empty()) {
    if (depth > 0) return;
    expression.parts.push_back({.op = Op::field, .field = expression.field});
  }
  if ((leads_away || expression.op == Op::field) && expression.outer >= depth) {
    if (expression.outer == depth) expression.model = &model;
    expression.outer = static_cast<std::uint8_t>(expression.outer + levels);
  }
  for (Expression& part : expression.parts) refer_outwards(part, levels, model, leads_away ? depth + 1 : depth);
  if (!expression.query) return;
  Select inside = *expression.query;
  refer_outwards(inside, levels, model, depth + 1);
  expression.query = SelectBox{std::move(inside)};
}

inline void refer_outwards(Select& select, std::uint8_t levels, const ModelInfo& model, std::size_t depth) {
  const auto refer = [&](Expression& expression) { refer_outwards(expression, levels, model, depth); };
  const auto refer_in = [&](SelectBox& box) {
    if (!box) return;
    Select inside = *box;
    refer_outwards(inside, levels, model, depth);
    box = SelectBox{std::move(inside)};
  };
  refer(select.where);
  for (Expression& each : select.columns) refer(each);
  for (Annotation& each : select.annotations) refer(each.value);
  for (Expression& each : select.distinct_on) refer(each);
  for (OrderTerm& term : select.order)
    for (Expression& each : term.by) refer(each);
  for (Combination& each : select.combined) refer_in(each.with);
  for (Source& each : select.source) {
    refer_in(each.query);
    refer_in(each.step);
  }
}

}  // namespace promptview::detail

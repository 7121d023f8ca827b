// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

namespace promptview::detail {

inline void add_features_of(const SelectBox& query, Features& needed) {
  if (query) needed.add(features_of(*query));
}

inline void add_features_of(const Expression& expression, Features& needed) {
  using Op = Expression::Op;
  switch (expression.op) {
    case Op::lookup:
      if (!expression.parts.empty() || expression.outer != 0) needed.add(Feature::expressions);
      break;
    case Op::all:
    case Op::any:
    case Op::exactly_one:
    case Op::negate:
    case Op::field:
    case Op::value: break;
    case Op::some:
    case Op::linked:
    case Op::related:
    case Op::gathered: needed.add(Feature::joins); break;
    case Op::exists:
    case Op::query: needed.add(Feature::combined_queries); break;
    default: needed.add(Feature::expressions); break;
  }
  for (const Expression& part : expression.parts) add_features_of(part, needed);
  add_features_of(expression.query, needed);
}

Features features_of(const Select& select) {
  Features needed;
  if (!select.order.empty()) needed.add(Feature::order);
  for (const OrderTerm& term : select.order) {
    for (const Expression& each : term.by) add_features_of(each, needed);
    if (term.field == OrderTerm::at_random) needed.add(Feature::expressions);
  }
  add_features_of(select.where, needed);
  if (select.row != nullptr || select.projects || !select.annotations.empty()) needed.add(Feature::projections);
  for (const Expression& each : select.columns) add_features_of(each, needed);
  for (const Annotation& each : select.annotations) add_features_of(each.value, needed);
  if (select.leaves_out_fields()) needed.add(Feature::deferred_fields);
  if (select.distinct || !select.distinct_on.empty()) needed.add(Feature::distinct_rows);
  for (const Expression& each : select.distinct_on) add_features_of(each, needed);
  if (!select.combined.empty() || !select.source.empty()) needed.add(Feature::combined_queries);
  for (const Combination& each : select.combined) add_features_of(each.with, needed);
  for (const Source& each : select.source) {
    add_features_of(each.query, needed);
    add_features_of(each.step, needed);
  }
  if (select.lock.mode != LockMode::none) needed.add(Feature::row_locks);
  if (!select.includes.empty()) needed.add(Feature::relations);
  for (const Include& each : select.includes) add_features_of(each.query, needed);
  return needed;
}

Features features_of(const std::vector<Assignment>& assignments) {
  Features needed;
  for (const Assignment& each : assignments) add_features_of(each.value, needed);
  return needed;
}

Features features_of(const ModelInfo& model) {
  Features needed;
  if (model.soft_remove != ModelInfo::no_field) needed.add(Feature::soft_removal);
  if (model.row_version != ModelInfo::no_field) needed.add(Feature::row_versions);
  for (std::size_t i = 0; i < model.field_count; ++i) {
    const FieldOptions& options = model.fields[i].options;
    if (options.unique || !options.check.empty()) needed.add(Feature::constraints);
    if (options.auto_now || options.auto_now_add || !options.default_sql.empty() || !options.generated.empty()) needed.add(Feature::made_values);
  }
  for (std::size_t i = 0; i < model.relation_count; ++i) {
    if (model.relations[i].kind == RelationKind::many_to_many) continue;  // asked for where its join table is used
    const RelationOptions& options = model.relations[i].options;
    const bool acts = options.on_delete != ReferentialAction::no_action || options.on_update != ReferentialAction::no_action;
    if (acts) needed.add(Feature::constraints);
  }
  for (std::size_t i = 0; i < model.item_count; ++i)
    if (model.items[i].kind == ItemKind::unique || model.items[i].kind == ItemKind::constraint || model.items[i].unique)
      needed.add(Feature::constraints);
  return needed;
}

}  // namespace promptview::detail

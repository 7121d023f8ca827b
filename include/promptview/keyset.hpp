// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/cursor.hpp>
#include <promptview/error.hpp>
#include <promptview/expression.hpp>
#include <promptview/lookup.hpp>
#include <promptview/model_info.hpp>
#include <promptview/query.hpp>
#include <promptview/query_operations.hpp>

// Pages by what their last row holds, instead of by counting rows from the start.
namespace promptview::detail {

// Whether the fields of the list, of which none can be NULL, are all in the order.
inline bool orders_by_all(const Select& select, std::string_view list) {
  const ModelInfo& model = *select.model;
  if (list.empty() || !all_plain_fields(model, list)) return false;
  while (!list.empty()) {
    const std::size_t place = model.place_of(take_element(list));
    const bool found = std::any_of(select.order.begin(), select.order.end(), [&](const OrderTerm& term) { return term.field == place; });
    if (!found || model.fields[place].type->nullable) return false;
  }
  return true;
}

// Whether no two rows can stand in the same place of the order, which is one of fields.
inline bool is_total(const Select& select) {
  const ModelInfo& model = *select.model;
  std::size_t keys = 0;
  for (std::size_t i = 0; i < model.key_count; ++i)
    keys += std::any_of(select.order.begin(), select.order.end(), [&](const OrderTerm& term) { return term.field == model.key[i]; }) ? 1U : 0U;
  if (model.key_count > 0 && keys == model.key_count) return true;
  for (const OrderTerm& term : select.order)
    if (model.fields[term.field].options.unique && !model.fields[term.field].type->nullable) return true;
  for (std::size_t i = 0; i < model.item_count; ++i) {
    const TableItem& item = model.items[i];
    const bool unique = item.kind == ItemKind::unique || (item.kind == ItemKind::index && item.unique);
    if (unique && item.where.empty() && orders_by_all(select, item.text)) return true;
  }
  return false;
}

// Appends the primary key, in the direction of the last field, unless the order has a place for each row already.
inline void make_total(Select& select) {
  if (is_total(select)) return;
  const ModelInfo& model = *select.model;
  if (model.key_count == 0)
    throw InvalidValue{std::string{model.name} + ": order pages by fields that are unique together, since the model has no primary key"};
  const bool descending = !select.order.empty() && select.order.back().descending;
  for (std::size_t i = 0; i < model.key_count; ++i) {
    const auto is_key = [&](const OrderTerm& term) { return term.field == model.key[i]; };
    if (std::none_of(select.order.begin(), select.order.end(), is_key)) select.order.push_back({.field = model.key[i], .descending = descending});
  }
}

inline void check_order_of_fields(const Select& select) {
  for (const OrderTerm& term : select.order)
    if (!term.by.empty() || term.field >= select.model->field_count)
      throw InvalidValue{std::string{select.model->name} + ": pages can only be ordered by fields: leave out expressions and \"?\""};
}

inline void check_order_for_cursor(const Select& select) {
  for (const OrderTerm& term : select.order) {
    if (const FieldInfo& field = select.model->fields[term.field]; !can_be_in_cursor(field.type->kind))
      throw InvalidValue{std::string{select.model->name} + "." + std::string{field.name} + ": pages cannot be ordered by fields of the kind " +
                         std::string{kind_name(field.type->kind)}};
  }
}

// Tells orders apart, so that a cursor is refused by another query than its own: a hash (FNV-1a) of all that it depends on.
inline std::uint64_t fingerprint(const Select& select) {
  std::uint64_t hash = 14695981039346656037ULL;
  const auto mix = [&hash](std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    hash = (hash ^ 0x1ff) * 1099511628211ULL;
  };
  mix(select.model->schema());
  mix(select.model->table);
  for (const OrderTerm& term : select.order) {
    const FieldInfo& field = select.model->fields[term.field];
    const char form[] = {term.descending ? 'd' : 'a', static_cast<char>('0' + static_cast<int>(term.nulls)),
                         static_cast<char>('0' + static_cast<int>(field.type->kind))};
    mix(field.column());
    mix({form, sizeof(form)});
  }
  return hash;
}

inline Expression leaf_of(std::uint16_t field, std::string_view lookup, Value value) {
  return {.op = Expression::Op::lookup, .place = static_cast<std::uint8_t>(place_of_lookup(lookup)), .field = field, .value = std::move(value)};
}
inline Expression null_test(std::uint16_t field, bool is_null) {
  return leaf_of(field, "isnull", {.type = &plain_type(Kind::boolean), .null = false, .integer = is_null ? 1 : 0});
}

// The rows whose field stands behind `value` in the order of this one term.
inline Expression behind_value(const ModelInfo& model, const OrderTerm& term, const Value& value) {
  const bool nulls_last = term.nulls == NullsPlace::last || (term.nulls == NullsPlace::standard && !term.descending);
  if (value.null) return nulls_last ? Expression{.op = Expression::Op::any} : null_test(term.field, false);
  Expression greater = leaf_of(term.field, term.descending ? "lt" : "gt", value);
  if (!nulls_last || !model.fields[term.field].type->nullable) return greater;
  return join(Expression::Op::any, std::move(greater), null_test(term.field, true));
}

// The rows that stand behind the one with these values, in an order that is total.
inline Expression behind(const Select& select, const std::vector<Value>& values) {
  const ModelInfo& model = *select.model;
  bool at_once = select.order.size() > 1;
  for (const OrderTerm& term : select.order)
    at_once = at_once && term.descending == select.order.front().descending && !model.fields[term.field].type->nullable;
  Expression row{.op = Expression::Op::row};
  Expression some{.op = Expression::Op::any};
  for (std::size_t i = 0; i < select.order.size(); ++i) {
    const OrderTerm& term = select.order[i];
    if (at_once) {
      row.parts.push_back(behind_value(model, term, values[i]));
      continue;
    }
    Expression last = behind_value(model, term, values[i]);
    if (truth_of(last) == Truth::never) continue;
    Expression all{.op = Expression::Op::all};
    for (std::size_t equal = 0; equal < i; ++equal)
      all.parts.push_back(leaf_of(select.order[equal].field, "exact", values[equal]));
    all.parts.push_back(std::move(last));
    some.parts.push_back(all.parts.size() == 1 ? std::move(all.parts.front()) : std::move(all));
  }
  return at_once ? std::move(row) : some.parts.size() == 1 ? std::move(some.parts.front()) : std::move(some);
}

}  // namespace promptview::detail

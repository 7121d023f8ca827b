// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/base/concat.hpp>
#include <promptview/base/error.hpp>
#include <promptview/lookups/lookup.hpp>
#include <promptview/query/expression.hpp>
#include <promptview/query/grouping.hpp>
#include <promptview/query/select.hpp>
#include <promptview/query/select_edits.hpp>
#include <promptview/query/select_shaping.hpp>
#include <promptview/queryset/cursor.hpp>
#include <promptview/schema/model_info.hpp>

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

// Whether a row can be among the rows of a query more than once, in the same place of every order.
inline bool can_repeat(const Select& select) {
  if (removes_equal_rows(select) || !select.distinct_on.empty()) return false;
  bool repeats = !select.source.empty() && !select.source[0].step && can_repeat(*select.source[0].query);
  for (const Combination& each : select.combined) {
    const bool is_first = &each == &select.combined[0];
    repeats = is_first ? can_repeat(*each.with) : each.operation == SetOperation::unite_all;
  }
  return repeats;
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
    const FieldInfo& field = select.model->fields[term.field];
    if (select.left_out[term.field])
      throw InvalidValue{concat({select.model->name, ".", field.name, ": read what pages are ordered by: leave it out of defer(), or name it in only()"})};
    if (!can_be_in_cursor(field.type->kind))
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

inline Expression leaf_of(std::uint16_t field, std::uint8_t lookup, Value value) {
  return {.op = Expression::Op::lookup, .place = lookup, .field = field, .value = std::move(value)};
}
inline Expression null_test(std::uint16_t field, bool is_null) {
  return leaf_of(field, lookup_named("isnull"), {.type = &plain_type(Kind::boolean), .null = false, .integer = is_null ? 1 : 0});
}

inline bool has_nulls_last(const OrderTerm& term) noexcept {
  return term.nulls == NullsPlace::last || (term.nulls == NullsPlace::standard && !term.descending);
}

// Whether the order from this key on is one comparison of rows: one direction and no NULLs.
inline bool is_one_direction(const Select& select, std::size_t from) noexcept {
  for (std::size_t i = from; i < select.order.size(); ++i)
    if (select.order[i].descending != select.order[from].descending || select.model->fields[select.order[i].field].type->nullable) return false;
  return true;
}

inline Expression joined_parts(Expression::Op op, std::vector<Expression> parts) {
  if (parts.size() == 1) return std::move(parts.front());
  Expression joined{.op = op};
  for (Expression& part : parts) joined.parts.push_back(std::move(part));
  return joined;
}

// The rows that stand behind the one with these values, in an order that is total, from its key `from` on: ranges of the
// order, one behind the other, of which each is one stretch of an index on it. None: there are no such rows.
//
// In two directions, `"age" <= $1 AND ("age" < $2 OR ("age" = $3 AND "id" > $4))` is one range: the bound in front is where
// the index begins, and only rows of the same age are looked at in vain. Of a field with few values, these would be too
// many: it makes two ranges.
inline std::vector<Expression> ranges_behind(const Select& select, const std::vector<Value>& values, std::size_t from = 0) {
  const OrderTerm& term = select.order[from];
  const TypeInfo& type = *select.model->fields[term.field].type;
  const std::uint8_t behind = term.descending ? lookup_named("lt") : lookup_named("gt");
  const bool is_last = from + 1 == select.order.size();
  if (is_one_direction(select, from)) {
    std::vector<Expression> row;
    for (std::size_t i = from; i < values.size(); ++i) row.push_back(leaf_of(select.order[i].field, behind, values[i]));
    std::vector<Expression> range;
    range.push_back(joined_parts(Expression::Op::row, std::move(row)));
    return range;
  }
  const Value& value = values[from];
  std::vector<Expression> equal = is_last ? std::vector<Expression>{} : ranges_behind(select, values, from + 1);
  const auto is_equal = [&] { return value.null ? null_test(term.field, true) : leaf_of(term.field, lookup_named("exact"), value); };
  const bool is_coarse = value.null || type.kind == Kind::boolean || type.kind == Kind::enumeration;
  std::vector<Expression> ranges;
  if (is_coarse)
    for (Expression& each : equal) ranges.push_back(join(Expression::Op::all, is_equal(), std::move(each)));
  if (value.null) {
    if (!has_nulls_last(term)) ranges.push_back(null_test(term.field, false));
    return ranges;
  }
  std::vector<Expression> some;
  some.push_back(leaf_of(term.field, behind, value));
  if (!is_coarse && !equal.empty()) {
    some.push_back(join(Expression::Op::all, is_equal(), joined_parts(Expression::Op::any, std::move(equal))));
    ranges.push_back(join(Expression::Op::all, leaf_of(term.field, term.descending ? lookup_named("lte") : lookup_named("gte"), value), joined_parts(Expression::Op::any, std::move(some))));
  } else {
    ranges.push_back(std::move(some.front()));
  }
  if (type.nullable && has_nulls_last(term)) ranges.push_back(null_test(term.field, true));
  return ranges;
}

// Whether rows can be read range by range and put together by UNION ALL: those of a table, without a lock, which the server
// does not take behind UNION, and not groups.
inline bool can_be_ranges(const Select& select) {
  for (const OrderTerm& term : select.order)
    if (select.model->fields[term.field].is_read_as_another()) return false;  // UNION would order it as what it is read as
  return select.source.empty() && select.lock.mode == LockMode::none && select.distinct_on.empty() && !has_groups(select) && !select.matches_nothing();
}

// The first `count` rows of the query behind the row with these values, in an order that is total. Several ranges are read
// one by one, each no further than is needed: the server makes one stretch of an index of no condition with OR.
inline Select rows_behind(Select select, const std::vector<Value>& values, std::int64_t count) {
  const FieldBits left_out = std::exchange(select.left_out, {});
  std::vector<Expression> ranges = ranges_behind(select, values);
  if (ranges.size() > 1 && !can_be_ranges(select)) {
    Expression any = joined_parts(Expression::Op::any, std::move(ranges));
    ranges.clear();
    ranges.push_back(std::move(any));
  }
  if (ranges.empty()) ranges.push_back({.op = Expression::Op::any});
  std::vector<Select> parts;
  for (Expression& range : ranges) {
    Select& part = parts.emplace_back(select);
    narrow(part, std::move(range));
    part.limit = count;
  }
  if (parts.size() == 1) {
    parts.front().left_out = left_out;
    return std::move(parts.front());
  }
  Select whole = combined(std::move(parts[0]), SetOperation::unite_all, parts[1]);
  for (std::size_t i = 2; i < parts.size(); ++i)
    whole.combined.push_back({.operation = SetOperation::unite_all, .with = SelectBox{without_includes(std::move(parts[i]))}});
  whole.order = std::move(select.order);
  whole.limit = count;
  if (left_out.any()) whole = as_subquery(std::move(whole));
  whole.left_out = left_out;
  return whole;
}

}  // namespace promptview::detail

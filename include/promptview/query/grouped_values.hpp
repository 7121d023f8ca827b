// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include <promptview/links/relation_link.hpp>
#include <promptview/query/grouping.hpp>
#include <promptview/query/same_expression.hpp>
#include <promptview/query/select.hpp>

// Which values are one for a whole group, so that the group can show them, be filtered and be ordered by them.
namespace promptview::detail {

class GroupedValues {
 public:
  // `query` has groups, and must stay.
  explicit GroupedValues(const Select& query) : query_{query} {
    // Groups of the model's rows are by the key, which decides all fields; other rows are grouped by all that they have.
    has_all_fields_ = !query.projects || query.groups_by_key;
    std::size_t keys = 0;
    for (std::size_t i = 0; i < query.model->key_count && query.source.empty(); ++i) keys += has_column(query.model->key[i]) ? 1U : 0U;
    has_all_fields_ = has_all_fields_ || (keys > 0 && keys == query.model->key_count);
  }

  // The part of a value or condition that is not one for a whole group; null where there is none.
  const Expression* ungrouped_in(const Expression& value) const {
    using Op = Expression::Op;
    if (value.op == Op::value || value.query || is_column(value)) return nullptr;
    if (value.op == Op::source_column) return &value;
    if (value.op == Op::field && value.outer > 0) return nullptr;
    if (value.op == Op::field || (value.op == Op::lookup && value.parts.empty())) return has_field(value.field) ? nullptr : &value;
    if (value.op == Op::related || value.op == Op::gathered || value.op == Op::some) return leads_from_group(value) ? nullptr : &value;
    if (is_aggregate_call(value)) return nullptr;
    for (const Expression& part : value.parts)
      if (const Expression* found = ungrouped_in(part)) return found;
    return nullptr;
  }

  // Whether a value is an aggregate of aggregates, which the server has none of.
  bool is_nested(const Expression& value) const {
    const std::size_t fields = query_.model->field_count + known_annotations(query_);
    if (value.op == Expression::Op::field && value.outer == 0 && value.field >= fields)
      return is_nested(query_.annotations[value.field - query_.model->field_count].value);
    const bool is_call = is_aggregate_call(value);
    for (const Expression& part : value.parts)
      if (is_call ? is_aggregate(part, query_) : is_nested(part)) return true;
    return false;
  }

  // Whether a value asks for the column of a field, not for what is read of it, outside of aggregates.
  bool needs_column(const Expression& value, std::uint16_t field) const {
    using Op = Expression::Op;
    if (value.query) return true;  // it may
    const bool is_name = value.op == Op::field || (value.op == Op::lookup && value.parts.empty());
    if (is_name && value.outer == 0) {
      const std::size_t known = query_.model->field_count + known_annotations(query_);
      return value.field == field || (value.field >= known && needs_column(query_.annotations[value.field - query_.model->field_count].value, field));
    }
    if (is_aggregate_call(value) || is_column(value)) return false;
    if (value.op == Op::gathered || value.op == Op::some) return leads_by(link_of(*value.relation), field);
    for (const Expression& part : value.parts)
      if (needs_column(part, field)) return true;
    return false;
  }

 private:
  bool has_column(std::uint16_t field) const {
    for (const Expression& column : query_.columns)
      if (is_plain_field(column, query_) && column.field == field) return true;
    return false;
  }
  // Whether rows are grouped by this value. With other values bound in it, the server takes it for another one.
  bool is_column(const Expression& value) const {
    if (binds_values(value)) return false;
    for (const Expression& column : query_.columns)
      if (is_key(column) && (same(column, value) || same(origin_of(column, query_), value))) return true;
    for (const Annotation& each : query_.annotations)
      if (!each.hidden && is_key(each.value) && same(each.value, value)) return true;
    return false;
  }
  bool is_key(const Expression& column) const {
    const Contents contents = contents_of(column, query_);
    return !contents.aggregate && !contents.window;
  }
  static bool binds_values(const Expression& value) noexcept {
    if (value.op <= Expression::Op::linked || value.op == Expression::Op::value || value.op == Expression::Op::transform) return true;
    for (const Expression& part : value.parts)
      if (binds_values(part)) return true;
    return false;
  }
  bool has_field(std::uint16_t field) const {
    const std::size_t fields = query_.model->field_count;
    if (field < fields) return has_all_fields_ || has_column(field);
    const Annotation& named = query_.annotations[field - fields];
    if (!named.hidden) return true;  // it is in the row
    return field - fields < known_annotations(query_) ? has_all_fields_ : ungrouped_in(named.value) == nullptr;
  }
  static bool leads_by(const RelationLink& link, std::uint16_t field) {
    for (const FieldPair& pair : link.pairs)
      if (pair.owner == field) return true;
    for (const std::uint16_t each : link.join.owner.fields)
      if (each == field) return true;
    return false;
  }
  // A row at the end of a relation is that of the whole group where the fields that lead there are.
  bool leads_from_group(const Expression& value) const {
    if (has_all_fields_ || value.outer > 0) return true;
    if (value.op == Expression::Op::related) return false;
    const RelationLink link = link_of(*value.relation);
    for (const FieldPair& pair : link.pairs)
      if (!has_column(static_cast<std::uint16_t>(pair.owner))) return false;
    for (const std::uint16_t field : link.join.owner.fields)
      if (!has_column(field)) return false;
    return true;
  }
  static bool is_aggregate_call(const Expression& value) {
    if (value.op != Expression::Op::function || functions[value.place].kind != FunctionKind::aggregate) return false;
    for (const Expression& part : value.parts)
      if (part.op == Expression::Op::window) return false;
    return true;
  }

  const Select& query_;
  bool has_all_fields_ = false;
};

}  // namespace promptview::detail

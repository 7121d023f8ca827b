// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include <promptview/base/concat.hpp>
#include <promptview/base/error.hpp>
#include <promptview/base/list.hpp>
#include <promptview/links/relation_link.hpp>
#include <promptview/links/relation_member.hpp>
#include <promptview/query/select_edits.hpp>
#include <promptview/relations/key_conditions.hpp>
#include <promptview/model/object_writes.hpp>
#include <promptview/relations/relation_arguments.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/join_table_change.hpp>
#include <promptview/store/write_request.hpp>

namespace promptview::detail {

// An array of the values at one place of many keys.
inline Value column_of_keys(const FieldInfo& field, const List<List<Value>>& keys, std::size_t place) {
  Value array{.type = field.list_type, .null = false};
  for (const List<Value>& key : keys) array.items.push_back(key[place]);
  return array;
}
inline List<Value> columns_of_keys(const JoinSide& side, const ModelInfo& model, const List<List<Value>>& keys) {
  List<Value> columns;
  for (std::size_t i = 0; i < side.fields.size(); ++i) columns.push_back(column_of_keys(model.fields[side.fields[i]], keys, i));
  return columns;
}

// The fields of the join model that hold one side's key.
inline List<std::uint16_t> fields_of_side(const JoinTable& join, const JoinSide& side) {
  List<std::uint16_t> fields;
  for (const std::string& column : side.columns)
    for (std::size_t i = 0; i < join.model->field_count; ++i)
      if (join.model->fields[i].column() == column) fields.push_back(static_cast<std::uint16_t>(i));
  return fields;
}
inline void set_side(const JoinTable& join, const JoinSide& side, const List<Value>& key, void* row) {
  const List<std::uint16_t> fields = fields_of_side(join, side);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (RelationMember* const member = member_of_field(*join.model, fields[i], row)) member->unload();
    set_field(*join.model, fields[i], row, key[i]);
  }
}

// Rows for pairs that have none; the number of those written. Others can add the same ones meanwhile. A row of the same pair
// that was removed softly comes back.
inline std::int64_t insert_join_rows(const ModelInfo& join, const Context& context, const List<void*>& rows) {
  if (rows.empty()) return 0;
  if (join.soft_remove != ModelInfo::no_field && !has_generated_key(join)) {
    write_objects(space_of(join), context, objects_at(rows), {});
    return static_cast<std::int64_t>(rows.size());
  }
  BulkInsert how;
  how.conflict.action = OnConflict::ignore;
  return insert_objects(space_of(join), context, objects_at(rows), how);
}

// The rows of the join table of one object: what ManyToMany changes. The types are not known here.
class JoinRows {
 public:
  using Kind = JoinChange::Kind;
  using Keys = List<List<Value>>;

  // Throws as ChildRows does.
  explicit JoinRows(const RelationMember& member) : link_{link_of(relation_of(member))} {
    const void* const owner = RelationAccess::owner(member);
    for (const std::uint16_t field : link_.join.owner.fields) {
      check_owner_key(*link_.relation, *link_.owner, field, owner);
      owner_.push_back(field_value(link_.owner->fields[field], owner));
    }
  }

  const RelationLink& link() const noexcept { return link_; }
  const ModelInfo& model() const noexcept { return *link_.target; }

  Select query() const {
    Expression linked{.op = Expression::Op::linked, .relation = link_.relation};
    for (const Value& column : columns_of_keys(link_.join.owner, *link_.owner, {owner_}))
      linked.parts.push_back({.op = Expression::Op::value, .value = column});
    Select select{.model = link_.target};
    narrow(select, std::move(linked));
    return select;
  }

  // Throws UnsavedRelation for an object without a key.
  Keys keys_of(const RelationArguments& given) const {
    Keys keys;
    for (const RelationArgument& each : given) keys.push_back(each.object == nullptr ? checked(each.key) : key_of(each.object));
    return keys;
  }

  // The number of rows that were written; a pair that is there already is left alone.
  std::int64_t add(const Context& context, const Keys& targets) const {
    if (targets.empty()) return 0;
    if (link_.join.model == nullptr) return change(context, Kind::add, repeated(targets.size()), targets);
    List<std::size_t> missing;
    (void)change(context, Kind::missing, repeated(targets.size()), targets, &missing);
    return insert_rows(context, targets, missing);
  }
  std::int64_t remove(const Context& context, const Keys& targets) const {
    return targets.empty() ? 0 : change(context, Kind::remove, repeated(targets.size()), targets);
  }
  std::int64_t clear(const Context& context) const { return change(context, Kind::clear, Keys{owner_}, {}); }
  void set(const Context& context, const Keys& targets) const {
    if (link_.join.model == nullptr) {
      (void)change(context, Kind::set, Keys{owner_}, targets);
      return;
    }
    do_whole(*link_.join.model, context, [&](const Context& inner) {
      (void)change(inner, Kind::keep, Keys{owner_}, targets);
      (void)add(inner, targets);
    });
  }

  // Makes `row`, of the join model, the row of a pair.
  void set_sides(void* row, const List<Value>& target) const {
    set_side(link_.join, link_.join.owner, owner_, row);
    set_side(link_.join, link_.join.target, target, row);
  }

 private:
  Keys repeated(std::size_t count) const {
    Keys owners;
    for (std::size_t i = 0; i < count; ++i) owners.push_back(owner_);
    return owners;
  }

  List<Value> key_of(const void* target) const {
    List<Value> key;
    for (const std::uint16_t field : link_.join.target.fields) {
      if (!has_field_value(model().fields[field], target)) throw_target_unsaved();
      key.push_back(field_value(model().fields[field], target));
    }
    return key;
  }
  List<Value> checked(const List<Value>& key) const {
    bool is_primary = key.size() == model().key_count;
    for (std::size_t i = 0; i < link_.join.target.fields.size() && is_primary; ++i)
      is_primary = i < model().key_count && link_.join.target.fields[i] == model().key[i];
    if (!is_primary)
      throw InvalidValue{concat({relation_name(*link_.relation), ": pass objects, not keys: the join rows refer to other fields than the primary key of ",
                                 unqualified(model().name)})};
    for (const Value& part : key)
      if (part.null) throw_target_unsaved();
    return key;
  }
  [[noreturn]] void throw_target_unsaved() const {
    const std::string_view target = unqualified(model().name);
    throw UnsavedRelation{concat({relation_name(*link_.relation), ": save the ", target, " first, or let .", link_.relation->name,
                                  ".create() do it"})};
  }

  std::int64_t change(const Context& context, Kind kind, const Keys& owners, const Keys& targets, List<std::size_t>* found = nullptr) const {
    JoinChange change{.kind = kind,
                      .link = &link_,
                      .owners = columns_of_keys(link_.join.owner, *link_.owner, owners),
                      .targets = columns_of_keys(link_.join.target, *link_.target, targets)};
    const std::int64_t count = space_of(*link_.owner).write(context, {.kind = WriteRequest::Kind::join_rows, .join = &change});
    if (found != nullptr) *found = std::move(change.found);
    return count;
  }

  // Rows of the join model as it makes them itself.
  std::int64_t insert_rows(const Context& context, const Keys& targets, const List<std::size_t>& places) const {
    const ModelInfo& join = *link_.join.model;
    List<LoadedPointer> made;
    List<void*> rows;
    for (const std::size_t place : places) {
      made.push_back(LoadedPointer{join.make(join)});
      rows.push_back(made.back().object());
      set_sides(rows.back(), targets[place]);
    }
    return insert_join_rows(join, context, rows);
  }

  RelationLink link_;
  List<Value> owner_{};
};

}  // namespace promptview::detail

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/base/concat.hpp>
#include <promptview/base/error.hpp>
#include <promptview/base/list.hpp>
#include <promptview/links/field_snapshot.hpp>
#include <promptview/links/relation_link.hpp>
#include <promptview/links/relation_member.hpp>
#include <promptview/query/select_edits.hpp>
#include <promptview/relations/key_conditions.hpp>
#include <promptview/model/object_writes.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/run_query.hpp>
#include <promptview/store/run_write.hpp>
#include <promptview/store/write_request.hpp>

namespace promptview::detail {

// The rows whose foreign key refers to one object: what HasMany and HasOne change. Their types are not known here.
class ChildRows {
 public:
  // Throws NotInitialized for an owner that was neither saved nor loaded, and UnsavedRelation for one without a key.
  explicit ChildRows(const RelationMember& member) : link_{link_of(relation_of(member))}, owner_{RelationAccess::owner(member)} {
    for (const FieldPair& pair : link_.pairs) check_owner_key(*link_.relation, *link_.owner, pair.owner, owner_);
  }

  const ModelInfo& model() const noexcept { return *link_.target; }

  Select query() const {
    Select select{.model = link_.target};
    for (const FieldPair& pair : link_.pairs) narrow(select, equals(model(), pair.target, owner_value(pair)));
    return select;
  }

  // All of them or, when it throws, none: the database and the objects are as before.
  void add(const Context& context, const List<void*>& children) const {
    FieldSnapshot kept;
    List<void*> written, updated;
    Write only{.mode = WriteMode::update};
    for (const FieldPair& pair : link_.pairs) only.only.push_back(pair.target);
    for (void* const child : children) {
      keep(kept, child);
      set_keys(child);
      const bool has_row = has_generated_key(model()) && !is_unsaved(model(), child);
      (has_row ? updated : written).push_back(child);
    }
    const auto write = [&](const Context& inner) {
      write_objects(space_of(model()), inner, objects_at(updated), only);
      write_objects(space_of(model()), inner, objects_at(written), {});
    };
    updated.empty() || written.empty() ? write(context) : do_whole(model(), context, write);
    kept.release();
  }

  // The number of rows.
  std::int64_t remove(const Context& context, const List<void*>& children) const {
    check_can_be_null();
    Select select = query();
    narrow(select, is_row_of_any(model(), children));
    const std::int64_t count = let_go(context, select);
    for (void* const child : children)
      if (is_own(child)) set_keys_null(child);
    return count;
  }
  std::int64_t clear(const Context& context) const {
    check_can_be_null();
    return let_go(context, query());
  }

  void set(const Context& context, const List<void*>& children) const {
    FieldSnapshot kept;
    for (void* const child : children) keep(kept, child);
    do_whole(model(), context, [&](const Context& inner) {
      Select others = query();
      narrow(others, negate(is_row_of_any(model(), children)));
      if (can_be_null())
        (void)let_go(inner, others);
      else if (exists(space_of(model()), inner, others))
        throw_never_null();
      add(inner, children);
    });
    kept.release();
  }

 private:
  Value owner_value(const FieldPair& pair) const { return field_value(link_.owner->fields[pair.owner], owner_); }

  bool can_be_null() const noexcept {
    for (const FieldPair& pair : link_.pairs)
      if (type_of(model(), pair.target).nullable) return true;
    return false;
  }
  void check_can_be_null() const {
    if (!can_be_null()) throw_never_null();
  }
  [[noreturn]] void throw_never_null() const {
    const std::string_view child = unqualified(model().name);
    throw InvalidValue{concat({relation_name(*link_.relation), ": a ", child, " cannot be without its ",
                               model().fields[link_.pairs.front().target].name, ": remove the ", child,
                               " itself, give it another one, or make the key a pv::OptionalForeignKey"})};
  }

  std::int64_t let_go(const Context& context, const Select& select) const {
    std::vector<Assignment> nulls;
    for (const FieldPair& pair : link_.pairs)
      if (const TypeInfo& type = type_of(model(), pair.target); type.nullable)
        nulls.push_back({.field = pair.target, .value = {.op = Expression::Op::value, .value = {.type = &type}}});
    return update(space_of(model()), context, select, nulls);
  }

  bool is_own(const void* child) const {
    for (const FieldPair& pair : link_.pairs)
      if (!same_key(field_value(model().fields[pair.target], child), owner_value(pair))) return false;
    return true;
  }
  void set_keys_null(void* child) const {
    for (const FieldPair& pair : link_.pairs)
      if (const Codec& codec = *model().fields[pair.target].codec; codec.clear != nullptr)
        codec.clear(field_address(model().fields[pair.target], child));
  }
  // Sets the child's foreign key to this owner. If it held another owner, it forgets that one.
  void set_keys(void* child) const {
    for (const FieldPair& pair : link_.pairs) {
      RelationMember* const member = member_of_field(model(), pair.target, child);
      if (member != nullptr && !same_key(field_value(model().fields[pair.target], child), owner_value(pair))) member->unload();
      set_field(model(), pair.target, child, owner_value(pair));
    }
  }

  void keep(FieldSnapshot& kept, void* child) const {
    kept.keep(model(), child);
    for (const FieldPair& pair : link_.pairs) kept.keep(model(), child, pair.target);
  }

  RelationLink link_;
  void* owner_;
};

}  // namespace promptview::detail

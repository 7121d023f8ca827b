// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <promptview/base/concat.hpp>
#include <promptview/base/error.hpp>
#include <promptview/links/shared.hpp>
#include <promptview/links/writable_relations.hpp>
#include <promptview/model/database.hpp>
#include <promptview/query/lookup_condition.hpp>
#include <promptview/queryset/query_set.hpp>
#include <promptview/relations/child_rows.hpp>
#include <promptview/relations/join_table_rows.hpp>
#include <promptview/relations/relation_arguments.hpp>
#include <promptview/schema/model_traits.hpp>

namespace promptview::detail {

// Whether the relation's object has a row, so that what it is related to is not known while it is not loaded.
inline bool may_have_rows(const RelationMember& member) {
  const RelationInfo* const info = RelationAccess::info(member);
  return info != nullptr && !is_unsaved(model_in(*info->owner, *info), RelationAccess::owner(member));
}

inline void append_object(RelationMember& member, const LoadedPointer& object) {
  if (!member.is_loaded() && may_have_rows(member))
    throw RelationNotLoaded{concat({relation_name(*RelationAccess::info(member)), " is not loaded: call .load() before .append(), or use .add()"})};
  if (!member.is_loaded() || !RelationAccess::loaded(member)) return replace_list(member, *object.get()->model, {object});
  auto& list = static_cast<LoadedList&>(*RelationAccess::loaded(member).get());
  if (__atomic_load_n(&list.holders, __ATOMIC_ACQUIRE) == 1) return list.items.push_back(object);
  List<LoadedPointer> items = list.items;  // others hold it too
  items.push_back(object);
  replace_list(member, *object.get()->model, std::move(items));
}

template <class Row>
concept RowRange = requires(Row& rows) {
  rows.begin();
  rows.end();
};

// Whether a value can be the primary key of a T.
template <class T, class V>
consteval bool is_key_of() {
  if constexpr (has_column_type<V> && model_of<T>().key_count == 1)
    return key_types_fit<T, V>();
  else
    return false;
}

// Changes relations to T in a context, for the members without one in the default context; the documentation is at them.
template <class T>
struct RelationWriter<T, void> {
  using Given = RelationArgument;

  RelationWriter() : RelationWriter{default_context()} {}
  explicit RelationWriter(const Context& context) noexcept : context_{context} {}

  // --- What is passed ---------------------------------------------------------------------------------------------------

  template <class Rows>
  static RelationArguments objects(Rows& rows) {
    RelationArguments all;
    add_object(all, rows);
    return all;
  }
  static RelationArguments objects(std::initializer_list<ObjectRef<T>> rows) {
    RelationArguments all;
    for (const ObjectRef<T>& each : rows) all.push_back({.object = each.object(), .shared = each.shared()});
    return all;
  }

  template <class Row>
  static Given target(const Row& row) {
    if constexpr (std::is_same_v<Row, T>) {
      return {.object = const_cast<void*>(static_cast<const void*>(__builtin_addressof(row)))};
    } else if constexpr (std::is_same_v<Row, Shared<T>>) {
      return {.object = row.operator->(), .shared = row.pointer()};
    } else {
      static_assert(!Registered<Row>, "these are objects of another model than the relation's");
      static_assert(Registered<Row> || model_of<T>().key_count == 1, "the model's key has several fields: pass objects");
      static_assert(Registered<Row> || model_of<T>().key_count != 1 || is_key_of<T, Row>(),
                    "pass objects of the relation's model, or values of the type of its primary key");
      if constexpr (is_key_of<T, Row>())
        return {.key = {value_of(*model_of<T>().key_field(0).type, bind_argument(row))}};
      else
        return {};
    }
  }
  template <class Rows>
  static RelationArguments targets(const Rows& rows) {
    RelationArguments all;
    if constexpr (RowRange<const Rows> && !TextLike<Rows> && !is_key_of<T, Rows>()) {
      for (const auto& each : rows) all.push_back(target(each));
    } else {
      all.push_back(target(rows));
    }
    return all;
  }
  static RelationArguments targets(std::initializer_list<KeyRef<T>> rows) {
    RelationArguments all;
    for (const KeyRef<T>& each : rows) all.push_back(each.given());
    return all;
  }

  static void append(RelationMember& member, const LoadedPointer& object) { append_object(member, object); }

  // --- ForeignKey, OneToOne ---------------------------------------------------------------------------------------------

  template <class Key>
  static QuerySet<T> target_query(const RelationMember& member, const Key* key) {
    const RelationLink link = link_of(relation_of(member));
    Select select{.model = link.target};
    if (key == nullptr)
      match_nothing(select);
    else
      narrow(select, equals(*link.target, link.pairs.front().target, value_of(TypeMapping<Key>::type, bind_argument(*key))));
    return QuerySet<T>{std::move(select)};
  }

  // --- HasMany, HasOne --------------------------------------------------------------------------------------------------

  static QuerySet<T> child_query(const RelationMember& member) { return QuerySet<T>{ChildRows{member}.query()}; }

  void add_children(RelationMember& member, const RelationArguments& rows) const {
    ChildRows{member}.add(context_, pointers_of(rows));
    keep_in_step(member, model_of<T>(), rows, {}, share_copy<T>);
  }
  T create_child(RelationMember& member, T object) const {
    add_children(member, {{.object = &object}});
    return object;
  }
  std::int64_t remove_children(RelationMember& member, const RelationArguments& rows) const {
    const std::int64_t count = ChildRows{member}.remove(context_, pointers_of(rows));
    keep_in_step(member, model_of<T>(), {}, rows, share_copy<T>);
    return count;
  }
  std::int64_t clear_children(RelationMember& member) const {
    const std::int64_t count = ChildRows{member}.clear(context_);
    if (member.is_loaded()) replace_list(member, model_of<T>(), {});
    return count;
  }
  void set_children(RelationMember& member, const RelationArguments& rows) const {
    ChildRows{member}.set(context_, pointers_of(rows));
    become(member, rows);
  }

  void set_child(RelationMember& member, T& object) const {
    ChildRows{member}.set(context_, {&object});
    RelationAccess::set_loaded(member, share_copy<T>(&object));
  }
  void set_child(RelationMember& member, const Shared<T>& object) const {
    ChildRows{member}.set(context_, {object.operator->()});
    RelationAccess::set_loaded(member, object.pointer());
  }
  T create_only_child(RelationMember& member, T object) const {
    ChildRows{member}.add(context_, {&object});
    RelationAccess::set_loaded(member, share_copy<T>(&object));
    return object;
  }
  bool clear_child(RelationMember& member) const {
    const bool any = ChildRows{member}.clear(context_) > 0;
    if (member.is_loaded()) RelationAccess::set_loaded(member, {});
    return any;
  }

  // --- ManyToMany -------------------------------------------------------------------------------------------------------

  static QuerySet<T> joined_query(const RelationMember& member) { return QuerySet<T>{JoinRows{member}.query()}; }

  std::int64_t add_joined(RelationMember& member, const RelationArguments& rows) const {
    const JoinRows joined{member};
    const std::int64_t count = joined.add(context_, joined.keys_of(rows));
    keep_in_step(member, model_of<T>(), rows, {}, share_copy<T>);
    return count;
  }
  template <class Join>
  Join add_row(RelationMember& member, const RelationArguments& rows, Join row) const {
    const JoinRows joined{member};
    const JoinRows::Keys keys = joined.keys_of(rows);
    if (keys.size() != 1) throw InvalidValue{relation_name(*joined.link().relation) + ": one row of the join model connects one object: give one"};
    joined.set_sides(&row, keys.front());
    write_object(namespace_for<Join>(), context_, &row, {});
    keep_in_step(member, model_of<T>(), rows, {}, share_copy<T>);
    return row;
  }
  T create_joined(RelationMember& member, T object) const {
    const JoinRows joined{member};
    const RelationArguments rows{{.object = &object}};
    FieldSnapshot kept;
    kept.keep(model_of<T>(), &object);
    do_whole(model_of<T>(), context_, [&](const Context& inner) {
      write_object(namespace_for<T>(), inner, &object, {.mode = WriteMode::insert});
      (void)joined.add(inner, joined.keys_of(rows));
    });
    kept.release();
    keep_in_step(member, model_of<T>(), rows, {}, share_copy<T>);
    return object;
  }
  std::int64_t remove_joined(RelationMember& member, const RelationArguments& rows) const {
    const JoinRows joined{member};
    const std::int64_t count = joined.remove(context_, joined.keys_of(rows));
    keep_in_step(member, model_of<T>(), {}, rows, share_copy<T>);
    return count;
  }
  std::int64_t clear_joined(RelationMember& member) const {
    const std::int64_t count = JoinRows{member}.clear(context_);
    if (member.is_loaded()) replace_list(member, model_of<T>(), {});
    return count;
  }
  void set_joined(RelationMember& member, const RelationArguments& rows) const {
    const JoinRows joined{member};
    joined.set(context_, joined.keys_of(rows));
    become(member, rows);
  }

 private:
  template <class Rows>
  static void add_object(RelationArguments& all, Rows& rows) {
    if constexpr (std::is_same_v<Rows, T>)
      all.push_back({.object = &rows});
    else if constexpr (std::is_same_v<std::remove_const_t<Rows>, Shared<T>>)
      all.push_back({.object = rows.operator->(), .shared = rows.pointer()});
    else if constexpr (std::is_same_v<std::remove_const_t<Rows>, T>)
      static_assert(!std::is_const_v<Rows>, "pass objects that can be changed: their foreign key is written into them");
    else if constexpr (RowRange<Rows>)
      for (auto& each : rows) add_object(all, each);
    else
      static_assert(RowRange<Rows>, "pass objects of the relation's model, or a range of them");
  }

  // Makes exactly these the loaded list, if one is loaded.
  static void become(RelationMember& member, const RelationArguments& rows) {
    if (!member.is_loaded()) return;
    const LoadedPointer before = RelationAccess::loaded(member);  // `rows` can be objects in it
    replace_list(member, model_of<T>(), {});
    keep_in_step(member, model_of<T>(), rows, {}, share_copy<T>);
  }

  Context context_;
};

}  // namespace promptview::detail

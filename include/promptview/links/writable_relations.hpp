// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <initializer_list>
#include <type_traits>
#include <utility>

#include <promptview/base/fwd.hpp>
#include <promptview/links/readable_relations.hpp>
#include <promptview/links/shared.hpp>

// How HasMany, HasOne and ManyToMany are changed. All of it needs <promptview/relations.hpp>, is done on the default
// database, blocks, and joins the thread's transaction; when it throws, neither rows nor objects have changed. The object
// must be saved (UnsavedRelation) and registered relations must fit (RegistrationError). What is loaded keeps in step; what
// is not loaded stays so.
namespace promptview::detail {

// Changes rows through relations. (Defined in relations/relation_writer.hpp.)
template <class T, class Included = void>
struct RelationWriter {
  static_assert(std::is_void_v<T>, "include <promptview/relations.hpp> (or <promptview/promptview.hpp>) to load and change relations");
};

// An item of `add({a, b})`: an object that can be changed.
template <class T>
class ObjectRef {
 public:
  ObjectRef(T& object) noexcept : object_{__builtin_addressof(object)} {}  // NOLINT(google-explicit-constructor)
  ObjectRef(T&& object) noexcept : object_{__builtin_addressof(object)} {}  // NOLINT: it lives as long as the call
  ObjectRef(const Shared<T>& object) noexcept : object_{object.operator->()}, shared_{object.pointer()} {}  // NOLINT

  T* object() const noexcept { return object_; }
  const LoadedPointer& shared() const noexcept { return shared_; }

 private:
  T* object_;
  LoadedPointer shared_{};
};

// HasMany. `rows` is an object, a pv::Shared, a range of them, or `{a, b}`.
template <class T>
class ChildObjects : public ManyObjects<T> {
  using Refs = std::initializer_list<ObjectRef<T>>;
  using Writer = RelationWriter<T>;

 public:
  // The rows that are related, for all that a query can do: `author.posts.query().filter("title", "A").count()`.
  [[nodiscard]] QuerySet<T> query() const { return Writer::child_query(*this); }

  // Sets the foreign key of the objects and saves them: new ones whole, those with a row only in this field. One round trip,
  // or a transaction where both kinds are given.
  template <class Rows>
  void add(Rows&& rows) {
    Writer{}.add_children(*this, Writer::objects(rows));
  }
  void add(Refs rows) { Writer{}.add_children(*this, Writer::objects(rows)); }
  // Sets its foreign key and inserts it.
  T create(T object) { return Writer{}.create_child(*this, std::move(object)); }

  // Sets the foreign key of those that are related to NULL; the number of rows. InvalidValue where it cannot be NULL, as
  // from `clear` and `set`. One round trip.
  template <class Rows>
  std::int64_t remove(Rows&& rows) {
    return Writer{}.remove_children(*this, Writer::objects(rows));
  }
  std::int64_t remove(Refs rows) { return Writer{}.remove_children(*this, Writer::objects(rows)); }
  std::int64_t clear() { return Writer{}.clear_children(*this); }

  // Removes all others, adds these: one transaction, or savepoint.
  template <class Rows>
  void set(Rows&& rows) {
    Writer{}.set_children(*this, Writer::objects(rows));
  }
  void set(Refs rows) { Writer{}.set_children(*this, Writer::objects(rows)); }

  // Holds an object that pv::save_graph will save. Of an object that has a row, the relation must be loaded.
  Shared<T> append(T object) { return append(Shared<T>{std::move(object)}); }
  Shared<T> append(Shared<T> object) {
    Writer::append(*this, object.pointer());
    return object;
  }
};

// HasOne.
template <class T>
class ChildObject : public OneObject<T> {
  using Writer = RelationWriter<T>;

 public:
  [[nodiscard]] QuerySet<T> query() const { return Writer::child_query(*this); }

  // Makes this the related one: another one's foreign key becomes NULL, or InvalidValue where it cannot be. One transaction.
  void set(T& object) { Writer{}.set_child(*this, object); }
  void set(const Shared<T>& object) { Writer{}.set_child(*this, object); }
  // Sets its foreign key and inserts it. UniqueViolation where there is one.
  T create(T object) { return Writer{}.create_only_child(*this, std::move(object)); }
  // Sets the foreign key of the related one to NULL; false: there was none. InvalidValue where it cannot be NULL.
  bool clear() { return Writer{}.clear_child(*this); }

  // Holds an object that pv::save_graph will save.
  Shared<T> assign(T object) { return assign(Shared<T>{std::move(object)}); }
  Shared<T> assign(Shared<T> object) {
    RelationAccess::set_loaded(*this, object.pointer());
    return object;
  }
};

// An item of `add({a, b})`: an object that is saved, or its key. Lives no longer than the call.
template <class T>
class KeyRef {
 public:
  template <class Row>
  KeyRef(const Row& row) : given_{RelationWriter<T>::target(row)} {}  // NOLINT(google-explicit-constructor)

  const auto& given() const noexcept { return given_; }

 private:
  typename RelationWriter<T>::Given given_;
};

// Beside a many-to-many relation without a join model: takes what was given, so that the error is ours.
struct NoJoinModel {
  template <class Given>
  NoJoinModel(const Given&) {}  // NOLINT(google-explicit-constructor)
};

// ManyToMany. `rows` is an object that is saved, a pv::Shared, its key, a range of them, or `{a, b}`.
template <class T, class Through>
class JoinedObjects : public ManyObjects<T> {
  using JoinRow = std::conditional_t<std::is_void_v<Through>, NoJoinModel, Through>;
  using Refs = std::initializer_list<KeyRef<T>>;
  using Writer = RelationWriter<T>;

 public:
  [[nodiscard]] QuerySet<T> query() const { return Writer::joined_query(*this); }

  // Writes a join row for each that has none; the number of rows. Of a join model, what its members begin with. One round
  // trip, of a join model two.
  template <class Rows>
  std::int64_t add(const Rows& rows) {
    return Writer{}.add_joined(*this, Writer::targets(rows));
  }
  std::int64_t add(Refs rows) { return Writer{}.add_joined(*this, Writer::targets(rows)); }
  // Saves `row`, of the join model, as the one of this pair: an INSERT, or where the join model's key is that of the pair,
  // an upsert. Returns it as it was saved.
  template <class Row>
  JoinRow add(const Row& target, JoinRow row) {
    constexpr bool has_join_model = !std::is_void_v<Through>;
    static_assert(has_join_model, "a row beside the object is one of the join model: declare pv::ManyToMany<Target, JoinModel>");
    if constexpr (has_join_model)
      return Writer{}.add_row(*this, Writer::targets(target), std::move(row));
    else
      return row;
  }
  // Inserts the object, and a join row. One transaction, or savepoint.
  T create(T object) { return Writer{}.create_joined(*this, std::move(object)); }

  // Removes the join rows of those that are related, softly where the join model says so; the number of rows. One round trip.
  template <class Rows>
  std::int64_t remove(const Rows& rows) {
    return Writer{}.remove_joined(*this, Writer::targets(rows));
  }
  std::int64_t remove(Refs rows) { return Writer{}.remove_joined(*this, Writer::targets(rows)); }
  std::int64_t clear() { return Writer{}.clear_joined(*this); }

  // Removes the join rows with all others, adds those with these; the rows that stay are left alone. One statement; of a join
  // model a transaction, or savepoint.
  template <class Rows>
  void set(const Rows& rows) {
    Writer{}.set_joined(*this, Writer::targets(rows));
  }
  void set(Refs rows) { Writer{}.set_joined(*this, Writer::targets(rows)); }

  // Holds an object that pv::save_graph will save where it is new, and connect. Of an object that has a row, the relation
  // must be loaded.
  Shared<T> append(T object) { return append(Shared<T>{std::move(object)}); }
  Shared<T> append(Shared<T> object) {
    Writer::append(*this, object.pointer());
    return object;
  }
};

}  // namespace promptview::detail

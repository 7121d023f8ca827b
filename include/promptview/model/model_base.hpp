// SPDX-License-Identifier: MIT
#pragma once

#include <initializer_list>
#include <optional>
#include <type_traits>
#include <utility>

#include <promptview/model/database.hpp>
#include <promptview/queryset/query_set.hpp>
#include <promptview/schema/model_traits.hpp>

namespace promptview {

// The base of models: `struct User : pv::Model<User> { ... };`. It is empty; its members are the operations of Database
// on the default database. A struct that cannot derive from it uses the free functions below.
template <class T>
struct Model {
  // Creates the table, its types and its indexes where they are missing.
  static void initialize() { Database{}.initialize<T>(); }
  static void drop() { Database{}.drop<T>(); }

  // All rows. Nothing is sent until it is run.
  [[nodiscard]] static QuerySet<T> query() { return QuerySet<T>{}; }

  // The row with this primary key: `User::get(1)`; for a composite one, its values in order. Empty: there is none.
  template <class... Key>
  [[nodiscard]] static std::optional<T> get(const Key&... key) {
    return Database{}.get<T>(key...);
  }
  // `User::get_query(1)` in a pipeline; `User::get_many({3, 1, 2})`: see Database.
  template <class... Key>
  [[nodiscard]] static auto get_query(const Key&... key) {
    return Database{}.get_query<T>(key...);
  }
  template <class Keys>
  [[nodiscard]] static auto get_many(const Keys& keys) {
    return Database{}.get_many<T>(keys);
  }
  template <class Key>
  [[nodiscard]] static auto get_many(std::initializer_list<Key> keys) {
    return Database{}.get_many<T>(keys);
  }
  // `User::create({.name = "John"})` inserts and returns the saved object.
  static T create(T object) { return Database{}.create<T>(std::move(object)); }

  // `User::save_all(users)`, `User::update_all(users)`: each as save() and update() do, in one round trip: see Database.
  template <detail::ContiguousObjects Rows>
  static void save_all(Rows&& objects) {
    Database{}.save_all(objects);
  }
  template <detail::ContiguousObjects Rows>
  static void update_all(Rows&& objects) {
    Database{}.update_all(objects);
  }

  // `User::bulk_create(users)` inserts many at once: see Database::bulk_create.
  template <detail::ContiguousObjects Rows>
  static std::int64_t bulk_create(Rows&& objects, const BulkCreate<T>& options = {}) {
    return Database{}.bulk_create(objects, options);
  }
  template <detail::InputObjects Rows>
  static std::int64_t bulk_create(Rows&& objects, const BulkCreate<T>& options = {}) {
    return Database{}.bulk_create<T>(objects, options);
  }

  // `User::bulk_update(users, "name", "age")` writes these fields of many: see Database::bulk_update.
  template <detail::ContiguousObjects Rows>
  static std::int64_t bulk_update(Rows&& objects, promptview::SavedField<T> a, promptview::SavedField<T> b = {}, promptview::SavedField<T> c = {},
                                  promptview::SavedField<T> d = {}, promptview::SavedField<T> e = {}, promptview::SavedField<T> f = {},
                                  promptview::SavedField<T> g = {}, promptview::SavedField<T> h = {}) {
    return Database{}.bulk_update(objects, a, b, c, d, e, f, g, h);
  }
  // `User::get_or_create({.email = "a@b"}, "email")` -> `{User object; bool created;}`
  static Obtained<T> get_or_create(T object, UniqueSet<T> by) { return Database{}.get_or_create(std::move(object), by); }
  static Obtained<T> update_or_create(T object, UniqueSet<T> by) { return Database{}.update_or_create(std::move(object), by); }

  // A condition for `filter` and `exclude`: `User::q("age__lt", 18) || User::q("bio__isnull", true)`.
  template <class V>
  [[nodiscard]] static Q<T> q(std::type_identity_t<detail::CheckedLookup<T, V>> lookup, const V& value) {
    return detail::make_q<T>(lookup, value);
  }
  template <class Item>
  [[nodiscard]] static Q<T> q(std::type_identity_t<detail::CheckedLookup<T, std::initializer_list<Item>>> lookup,
                              std::initializer_list<Item> values) {
    return detail::make_q<T>(lookup, values);
  }
  [[nodiscard]] static Q<T> q(std::type_identity_t<detail::CheckedLookup<T, detail::EmptyList>> lookup,
                              detail::EmptyList none) {
    return detail::make_q<T>(lookup, none);
  }
  template <class V>
  [[nodiscard]] static Q<T> q(RuntimeText lookup, const V& value) {
    return detail::make_q<T>(lookup, value);
  }

  // A field of a row as a value of expressions: `User::f(&User::age) + 1` (<promptview/expressions.hpp>).
  template <class C, class V>
  [[nodiscard]] static auto f(V C::*member) {
    return detail::QueryShaper<T, T>::field(member);
  }

  // As the members of Database, on this object.
  void save() { Database{}.save(static_cast<T&>(*this)); }
  void insert() { Database{}.insert(static_cast<T&>(*this)); }
  void update() { Database{}.update(static_cast<T&>(*this)); }
  void upsert() { Database{}.upsert(static_cast<T&>(*this)); }
  void upsert(UniqueSet<T> on) { Database{}.upsert(static_cast<T&>(*this), on); }
  bool remove() const { return Database{}.remove(static_cast<const T&>(*this)); }
  bool hard_remove() const { return Database{}.hard_remove(static_cast<const T&>(*this)); }
  bool restore() { return Database{}.restore(static_cast<T&>(*this)); }
  void refresh() { Database{}.refresh(static_cast<T&>(*this)); }
  // `user.save_fields("name", "age")` writes only these.
  using SavedField = std::type_identity_t<promptview::SavedField<T>>;
  void save_fields(SavedField a, SavedField b = {}, SavedField c = {}, SavedField d = {}, SavedField e = {}, SavedField f = {},
                   SavedField g = {}, SavedField h = {}) {
    Database{}.save_fields(static_cast<T&>(*this), a, b, c, d, e, f, g, h);
  }

  friend constexpr bool operator==(const Model&, const Model&) noexcept { return true; }
};

// The same for structs that do not derive from Model.
template <class M>
void initialize() {
  Database{}.initialize<M>();
}
template <class M>
void drop() {
  Database{}.drop<M>();
}
template <class M>
[[nodiscard]] QuerySet<M> query() {
  return QuerySet<M>{};
}
template <class M, class... Key>
[[nodiscard]] std::optional<M> get(const Key&... key) {
  return Database{}.get<M>(key...);
}
template <class M, class... Key>
[[nodiscard]] auto get_query(const Key&... key) {
  return Database{}.get_query<M>(key...);
}
template <class M, class Keys>
[[nodiscard]] auto get_many(const Keys& keys) {
  return Database{}.get_many<M>(keys);
}
template <class M, class Key>
[[nodiscard]] auto get_many(std::initializer_list<Key> keys) {
  return Database{}.get_many<M>(keys);
}
template <class M>
M create(M object) {
  return Database{}.create(std::move(object));
}
template <class M>
void save(M& object) {
  Database{}.save(object);
}
template <detail::ContiguousObjects Rows>
void save_all(Rows&& objects) {
  Database{}.save_all(objects);
}
template <detail::ContiguousObjects Rows>
void update_all(Rows&& objects) {
  Database{}.update_all(objects);
}
template <class M>
void insert(M& object) {
  Database{}.insert(object);
}
template <class M>
void update(M& object) {
  Database{}.update(object);
}
template <class M>
void upsert(M& object) {
  Database{}.upsert(object);
}
template <detail::ContiguousObjects Rows>
std::int64_t bulk_create(Rows&& objects, const BulkCreate<detail::ObjectOf<Rows>>& options = {}) {
  return Database{}.bulk_create(objects, options);
}
template <detail::ContiguousObjects Rows, class M = detail::ObjectOf<Rows>>
std::int64_t bulk_update(Rows&& objects, std::type_identity_t<SavedField<M>> a, std::type_identity_t<SavedField<M>> b = {},
                         std::type_identity_t<SavedField<M>> c = {}, std::type_identity_t<SavedField<M>> d = {},
                         std::type_identity_t<SavedField<M>> e = {}, std::type_identity_t<SavedField<M>> f = {},
                         std::type_identity_t<SavedField<M>> g = {}, std::type_identity_t<SavedField<M>> h = {}) {
  return Database{}.bulk_update(objects, a, b, c, d, e, f, g, h);
}
template <class M>
void upsert(M& object, std::type_identity_t<UniqueSet<M>> on) {
  Database{}.upsert(object, on);
}
template <class M>
Obtained<M> get_or_create(M object, std::type_identity_t<UniqueSet<M>> by) {
  return Database{}.get_or_create(std::move(object), by);
}
template <class M>
Obtained<M> update_or_create(M object, std::type_identity_t<UniqueSet<M>> by) {
  return Database{}.update_or_create(std::move(object), by);
}
template <class M>
bool remove(const M& object) {
  return Database{}.remove(object);
}
template <class M>
bool hard_remove(const M& object) {
  return Database{}.hard_remove(object);
}
template <class M>
bool restore(M& object) {
  return Database{}.restore(object);
}
template <class M>
void refresh(M& object) {
  Database{}.refresh(object);
}
template <class M>
void save_fields(M& object, std::type_identity_t<SavedField<M>> a,
                 std::type_identity_t<SavedField<M>> b = {}, std::type_identity_t<SavedField<M>> c = {},
                 std::type_identity_t<SavedField<M>> d = {}, std::type_identity_t<SavedField<M>> e = {},
                 std::type_identity_t<SavedField<M>> f = {}, std::type_identity_t<SavedField<M>> g = {},
                 std::type_identity_t<SavedField<M>> h = {}) {
  Database{}.save_fields(object, a, b, c, d, e, f, g, h);
}

}  // namespace promptview

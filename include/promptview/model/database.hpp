// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/lookups/bound_argument.hpp>
#include <promptview/lookups/key_check.hpp>
#include <promptview/model/bulk_create.hpp>
#include <promptview/model/object_writes.hpp>
#include <promptview/query/checked_lookup.hpp>
#include <promptview/queryset/query_set.hpp>
#include <promptview/schema/model_traits.hpp>
#include <promptview/store/ambient_context.hpp>
#include <promptview/store/namespace_for.hpp>
#include <promptview/store/run_query.hpp>
#include <promptview/store/write_request.hpp>

namespace promptview {

namespace detail {

template <class T>
class RawRows;  // include <promptview/postgres.hpp>
template <class... V>
class RawCommand;

// Where calls run that name no database: on the default one, in the transaction that the thread has open there.
inline Context default_context() { return ambient_context({}); }

}  // namespace detail

// The result of get_or_create and update_or_create: the object as its row now is.
template <class M>
struct Obtained {
  M object{};
  bool created = false;
};

// The operations on models, on one connected database. The members of Model<T> and the free functions are the same on
// the default one. All calls block; each is one round trip.
class Database {
 public:
  Database() = default;  // the default one
  explicit Database(std::string_view name) : name_{name} {}

  // Creates the table, its types, indexes and foreign keys where they are missing. Throws SchemaMismatch for a table that the model
  // cannot work with.
  template <class M>
  void initialize() const {
    Namespace& space = detail::namespace_for<M>();
    space.create(context(), {&space});
  }
  // Drops the table with its rows. One that is missing is no error.
  template <class M>
  void drop() const {
    Namespace& space = detail::namespace_for<M>();
    space.drop(context(), {&space});
  }

  // As the free functions of <promptview/schema.hpp>, on this database.
  template <class... M>
  [[nodiscard]] std::vector<SchemaDifference> check_schema() const;
  template <class... M>
  void require_schema() const;

  // All rows of the model. Nothing is sent until it is run.
  template <class M>
  [[nodiscard]] QuerySet<M> query() const {
    return QuerySet<M>{name_};
  }

  // The row with this primary key; for a composite one, give its values in order.
  template <class M, class... Key>
  [[nodiscard]] std::optional<M> get(const Key&... key) const {
    static_assert(detail::has_key<M>(), "the model has no primary key: mark a field primary_key, or use query()");
    static_assert(sizeof...(Key) == detail::model_of<M>().key_count || !detail::has_key<M>(),
                  "give one value for each field of the primary key, in its order");
    static_assert(detail::key_types_fit<M, Key...>(), "give values of the types of the primary key's fields, in their order");
    const detail::BoundArgument parts[sizeof...(Key) + 1] = {detail::bind_argument(key)...};
    std::optional<M> found{std::in_place};
    if (!detail::get(detail::namespace_for<M>(), context(), parts, &*found)) found.reset();
    return found;
  }

  // The same for a pipeline. Needs <promptview/pipeline.hpp>.
  template <class M, class... Key>
  [[nodiscard]] GetQuery<M, std::decay_t<const Key>...> get_query(const Key&... key) const {
    return {name_, key...};
  }
  // The rows with these primary keys, in their order. Needs <promptview/get_many.hpp>; see there.
  template <class M, class Keys>
  [[nodiscard]] std::vector<std::optional<M>> get_many(const Keys& keys) const {
    return detail::ManyReader<M>::read(context(), keys);
  }
  template <class M, class Key>
  [[nodiscard]] std::vector<std::optional<M>> get_many(std::initializer_list<Key> keys) const {
    return detail::ManyReader<M>::read(context(), keys);
  }

  // Inserts `object` and returns it as its row now is.
  template <class M>
  [[nodiscard]] M create(M object) const {
    insert(object);
    return object;
  }

  // An empty Auto key: INSERT. An Auto key: UPDATE, NotFound if the row is missing. A key of the application: one
  // upsert. What the database generated is read back into `object`.
  template <class M>
  void save(M& object) const {
    write(object, {.mode = WriteMode::save});
  }
  template <class M>
  void insert(M& object) const {
    write(object, {.mode = WriteMode::insert});
  }
  template <class M>
  void update(M& object) const {
    static_assert(detail::has_key<M>(), "the model has no primary key: mark a field primary_key");
    write(object, {.mode = WriteMode::update});
  }
  template <class M>
  void upsert(M& object) const {
    static_assert(detail::has_key<M>(), "the model has no primary key: mark a field primary_key");
    write(object, {.mode = WriteMode::upsert});
  }

  // Saves all of `objects` (std::vector, std::array, std::span), each as `save` does, in one round trip, or two where one
  // could be missing. All of them or none: when it throws, the database and what it generates of the objects are as before,
  // also in a transaction, which goes on. The error is that of `save`, with the object's `place()`.
  template <detail::ContiguousObjects Rows>
  void save_all(Rows&& objects) const {
    write_all(objects, {.mode = WriteMode::save});
  }
  // As save_all, but an object without a row is NotFound, as by `update`.
  template <detail::ContiguousObjects Rows>
  void update_all(Rows&& objects) const {
    static_assert(detail::has_key<detail::ObjectOf<Rows>>(), "the model has no primary key: mark a field primary_key");
    write_all(objects, {.mode = WriteMode::update});
  }

  // Inserts all of `objects` (std::vector, std::array, std::span), or none of them when it throws: one statement for a
  // batch, also without a transaction around it. Keys and other values that the database makes are read back, into the
  // same object; objects with and without an Auto key can be mixed, and are then inserted in groups. Where nothing has to
  // come back, binary COPY is used. Returns the number of rows that were written.
  template <detail::ContiguousObjects Rows>
  std::int64_t bulk_create(Rows&& objects, const BulkCreate<detail::ObjectOf<Rows>>& options = {}) const {
    using M = detail::ObjectOf<Rows>;
    return detail::insert_objects(detail::namespace_for<M>(), context(), detail::objects_of<M>(objects), detail::bulk_insert_of(options));
  }

  // The same for an input range of objects of M, for instance of what is read from a file: `bulk_create<User>(lines)`. One
  // batch of objects is in memory at a time, and nothing can come back into them. Several batches are one transaction (or
  // part of the one around), which holds its connection while the range is read. `progress` is given 0 as the total. Needs
  // <promptview/model/bulk_range.hpp>.
  template <class M, detail::InputObjects Rows>
  std::int64_t bulk_create(Rows&& objects, const BulkCreate<M>& options = {}) const {
    return detail::RangeInsert<M, std::remove_reference_t<Rows>>::run(detail::namespace_for<M>(), context(), objects, detail::bulk_insert_of(options));
  }

  // UPDATE of these fields (and of `auto_now` ones) in the rows of all objects, or of none when it throws; one statement
  // for a batch. Returns the number of rows: an object whose row is missing is no error, and of objects with the same key
  // the last one counts. Of a model with a row_version, each object must match its row, otherwise StaleObject.
  template <detail::ContiguousObjects Rows, class M = detail::ObjectOf<Rows>>
  std::int64_t bulk_update(Rows&& objects, std::type_identity_t<SavedField<M>> a, std::type_identity_t<SavedField<M>> b = {},
                           std::type_identity_t<SavedField<M>> c = {}, std::type_identity_t<SavedField<M>> d = {},
                           std::type_identity_t<SavedField<M>> e = {}, std::type_identity_t<SavedField<M>> f = {},
                           std::type_identity_t<SavedField<M>> g = {}, std::type_identity_t<SavedField<M>> h = {}) const {
    static_assert(detail::has_key<M>(), "the model has no primary key: mark a field primary_key");
    return detail::update_objects(detail::namespace_for<M>(), context(), detail::objects_of<M>(objects),
                                  {.fields = detail::places_of<M>({a, b, c, d, e, f, g, h})});
  }

  // INSERT, or UPDATE of the row that has the object's values of one unique set of the model, e.g. "email" or "a, b". A
  // NULL in such a value equals nothing, so that the object is inserted. The key comes back.
  template <class M>
  void upsert(M& object, std::type_identity_t<UniqueSet<M>> on) const {
    (void)write_on_conflict(object, OnConflict::update, on);
  }
  // INSERT, or else the row that has these values; one round trip, or two. However many do it at once, one of them creates.
  template <class M>
  Obtained<M> get_or_create(M object, std::type_identity_t<UniqueSet<M>> by) const {
    const bool created = write_on_conflict(object, OnConflict::ignore, by);
    return {std::move(object), created};
  }
  // As upsert, and says whether the row was created.
  template <class M>
  Obtained<M> update_or_create(M object, std::type_identity_t<UniqueSet<M>> by) const {
    const bool created = write_on_conflict(object, OnConflict::update, by);
    return {std::move(object), created};
  }

  // UPDATE of these fields only (and of `auto_now` ones). NotFound if the row is missing.
  template <class M>
  using Name = std::type_identity_t<SavedField<M>>;
  template <class M>
  void save_fields(M& object, Name<M> a, Name<M> b = {}, Name<M> c = {}, Name<M> d = {}, Name<M> e = {}, Name<M> f = {},
                   Name<M> g = {}, Name<M> h = {}) const {
    static_assert(detail::has_key<M>(), "the model has no primary key: mark a field primary_key");
    write(object, {.mode = WriteMode::update, .only = detail::places_of<M>({a, b, c, d, e, f, g, h})});
  }

  // DELETE by key, or of a model with TABLE(soft_remove=...), UPDATE of that field to now(); false if there was no such
  // row. StaleObject if it has another row_version.
  template <class M>
  bool remove(const M& object) const {
    static_assert(detail::has_key<M>(), "the model has no primary key: mark a field primary_key");
    return detail::remove_object(detail::namespace_for<M>(), context(), &object, false);
  }
  // DELETE by key, also of a model with TABLE(soft_remove=...).
  template <class M>
  bool hard_remove(const M& object) const {
    static_assert(detail::has_key<M>(), "the model has no primary key: mark a field primary_key");
    return detail::remove_object(detail::namespace_for<M>(), context(), &object, true);
  }
  // Undoes a soft removal; false if there is no such row that was removed.
  template <class M>
  bool restore(M& object) const {
    static_assert(detail::has_key<M>(), "the model has no primary key: mark a field primary_key");
    constexpr bool is_removed_softly = detail::model_of<M>().soft_remove != ModelInfo::no_field;
    static_assert(is_removed_softly, "the model has no TABLE(soft_remove=...): nothing can be restored");
    return detail::namespace_for<M>().write(context(), {.kind = WriteRequest::Kind::restore, .object = &object}) != 0;
  }

  // Reads the object's row again, and forgets what its relations had loaded. NotFound if it is gone.
  template <class M>
  void refresh(M& object) const {
    static_assert(detail::has_key<M>(), "the model has no primary key: mark a field primary_key");
    detail::refresh(detail::namespace_for<M>(), context(), &object);
  }

  // As the free functions of <promptview/postgres.hpp>, on this database.
  template <class T, class... V>
  [[nodiscard]] std::vector<T> raw(std::string_view sql, const V&... values) const {
    return detail::RawRows<T>::read(context(), sql, values...);
  }
  template <class... V>
  std::int64_t execute(std::string_view sql, const V&... values) const {
    return detail::RawCommand<V...>::run(context(), sql, values...);
  }

  // Where the calling thread's statements on this database run: in its transaction there, if it has one open. Valid as long as
  // this object.
  Context context() const { return detail::ambient_context(name_); }

 private:

  template <class M>
  void write(M& object, const Write& how) const {
    detail::write_object(detail::namespace_for<M>(), context(), &object, how);
  }

  template <class Rows>
  void write_all(Rows& objects, const Write& how) const {
    using M = detail::ObjectOf<Rows>;
    detail::write_objects(detail::namespace_for<M>(), context(), detail::objects_of<M>(objects), how);
  }

  template <class M>
  bool write_on_conflict(M& object, OnConflict action, const UniqueSet<M>& on) const {
    return detail::write_on_conflict(detail::namespace_for<M>(), context(), &object, detail::conflict_on(action, on.target()));
  }

  std::string name_{};
};

// The connected database of this name; empty: the default one.
[[nodiscard]] inline Database on(std::string_view database) { return Database{database}; }

}  // namespace promptview

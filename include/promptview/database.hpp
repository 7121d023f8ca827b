// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/argument.hpp>
#include <promptview/bulk_create.hpp>
#include <promptview/checked_lookup.hpp>
#include <promptview/model_traits.hpp>
#include <promptview/query_set.hpp>

namespace promptview {

namespace detail {

// Whether values of these types can stand for the fields of the primary key, one by one; a wrong number is another
// mistake.
template <class M, class... Key>
consteval bool key_types_fit() {
  static_assert((has_column_type<Key> && ...),
                "the value has no column type: pass a text, a number, or a type with a promptview::TypeMapping");
  constexpr const ModelInfo& model = model_of<M>();
  std::size_t at = 0;
  const auto fits = [&](OperandType given) {
    if (at == model.key_count) return true;
    if (given.form == OperandForm::refused) return true;
    return given.form == OperandForm::value && accepts(*model.key_field(at++).type, *given.type);
  };
  return (fits(Argument<Key>::operand) && ...);
}

}  // namespace detail

// The operations on models, on one connected database. The members of Model<T> and the free functions are the same on
// the default one. All calls block; each is one round trip.
class Database {
 public:
  Database() = default;  // the default one
  explicit Database(std::string_view name) : name_{name} {}

  template <class M>
  void initialize() const {
    detail::namespace_for<M>().create_namespace(context());
  }
  template <class M>
  void drop() const {
    detail::namespace_for<M>().drop_namespace(context());
  }

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
    if (!detail::namespace_for<M>().get(context(), parts, &*found)) found.reset();
    return found;
  }

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

  // Inserts all of `objects` (std::vector, std::array, std::span), or none of them when it throws: one statement for a
  // batch, also without a transaction around it. Keys and other values that the database makes are read back, into the
  // same object; objects with and without an Auto key can be mixed, and are then inserted in groups. Where nothing has to
  // come back, binary COPY is used. Returns the number of rows that were written.
  template <detail::ContiguousObjects Rows>
  std::int64_t bulk_create(Rows&& objects, const BulkCreate<detail::ObjectOf<Rows>>& options = {}) const {
    using M = detail::ObjectOf<Rows>;
    return detail::namespace_for<M>().bulk_insert(context(), detail::objects_of<M>(objects), detail::bulk_insert_of(options));
  }

  // UPDATE of these fields only (and of `auto_now` ones). NotFound if the row is missing.
  template <class M>
  using Name = std::type_identity_t<detail::SavedField<M>>;
  template <class M>
  void save_fields(M& object, Name<M> a, Name<M> b = {}, Name<M> c = {}, Name<M> d = {}, Name<M> e = {}, Name<M> f = {},
                   Name<M> g = {}, Name<M> h = {}) const {
    static_assert(detail::has_key<M>(), "the model has no primary key: mark a field primary_key");
    Write how{.mode = WriteMode::update};
    for (const detail::SavedField<M>& field : {a, b, c, d, e, f, g, h})
      if (field.given()) how.only.push_back(field.place());
    write(object, how);
  }

  // DELETE by key; false if there was no such row.
  template <class M>
  bool remove(const M& object) const {
    static_assert(detail::has_key<M>(), "the model has no primary key: mark a field primary_key");
    return detail::namespace_for<M>().remove(context(), &object);
  }

  // Reads the object's row again. NotFound if it is gone.
  template <class M>
  void refresh(M& object) const {
    static_assert(detail::has_key<M>(), "the model has no primary key: mark a field primary_key");
    detail::refresh(detail::namespace_for<M>(), context(), &object);
  }

 private:
  Context context() const { return detail::ambient_context(name_); }

  template <class M>
  void write(M& object, const Write& how) const {
    detail::namespace_for<M>().save(context(), &object, how);
  }

  std::string name_{};
};

// The connected database of this name; empty: the default one.
[[nodiscard]] inline Database on(std::string_view database) { return Database{database}; }

}  // namespace promptview

// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>

#include <promptview/base/error.hpp>
#include <promptview/links/readable_relations.hpp>
#include <promptview/links/relation_member.hpp>
#include <promptview/links/shared.hpp>
#include <promptview/links/writable_relations.hpp>
#include <promptview/schema/model_traits.hpp>
#include <promptview/values/type_mapping.hpp>

namespace promptview {

namespace detail {

template <class Key>
struct OptionalKey {
  using type = Key;
  static constexpr bool is_optional = false;
};
template <class Key>
struct OptionalKey<std::optional<Key>> {
  using type = Key;
  static constexpr bool is_optional = true;
};

// Whether a value of this kind can tell one T: it is the type of the primary key, or of a field that is unique. (Which of
// them is meant is said where the relation is registered, and checked when the tables are made.)
constexpr bool can_be_key(const ModelInfo& model, Kind kind) noexcept {
  for (std::size_t i = 0; i < model.field_count; ++i) {
    const FieldInfo& field = model.fields[i];
    if (field.type->kind != kind) continue;
    if (field.options.unique || (model.key_count == 1 && model.is_key(i))) return true;
    for (std::size_t item = 0; item < model.item_count; ++item) {
      const TableItem& each = model.items[item];
      if ((each.kind == ItemKind::unique || each.unique) && trim(each.text) == field.name) return true;
    }
  }
  return false;
}

// The base of ForeignKey and OneToOne: a key, and the object that has it once that is loaded.
template <class T, class Key>
class KeyRelation : public RelationMember {
 public:
  using target_type = T;
  using key_type = typename OptionalKey<Key>::type;
  static constexpr bool is_optional = OptionalKey<Key>::is_optional;

  KeyRelation() = default;
  KeyRelation(key_type key) : key_{std::move(key)} {}  // NOLINT(google-explicit-constructor): reads like a key
  template <class K>
    requires(std::convertible_to<const K&, key_type> && !std::same_as<K, key_type> && !std::derived_from<K, RelationMember>)
  KeyRelation(const K& key) : key_{static_cast<key_type>(key)} {}  // NOLINT(google-explicit-constructor)
  KeyRelation(std::nullopt_t) requires is_optional {}              // NOLINT(google-explicit-constructor)
  // The object, of which a copy is held. It need not be saved yet; it must be when this one is.
  KeyRelation(const T& object) : KeyRelation{Shared<T>{object}} {}        // NOLINT(google-explicit-constructor)
  KeyRelation(T&& object) : KeyRelation{Shared<T>{std::move(object)}} {}  // NOLINT(google-explicit-constructor)
  // The same object as others hold.
  KeyRelation(Shared<T> object) {  // NOLINT(google-explicit-constructor)
    static_assert(!Registered<T> || can_be_key(model_of<T>(), TypeMapping<key_type>::type.kind),
                  "ForeignKey<T, Key>: Key is not the type of the primary key, or of a unique field, of T: give it that type; "
                  "for a key of several fields use pv::Reference");
    RelationAccess::set_assigned(*this, object.pointer());
  }

  // Whether a key is set. An object that was assigned before it was saved gives its key when this one is saved.
  bool has_key() const noexcept { return key_.has_value(); }
  // Throws NotInitialized where there is none.
  const key_type& key() const {
    if (!key_) throw NotInitialized{"the relation has no key: assign a key first, or an object, of which save() takes the key"};
    return *key_;
  }
  key_type key_or(key_type other) const { return key_.value_or(std::move(other)); }
  // No key, no object.
  void reset() noexcept {
    key_.reset();
    this->unload();
  }
  explicit operator bool() const noexcept { return has_key() || RelationAccess::loaded(*this); }

  // The object. They throw RelationNotLoaded, and NotFound where the loaded relation is NULL.
  T& get() { return object_in<T>(*this); }
  const T& get() const { return object_in<T>(*this); }
  T& operator*() { return get(); }
  const T& operator*() const { return get(); }
  T* operator->() { return &get(); }
  const T* operator->() const { return &get(); }
  // The object, to be assigned to other relations too. Throws as get does.
  Shared<T> shared() const {
    (void)get();
    return Shared<T>{RelationAccess::loaded(*this)};
  }
  // The row with this key, for all that a query can do; of no key, no row. Throws NotInitialized for an object that was
  // neither saved nor loaded. Needs <promptview/relations.hpp>.
  [[nodiscard]] QuerySet<T> query() const { return RelationWriter<T>::target_query(*this, key_ ? &*key_ : nullptr); }
  // Reads the object by its key: one round trip. Needs <promptview/relations.hpp>.
  void load() { RelationLoader<T>::load(*this, key_ ? &*key_ : nullptr); }

  friend bool operator==(const KeyRelation& left, const KeyRelation& right) { return left.key_ == right.key_; }

 private:
  std::optional<key_type> key_{};
};

template <class R>
concept HoldsKey = requires { typename R::key_type; typename R::target_type; R::relation_kind; };

}  // namespace detail

// The column of a foreign key holds the key.
template <detail::HoldsKey R>
struct TypeMapping<R> {
  using Key = typename R::key_type;
  static constexpr TypeInfo type = R::is_optional ? detail::nullable(TypeMapping<Key>::type) : TypeMapping<Key>::type;
  static void write(ValueWriter& out, const R& value) {
    if (value.has_key())
      TypeMapping<Key>::write(out, value.key());
    else
      out.null();
  }
  static void read(ValueReader& in, R& value) {
    if (R::is_optional && in.is_null()) return value.reset();
    Key key{};
    TypeMapping<Key>::read(in, key);
    value = R{std::move(key)};
  }
};

}  // namespace promptview

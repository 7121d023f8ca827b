// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include <promptview/base/concat.hpp>
#include <promptview/base/error.hpp>
#include <promptview/base/list.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/schema/relation_info.hpp>

// Which fields of one model hold the key of another: of foreign keys, from both sides.
namespace promptview::detail {

// Rows belong together whose values of these fields are equal.
struct FieldPair {
  std::uint16_t owner = 0;
  std::uint16_t target = 0;
};

inline std::string relation_name(const RelationInfo& relation) {
  return concat({relation.owner->name, ".", relation.name});
}

[[noreturn]] inline void throw_relation(const RelationInfo& relation, std::initializer_list<std::string_view> problem) {
  throw RegistrationError{relation_name(relation) + ": " + concat(problem)};
}

// The model of a slot. Throws RegistrationError where it is not registered.
inline const ModelInfo& model_in(const ModelSlot& slot, const RelationInfo& relation) {
  const ModelInfo* const model = slot.model.load();
  if (model == nullptr)
    throw_relation(relation, {"the model ", slot.name,
                              " is not registered in this program: include the header with its PROMPTVIEW_MODEL"});
  return *model;
}

inline bool is_to(const RelationInfo& relation, const ModelSlot& slot) noexcept {
  return relation.target == &slot || relation.target->name == slot.name;
}

inline std::uint16_t field_named(const RelationInfo& relation, const ModelInfo& model, std::string_view name) {
  const std::size_t place = model.place_of(name);
  if (place == ModelInfo::no_field) throw_relation(relation, {model.name, " has no field \"", name, "\""});
  return static_cast<std::uint16_t>(place);
}

// The fields that `references` names, or those of the primary key.
inline List<std::uint16_t> referenced_fields(const RelationInfo& relation, const ModelInfo& target) {
  List<std::uint16_t> fields;
  std::string_view names = relation.options.references;
  while (!names.empty()) fields.push_back(field_named(relation, target, take_element(names)));
  if (fields.empty())
    for (std::size_t i = 0; i < target.key_count; ++i) fields.push_back(target.key[i]);
  if (fields.empty())
    throw_relation(relation, {target.name, " has no primary key: name the fields by references=\"...\""});
  return fields;
}

// The owner's fields that hold the key, by the relation alone.
inline List<std::uint16_t> key_fields(const RelationInfo& relation, const ModelInfo& owner) {
  List<std::uint16_t> own;
  std::string_view names = relation.options.fields;
  while (!names.empty()) own.push_back(field_named(relation, owner, take_element(names)));
  if (own.empty()) own.push_back(field_named(relation, owner, relation.name));
  return own;
}

inline const TypeInfo& type_of(const ModelInfo& model, std::uint16_t field) noexcept {
  return *model.fields[field].type;
}

// Whether values of both types can be equal: what can be NULL does not count.
inline bool is_same_type(const TypeInfo& left, const TypeInfo& right) noexcept {
  if (left.kind != right.kind) return false;
  if (left.kind == Kind::enumeration) return left.sql_name == right.sql_name;
  return left.item == nullptr || right.item == nullptr || is_same_type(*left.item, *right.item);
}

// The pairs of a foreign key, from the side that has its columns.
inline List<FieldPair> pairs_of_foreign_key(const RelationInfo& relation, const ModelInfo& owner,
                                            const ModelInfo& target) {
  const List<std::uint16_t> own = key_fields(relation, owner);
  const List<std::uint16_t> referenced = referenced_fields(relation, target);
  if (own.size() != referenced.size())
    throw_relation(relation, {"the key of ", target.name,
                              " has another number of fields: use a pv::Reference with fields=\"...\", or "
                              "name the fields meant by references=\"...\""});
  List<FieldPair> pairs;
  for (std::size_t i = 0; i < own.size(); ++i) {
    const FieldInfo& meant = target.fields[referenced[i]];
    const bool is_own = owner.fields[own[i]].name == relation.name;
    if (!is_same_type(type_of(owner, own[i]), *meant.type))
      throw_relation(
          relation,
          {is_own ? "the key" : owner.fields[own[i]].name, " is of another type than ", target.name, ".", meant.name,
           is_own ? ": write pv::ForeignKey<T, Key> with that field's type" : ": give both fields one type"});
    pairs.push_back({.owner = own[i], .target = referenced[i]});
  }
  return pairs;
}

inline std::string names_of(const List<const RelationInfo*>& relations) {
  std::string names;
  for (const RelationInfo* each : relations) names.append(names.empty() ? "" : ", ").append(each->name);
  return names;
}

// The foreign keys of `holder` to the model of `slot`.
inline List<const RelationInfo*> foreign_keys_to(const ModelInfo& holder, const ModelSlot& slot, bool is_unique) {
  List<const RelationInfo*> all;
  for (std::size_t i = 0; i < holder.relation_count; ++i) {
    const RelationInfo& each = holder.relations[i];
    const bool fits = is_unique ? each.kind == RelationKind::one_to_one : is_foreign_key(each.kind);
    if (fits && is_to(each, slot)) all.push_back(&each);
  }
  return all;
}

// The one of `meant`. Throws RegistrationError that says what there is: `all`, and by which `option` one of them is named.
inline const RelationInfo& only_of(const List<const RelationInfo*>& meant, const List<const RelationInfo*>& all,
                                   const RelationInfo& relation, const ModelInfo& holder, const ModelSlot& slot,
                                   std::string_view kind, std::string_view option) {
  if (meant.size() == 1) return *meant.front();
  if (all.empty())
    throw_relation(relation,
                   {holder.name, " has no pv::", kind, " to ", slot.name, ": add it, or remove this relation"});
  if (meant.empty())
    throw_relation(relation, {holder.name, " has no such foreign key to ", slot.name, "; write ", option,
                              "=\"...\" with one of ", names_of(all)});
  throw_relation(relation, {"ambiguous: ", holder.name, " has several foreign keys to ", slot.name, ": ",
                            names_of(meant), "; write ", option, "=\"...\" with one of them"});
}

// The foreign key of `target` whose other side `relation` is, a has_one or has_many: the one that either names, or the only
// one that names none.
inline const RelationInfo& foreign_key_behind(const RelationInfo& relation, const ModelInfo& target) {
  const bool is_unique = relation.kind == RelationKind::has_one;
  const std::string_view name = relation.options.related;
  const List<const RelationInfo*> all = foreign_keys_to(target, *relation.owner, is_unique);
  List<const RelationInfo*> meant;
  for (const RelationInfo* each : all)
    if (name.empty() ? each->options.related == relation.name : each->name == name) meant.push_back(each);
  if (meant.empty() && name.empty())
    for (const RelationInfo* each : all)
      if (each->options.related.empty()) meant.push_back(each);
  const RelationInfo& found =
      only_of(meant, all, relation, target, *relation.owner, is_unique ? "OneToOne" : "ForeignKey", "related");
  if (!found.options.related.empty() && found.options.related != relation.name)
    throw_relation(relation, {relation_name(found), " says that its other side is related=\"", found.options.related,
                              "\": correct one of both"});
  return found;
}

// Throws RegistrationError where `related` of a foreign key names no relation of the target that could be its other side.
inline void check_other_side(const RelationInfo& relation, const ModelInfo& target) {
  if (relation.options.related.empty()) return;
  const std::size_t place = target.relation_of(relation.options.related);
  const bool is_there =
      place != ModelInfo::no_field && is_to(target.relations[place], *relation.owner) &&
      (target.relations[place].kind == RelationKind::has_many || target.relations[place].kind == RelationKind::has_one);
  if (!is_there)
    throw_relation(relation, {target.name, " has no pv::HasMany or HasOne \"", relation.options.related, "\" to ",
                              relation.owner->name, ": add its RELATION, or remove related"});
}

}  // namespace promptview::detail

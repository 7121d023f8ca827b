// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/detail/concat.hpp>
#include <promptview/detail/list.hpp>
#include <promptview/detail/snake_case.hpp>
#include <promptview/error.hpp>
#include <promptview/model_info.hpp>
#include <promptview/relations/relation_info.hpp>

// How the rows on the two sides of a relation find each other: what is known once both models are registered.
namespace promptview::detail {

// Rows belong together whose values of these fields are equal.
struct FieldPair {
  std::uint16_t owner = 0;
  std::uint16_t target = 0;
};

// One side of a join table: its columns, and the fields whose values they hold.
struct JoinSide {
  List<std::string> columns{};
  List<std::uint16_t> fields{};
};

struct JoinTable {
  const ModelInfo* model = nullptr;  // null: a table without a model
  std::string_view schema{};
  std::string table{};
  JoinSide owner{};
  JoinSide target{};
};

struct Link {
  const RelationInfo* relation = nullptr;
  const ModelInfo* owner = nullptr;
  const ModelInfo* target = nullptr;
  List<FieldPair> pairs{};         // of all but many_to_many
  JoinTable join{};                // of many_to_many
  bool can_be_missing = false;     // of a relation to one
};

inline std::string relation_name(const RelationInfo& relation) { return concat({relation.owner->name, ".", relation.name}); }

[[noreturn]] inline void throw_relation(const RelationInfo& relation, std::initializer_list<std::string_view> problem) {
  throw RegistrationError{relation_name(relation) + ": " + concat(problem)};
}

// The model of a slot. Throws RegistrationError where it is not registered.
inline const ModelInfo& model_in(const ModelSlot& slot, const RelationInfo& relation) {
  const ModelInfo* const model = slot.model.load();
  if (model == nullptr)
    throw_relation(relation, {"the model ", slot.name, " is not registered in this program: include the header with its PROMPTVIEW_MODEL"});
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
  if (fields.empty()) throw_relation(relation, {target.name, " has no primary key: name the fields by references=\"...\""});
  return fields;
}

inline const TypeInfo& type_of(const ModelInfo& model, std::uint16_t field) noexcept { return *model.fields[field].type; }

// The pairs of a foreign key, from the side that has its columns.
inline List<FieldPair> pairs_of_foreign_key(const RelationInfo& relation, const ModelInfo& owner, const ModelInfo& target) {
  List<std::uint16_t> own;
  std::string_view names = relation.options.fields;
  while (!names.empty()) own.push_back(field_named(relation, owner, take_element(names)));
  if (own.empty()) own.push_back(field_named(relation, owner, relation.name));
  const List<std::uint16_t> referenced = referenced_fields(relation, target);
  if (own.size() != referenced.size())
    throw_relation(relation, {"the key of ", target.name, " has another number of fields: use a pv::Reference with fields=\"...\", or "
                              "name the fields meant by references=\"...\""});
  List<FieldPair> pairs;
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (type_of(owner, own[i]).kind != type_of(target, referenced[i]).kind)
      throw_relation(relation, {"the key is of another type than ", target.name, ".", target.fields[referenced[i]].name,
                                ": write pv::ForeignKey<T, Key> with that field's type"});
    pairs.push_back({.owner = own[i], .target = referenced[i]});
  }
  return pairs;
}

inline std::string names_of(const List<const RelationInfo*>& relations) {
  std::string names;
  for (const RelationInfo* each : relations) names.append(names.empty() ? "" : ", ").append(each->name);
  return names;
}

// The foreign key of `holder` to the model of `slot` that `name` names (empty: the only one that `related` does not exclude).
// `option`: what the user can write to name it.
inline const RelationInfo& foreign_key_to(const RelationInfo& relation, const ModelInfo& holder, const ModelSlot& slot,
                                          std::string_view name, bool is_unique, std::string_view option) {
  List<const RelationInfo*> all, meant;
  for (std::size_t i = 0; i < holder.relation_count; ++i) {
    const RelationInfo& each = holder.relations[i];
    const bool fits = is_unique ? each.kind == RelationKind::one_to_one : is_foreign_key(each.kind);
    if (!fits || !is_to(each, slot)) continue;
    all.push_back(&each);
    const bool is_meant = name.empty() ? each.options.related == relation.name : each.name == name;
    if (is_meant) meant.push_back(&each);
  }
  if (meant.empty() && name.empty())
    for (const RelationInfo* each : all)
      if (each->options.related.empty()) meant.push_back(each);
  if (meant.size() == 1) return *meant.front();
  const std::string_view kind = is_unique ? "OneToOne" : "ForeignKey";
  if (all.empty()) throw_relation(relation, {holder.name, " has no pv::", kind, " to ", slot.name, ": add it, or remove this relation"});
  if (meant.empty())
    throw_relation(relation, {holder.name, " has no such foreign key to ", slot.name, "; write ", option, "=\"...\" with one of ", names_of(all)});
  throw_relation(relation, {"ambiguous: ", holder.name, " has several foreign keys to ", slot.name, ": ", names_of(meant), "; write ", option,
                            "=\"...\" with one of them"});
}

// `order_line` of `shop::OrderLine`.
inline std::string snake_case_of(std::string_view type_name) {
  const std::string_view name = unqualified(type_name);
  std::string made;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool word_begins = is_upper(name[i]) && i > 0 && name[i - 1] != '_' &&
                             (!is_upper(name[i - 1]) || (i + 1 < name.size() && is_lower(name[i + 1])));
    if (word_begins) made += '_';
    made += to_lower(name[i]);
  }
  return made;
}

// The columns of a join table without a model for one side: `post_id`, or one for each field of a composite key.
inline JoinSide made_side(const RelationInfo& relation, const ModelInfo& model, std::string_view columns, std::string_view prefix) {
  JoinSide side;
  if (model.key_count == 0) throw_relation(relation, {model.name, " has no primary key, which a join table needs"});
  for (std::size_t i = 0; i < model.key_count; ++i) {
    side.fields.push_back(model.key[i]);
    if (!columns.empty())
      side.columns.push_back(std::string{take_element(columns)});
    else
      side.columns.push_back(concat({prefix, snake_case_of(model.name), "_", model.key_count == 1 ? "id" : model.key_field(i).column()}));
    if (side.columns.back().empty()) throw_relation(relation, {"name a column for each field of the key of ", model.name});
  }
  return side;
}

// Whether `relation`'s join table is described by its other side.
inline bool is_inverse(const RelationInfo& relation, const RelationInfo& other) noexcept {
  if (relation.options.through.empty() != other.options.through.empty()) return relation.options.through.empty();
  if (relation.options.related.empty() != other.options.related.empty()) return !relation.options.related.empty();
  if (relation.owner->name != other.owner->name) return relation.owner->name > other.owner->name;
  return relation.name > other.name;
}

// The many_to_many of the target that is the other side; null where the target has none.
inline const RelationInfo* other_side(const RelationInfo& relation, const ModelInfo& target) {
  for (std::size_t i = 0; i < target.relation_count; ++i) {
    const RelationInfo& each = target.relations[i];
    if (&each == &relation || each.kind != RelationKind::many_to_many || each.through != nullptr || !is_to(each, *relation.owner)) continue;
    if (each.options.related == relation.name || relation.options.related == each.name) return &each;
  }
  if (!relation.options.related.empty())
    throw_relation(relation, {target.name, " has no pv::ManyToMany \"", relation.options.related, "\" to ", relation.owner->name});
  return nullptr;
}

inline JoinTable table_of(const RelationInfo& relation, const ModelInfo& owner, const ModelInfo& target) {
  const RelationInfo* const other = other_side(relation, target);
  if (other != nullptr && is_inverse(relation, *other)) {
    JoinTable join = table_of(*other, target, owner);
    std::swap(join.owner, join.target);
    return join;
  }
  JoinTable join{.schema = owner.schema()};
  join.table = relation.options.through.empty() ? concat({owner.table, "_", relation.name}) : std::string{relation.options.through};
  const bool is_loop = owner.name == target.name;
  join.owner = made_side(relation, owner, relation.options.source, is_loop ? "from_" : "");
  join.target = made_side(relation, target, relation.options.target, is_loop ? "to_" : "");
  return join;
}

inline JoinSide side_of_model(const RelationInfo& key, const ModelInfo& join_model, const ModelInfo& side) {
  JoinSide made;
  for (const FieldPair& pair : pairs_of_foreign_key(key, join_model, side)) {
    made.columns.push_back(std::string{join_model.fields[pair.owner].column()});
    made.fields.push_back(pair.target);
  }
  return made;
}

inline JoinTable table_of_model(const RelationInfo& relation, const ModelInfo& owner, const ModelInfo& target) {
  const ModelInfo& model = model_in(*relation.through, relation);
  JoinTable join{.model = &model, .schema = model.schema(), .table = std::string{model.table}};
  const RelationInfo& source = foreign_key_to(relation, model, *relation.owner, relation.options.source, false, "source");
  const RelationInfo& destination = foreign_key_to(relation, model, *relation.target, relation.options.target, false, "target");
  join.owner = side_of_model(source, model, owner);
  join.target = side_of_model(destination, model, target);
  return join;
}

// Throws RegistrationError for what does not fit together: a target that is not registered, several foreign keys of which
// none is named, keys of different types.
inline Link link_of(const RelationInfo& relation) {
  const ModelInfo& owner = model_in(*relation.owner, relation);
  const ModelInfo& target = model_in(*relation.target, relation);
  Link link{.relation = &relation, .owner = &owner, .target = &target};
  if (relation.kind == RelationKind::many_to_many) {
    link.join = relation.through == nullptr ? table_of(relation, owner, target) : table_of_model(relation, owner, target);
    return link;
  }
  if (is_foreign_key(relation.kind)) {
    link.pairs = pairs_of_foreign_key(relation, owner, target);
    for (const FieldPair& pair : link.pairs) link.can_be_missing = link.can_be_missing || type_of(owner, pair.owner).nullable;
    return link;
  }
  const bool is_unique = relation.kind == RelationKind::has_one;
  const RelationInfo& key = foreign_key_to(relation, target, *relation.owner, relation.options.related, is_unique, "related");
  for (const FieldPair& pair : pairs_of_foreign_key(key, target, owner)) link.pairs.push_back({.owner = pair.target, .target = pair.owner});
  link.can_be_missing = true;
  return link;
}

}  // namespace promptview::detail

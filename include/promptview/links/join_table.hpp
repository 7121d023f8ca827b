// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <promptview/base/concat.hpp>
#include <promptview/base/list.hpp>
#include <promptview/base/snake_case.hpp>
#include <promptview/links/key_pairs.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/schema/relation_info.hpp>

// The table between the two sides of a many_to_many.
namespace promptview::detail {

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

// `order_line` of `shop::OrderLine`.
inline std::string snake_case_of(std::string_view type_name) {
  const std::string_view name = unqualified(type_name);
  std::string made;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (begins_word(name, i)) made += '_';
    made += to_lower(name[i]);
  }
  return made;
}

// The columns of a join table without a model for one side: `post_id`, or one for each field of a composite key.
inline JoinSide made_side(const RelationInfo& relation, const ModelInfo& model, std::string_view columns,
                          std::string_view prefix) {
  JoinSide side;
  if (model.key_count == 0) throw_relation(relation, {model.name, " has no primary key, which a join table needs"});
  const bool is_named = !columns.empty();
  for (std::size_t i = 0; i < model.key_count; ++i) {
    side.fields.push_back(model.key[i]);
    if (is_named)
      side.columns.push_back(std::string{take_element(columns)});
    else
      side.columns.push_back(
          concat({prefix, snake_case_of(model.name), "_", model.key_count == 1 ? "id" : model.key_field(i).column()}));
    if (side.columns.back().empty() || (i + 1 == model.key_count && !columns.empty()))
      throw_relation(relation, {"name one column for each field of the key of ", model.name});
  }
  return side;
}

// Whether `relation`'s join table is described by its other side.
inline bool is_inverse(const RelationInfo& relation, const RelationInfo& other) noexcept {
  const RelationOptions& mine = relation.options;
  const RelationOptions& others = other.options;
  if (mine.through.empty() != others.through.empty()) return mine.through.empty();
  const bool names_columns = !mine.source.empty() || !mine.target.empty();
  const bool other_names_columns = !others.source.empty() || !others.target.empty();
  if (names_columns != other_names_columns) return other_names_columns;
  if (mine.related.empty() != others.related.empty()) return !mine.related.empty();
  if (relation.owner->name != other.owner->name) return relation.owner->name > other.owner->name;
  return relation.name > other.name;
}

// Whether nothing says which many_to_many of its target is the other side of `relation`.
inline bool is_unpaired(const RelationInfo& relation, const ModelInfo& target) noexcept {
  if (!relation.options.related.empty()) return false;
  for (std::size_t i = 0; i < target.relation_count; ++i) {
    const RelationInfo& each = target.relations[i];
    if (&each == &relation || each.kind != RelationKind::many_to_many || !is_to(each, *relation.owner)) continue;
    const bool has_same_table = !relation.options.through.empty() && each.options.through == relation.options.through;
    if (each.options.related == relation.name || has_same_table) return false;
  }
  return true;
}

// The many_to_many of the target that is the other side: one of both names the other by `related`, or both name the same
// join table. Null where the target has none. Throws RegistrationError where it cannot be told.
inline const RelationInfo* other_side(const RelationInfo& relation, const ModelInfo& owner, const ModelInfo& target) {
  const std::string_view related = relation.options.related;
  const std::string_view through = relation.options.through;
  List<const RelationInfo*> named, sharing, possible;
  for (std::size_t i = 0; i < target.relation_count; ++i) {
    const RelationInfo& each = target.relations[i];
    if (&each == &relation || each.kind != RelationKind::many_to_many || each.through != nullptr ||
        !is_to(each, *relation.owner))
      continue;
    const bool is_named = each.options.related == relation.name || related == each.name;
    if (is_named)
      named.push_back(&each);
    else if (!through.empty() && each.options.through == through)
      sharing.push_back(&each);
    else if ((through.empty() || each.options.through.empty()) && is_unpaired(each, owner))
      possible.push_back(&each);
  }
  if (named.empty()) named = std::move(sharing);
  if (named.size() > 1)
    throw_relation(relation, {"ambiguous: several relations of ", target.name, " are its other side: ", names_of(named),
                              "; keep one of them"});
  if (named.empty() && !related.empty())
    throw_relation(relation, {target.name, " has no pv::ManyToMany \"", related, "\" to ", relation.owner->name});
  if (named.empty() && !possible.empty())
    throw_relation(
        relation,
        {"ambiguous: ", target.name, " has ", names_of(possible), " to ", owner.name,
         "; if it is the other side, write related=\"...\" at one of both; if not, give each its join table by "
         "through=\"...\""});
  if (named.empty()) return nullptr;
  const RelationInfo& other = *named.front();
  const bool agree = (related.empty() || related == other.name) &&
                     (other.options.related.empty() || other.options.related == relation.name);
  if (!agree)
    throw_relation(relation,
                   {relation_name(other), " names another relation as its other side: correct related of one of both"});
  return &other;
}

inline bool is_same_list(const List<std::string>& left, const List<std::string>& right) noexcept {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i)
    if (left[i] != right[i]) return false;
  return true;
}

// Throws RegistrationError where what the inverse side says of the join table is not what the describing side says.
inline void check_inverse(const RelationInfo& relation, const ModelInfo& owner, const ModelInfo& target,
                          const JoinTable& join) {
  const RelationOptions& options = relation.options;
  const bool agree = (options.through.empty() || options.through == join.table) &&
                     (options.source.empty() ||
                      is_same_list(made_side(relation, owner, options.source, {}).columns, join.owner.columns)) &&
                     (options.target.empty() ||
                      is_same_list(made_side(relation, target, options.target, {}).columns, join.target.columns));
  if (!agree)
    throw_relation(
        relation,
        {"its other side describes another join table or other columns: write through, source and target at one of both"});
}

inline void check_columns(const RelationInfo& relation, const JoinTable& join) {
  for (const std::string& one : join.owner.columns)
    for (const std::string& other : join.target.columns)
      if (one == other)
        throw_relation(relation, {"both sides of the join table have a column \"", one,
                                  "\": name them by source=\"...\" and target=\"...\""});
}

inline JoinTable table_of(const RelationInfo& relation, const ModelInfo& owner, const ModelInfo& target) {
  const RelationInfo* const other = other_side(relation, owner, target);
  if (other != nullptr && is_inverse(relation, *other)) {
    JoinTable join = table_of(*other, target, owner);
    std::swap(join.owner, join.target);
    check_inverse(relation, owner, target, join);
    return join;
  }
  JoinTable join{.schema = owner.schema()};
  join.table = relation.options.through.empty() ? concat({owner.table, "_", relation.name})
                                                : std::string{relation.options.through};
  const bool is_loop = &owner == &target;
  join.owner = made_side(relation, owner, relation.options.source, is_loop ? "from_" : "");
  join.target = made_side(relation, target, relation.options.target, is_loop ? "to_" : "");
  check_columns(relation, join);
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

// The foreign key of the join model for one side: the one named, or the only one but `taken`, that of the other side.
inline const RelationInfo& key_of_join_model(const RelationInfo& relation, const ModelInfo& join_model,
                                             const ModelSlot& side, std::string_view name, std::string_view taken,
                                             std::string_view option) {
  const List<const RelationInfo*> all = foreign_keys_to(join_model, side, false);
  List<const RelationInfo*> meant;
  for (const RelationInfo* each : all)
    if (name.empty() ? each->name != taken : each->name == name) meant.push_back(each);
  return only_of(meant, all, relation, join_model, side, "ForeignKey", option);
}

inline JoinTable table_of_model(const RelationInfo& relation, const ModelInfo& owner, const ModelInfo& target) {
  const ModelInfo& model = model_in(*relation.through, relation);
  const RelationOptions& options = relation.options;
  if (!options.through.empty())
    throw_relation(relation, {"the join table is that of ", model.name, ": remove through=\"...\""});
  JoinTable join{.model = &model, .schema = model.schema(), .table = std::string{model.table}};
  const RelationInfo& source =
      key_of_join_model(relation, model, *relation.owner, options.source, options.target, "source");
  const RelationInfo& destination =
      key_of_join_model(relation, model, *relation.target, options.target, options.source, "target");
  join.owner = side_of_model(source, model, owner);
  join.target = side_of_model(destination, model, target);
  check_columns(relation, join);
  return join;
}

}  // namespace promptview::detail

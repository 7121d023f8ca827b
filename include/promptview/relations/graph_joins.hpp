// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include <promptview/links/relation_link.hpp>
#include <promptview/query/select.hpp>
#include <promptview/relations/join_table_rows.hpp>
#include <promptview/relations/object_graph.hpp>
#include <promptview/model/object_writes.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/join_table_change.hpp>
#include <promptview/store/write_request.hpp>

namespace promptview::detail {

// All pairs that one relation connects.
struct JoinedPairs {
  RelationLink link{};
  std::vector<GraphJoin> joins{};
};

inline List<Value> side_key(const JoinSide& side, const GraphNode& node) {
  List<Value> key;
  for (const std::uint16_t field : side.fields) key.push_back(field_value(node.model->fields[field], node.object));
  return key;
}

// Rows without a model: those that are there stay.
inline void write_plain_joins(const Context& context, const ObjectGraph& graph, const JoinedPairs& pairs) {
  const RelationLink& link = pairs.link;
  List<List<Value>> owners, targets;
  for (const GraphJoin& join : pairs.joins) {
    owners.push_back(side_key(link.join.owner, graph.nodes[join.owner]));
    targets.push_back(side_key(link.join.target, graph.nodes[join.target]));
  }
  JoinChange change{.kind = JoinChange::Kind::add,
                    .link = &link,
                    .owners = columns_of_keys(link.join.owner, *link.owner, owners),
                    .targets = columns_of_keys(link.join.target, *link.target, targets)};
  (void)space_of(*link.owner).write(context, {.kind = WriteRequest::Kind::join_rows, .join = &change});
}

// Rows of a join model, as it makes them itself, for pairs that have none.
inline void write_model_joins(const Context& context, const ObjectGraph& graph, const JoinedPairs& pairs) {
  const RelationLink& link = pairs.link;
  const ModelInfo& model = *link.join.model;
  List<List<Value>> owners, targets;   // of pairs that may have a row
  List<LoadedPointer> made;
  List<void*> rows, others;
  for (const GraphJoin& join : pairs.joins) {
    const GraphNode& owner = graph.nodes[join.owner];
    const GraphNode& target = graph.nodes[join.target];
    made.push_back(LoadedPointer{model.make(model)});
    set_side(link.join, link.join.owner, side_key(link.join.owner, owner), made.back().object());
    set_side(link.join, link.join.target, side_key(link.join.target, target), made.back().object());
    const bool is_new = owner.was_unsaved || target.was_unsaved;
    (is_new ? rows : others).push_back(made.back().object());
    if (is_new) continue;
    owners.push_back(side_key(link.join.owner, owner));
    targets.push_back(side_key(link.join.target, target));
  }
  write_objects(space_of(model), context, objects_at(rows), {.mode = WriteMode::insert});
  if (others.empty()) return;
  JoinChange change{.kind = JoinChange::Kind::missing,
                    .link = &link,
                    .owners = columns_of_keys(link.join.owner, *link.owner, owners),
                    .targets = columns_of_keys(link.join.target, *link.target, targets)};
  (void)space_of(*link.owner).write(context, {.kind = WriteRequest::Kind::join_rows, .join = &change});
  List<void*> missing;
  for (const std::size_t place : change.found) missing.push_back(others[place]);
  (void)insert_join_rows(model, context, missing);
}

inline bool is_same_pair(const RelationLink& a, const GraphJoin& x, const RelationLink& b, const GraphJoin& y) {
  const bool has_same_nodes = (x.owner == y.owner && x.target == y.target) || (x.owner == y.target && x.target == y.owner);
  if (!has_same_nodes || a.join.table != b.join.table || a.join.schema != b.join.schema) return false;
  if (a.join.owner.columns[0] == b.join.owner.columns[0]) return x.owner == y.owner && x.target == y.target;
  return x.owner == y.target && x.target == y.owner;
}

// A pair that both sides hold is one row.
inline void add_pair(std::vector<JoinedPairs>& all, const GraphJoin& join) {
  JoinedPairs* same = nullptr;
  for (JoinedPairs& each : all)
    if (each.link.relation == join.relation) same = &each;
  RelationLink link = same != nullptr ? RelationLink{} : link_of(*join.relation);
  const RelationLink& own = same != nullptr ? same->link : link;
  if (own.join.model != nullptr)
    for (const JoinedPairs& each : all)
      for (const GraphJoin& known : each.joins)
        if (is_same_pair(each.link, known, own, join)) return;
  if (same != nullptr) return same->joins.push_back(join);
  all.push_back({.link = std::move(link), .joins = {join}});
}

inline void write_joins(const Context& context, const ObjectGraph& graph) {
  std::vector<JoinedPairs> all;
  for (const GraphJoin& join : graph.joins) add_pair(all, join);
  for (const JoinedPairs& each : all) each.link.join.model == nullptr ? write_plain_joins(context, graph, each) : write_model_joins(context, graph, each);
}

}  // namespace promptview::detail

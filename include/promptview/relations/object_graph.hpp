// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include <promptview/links/field_values.hpp>
#include <promptview/links/foreign_key_columns.hpp>
#include <promptview/links/relation_link.hpp>
#include <promptview/links/relation_member.hpp>
#include <promptview/schema/model_info.hpp>

namespace promptview::detail {

// One object of a graph.
struct GraphNode {
  static constexpr std::size_t no_root = SIZE_MAX;

  const ModelInfo* model = nullptr;
  void* object = nullptr;
  std::size_t root = no_root;  // its place among those that the caller gave
  bool was_unsaved = false;    // the database has to make its key
  bool is_whole = false;       // is written with all its fields; otherwise with the keys that it gets, if any
  bool is_done = false;
};

// One object takes its key from another.
struct GraphEdge {
  std::size_t from = 0;      // the node that takes it
  std::size_t to = 0;
  List<FieldPair> pairs{};   // owner: of `from`
  const RelationInfo* relation = nullptr;
  bool can_wait = false;     // all of these fields of `from` can be NULL at first
  bool is_set = false;
};

// Two objects that a join row connects.
struct GraphJoin {
  const RelationInfo* relation = nullptr;
  std::size_t owner = 0;
  std::size_t target = 0;
};

// The objects that can be reached from some by what their relations hold.
class ObjectGraph {
 public:
  void add_root(const ModelInfo& model, void* object) {
    GraphNode& node = nodes[add(model, object)];
    if (node.root == GraphNode::no_root) node.root = roots_++;
    node.is_whole = true;
  }

  // Follows the relations of all nodes. Throws RegistrationError.
  void follow() {
    for (std::size_t at = 0; at < nodes.size(); ++at)
      for (std::size_t i = 0; i < nodes[at].model->relation_count; ++i) follow(at, nodes[at].model->relations[i]);
  }

  std::vector<GraphNode> nodes{};
  std::vector<GraphEdge> edges{};
  std::vector<GraphJoin> joins{};

 private:
  std::size_t add(const ModelInfo& model, void* object) {
    const auto [known, is_new] = places_.try_emplace(object, nodes.size());
    if (!is_new) return known->second;
    const bool unsaved = is_unsaved(model, object);
    nodes.push_back({.model = &model, .object = object, .was_unsaved = unsaved, .is_whole = unsaved || !has_generated_key(model)});
    return nodes.size() - 1;
  }

  void follow(std::size_t at, const RelationInfo& relation) {
    const RelationMember& member = *relation.member(nodes[at].object);
    if (!member.is_loaded() || !RelationAccess::loaded(member)) return;
    if (!is_to_many(relation.kind)) return follow(at, relation, RelationAccess::loaded(member));
    for (const LoadedPointer& each : RelationAccess::list(member)) follow(at, relation, each);
  }

  void follow(std::size_t at, const RelationInfo& relation, const LoadedPointer& held) {
    const std::size_t other = add(*held.get()->model, held.object());
    if (relation.kind == RelationKind::many_to_many) {
      joins.push_back({.relation = &relation, .owner = at, .target = other});
    } else if (relation.kind == RelationKind::foreign_key || relation.kind == RelationKind::one_to_one) {
      const GraphNode& node = nodes[at];
      if (!has_field_value(node.model->fields[field_named(relation, *node.model, relation.name)], node.object))
        connect(at, other, relation, link_of(relation).pairs);
    } else if (relation.kind != RelationKind::reference) {
      List<FieldPair> pairs;
      for (const FieldPair& pair : link_of(relation).pairs) pairs.push_back({.owner = pair.target, .target = pair.owner});
      if (!agree(other, at, pairs)) connect(other, at, relation, std::move(pairs));
    }
  }

  // Whether the key is what it should be already.
  bool agree(std::size_t from, std::size_t to, const List<FieldPair>& pairs) const {
    if (nodes[to].was_unsaved) return false;
    for (const FieldPair& pair : pairs) {
      const FieldInfo& own = nodes[from].model->fields[pair.owner];
      const FieldInfo& key = nodes[to].model->fields[pair.target];
      if (!same_key(field_value(own, nodes[from].object), field_value(key, nodes[to].object))) return false;
    }
    return true;
  }

  void connect(std::size_t from, std::size_t to, const RelationInfo& relation, List<FieldPair> pairs) {
    bool can_wait = true;
    for (const FieldPair& pair : pairs)
      can_wait = can_wait && type_of(*nodes[from].model, pair.owner).nullable && !nodes[from].model->is_key(pair.owner);
    edges.push_back({.from = from, .to = to, .pairs = std::move(pairs), .relation = &relation, .can_wait = can_wait});
  }

  std::unordered_map<const void*, std::size_t> places_{};
  std::size_t roots_ = 0;
};

}  // namespace promptview::detail

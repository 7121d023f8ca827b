// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/base/concat.hpp>
#include <promptview/base/error.hpp>
#include <promptview/links/relation_link.hpp>
#include <promptview/query/select.hpp>
#include <promptview/query/select_edits.hpp>
#include <promptview/store/feature_check.hpp>

// The relations to load into the objects of a query, in an order in which that is possible: owners first.
namespace promptview::detail {

// One relation of the objects that another node loads, or of those of the query.
struct IncludeNode {
  static constexpr std::size_t root = static_cast<std::size_t>(-1);

  const RelationInfo* relation = nullptr;
  const Select* query = nullptr;
  RelationLink link{};
  std::size_t owner = root;  // the node in front
  std::size_t depth = 0;     // how many nodes are in front
  bool is_along = false;     // it is read with the query's own rows
  std::string path{};        // "posts__tags"

  std::string name() const { return concat({"include(\"", path, "\")"}); }  // for messages

  // The fields whose values say what belongs to what.
  List<std::uint16_t> owner_fields() const {
    if (is_joined()) return link.join.owner.fields;
    List<std::uint16_t> fields;
    for (const FieldPair& pair : link.pairs) fields.push_back(pair.owner);
    return fields;
  }
  List<std::uint16_t> target_fields() const {
    if (is_joined()) return link.join.target.fields;
    List<std::uint16_t> fields;
    for (const FieldPair& pair : link.pairs) fields.push_back(pair.target);
    return fields;
  }
  bool is_joined() const noexcept { return relation->kind == RelationKind::many_to_many; }
  // Whether the same row can belong to several owners.
  bool shares_rows() const noexcept { return is_joined() || is_foreign_key(relation->kind); }
};

// Nodes stand behind their owners. Points into the query. Throws RegistrationError, and InvalidValue for what is in another
// kind of store or another database than the objects.
// `can_join`: the owners' rows can have others beside them.
inline void append_nodes(std::vector<IncludeNode>& nodes, const List<Include>& includes, std::size_t owner, std::string_view database, bool can_join) {
  const std::size_t first = nodes.size();
  for (const Include& each : includes) {
    IncludeNode node{.relation = each.relation, .query = &*each.query, .link = link_of(*each.relation), .owner = owner};
    node.is_along = can_join && each.is_joined;
    if (owner != IncludeNode::root) {
      node.depth = nodes[owner].depth + 1;
      node.path = nodes[owner].path + "__";
    }
    node.path += each.relation->name;
    if (node.link.owner->backend != node.link.target->backend)
      throw InvalidValue{concat({node.name(), ": ", node.link.target->name, " is in another kind of store than ", node.link.owner->name})};
    if (!node.query->database.empty() && node.query->database != database)
      throw InvalidValue{concat({node.name(), ": what is included comes from the database of the query around, not from \"",
                                 node.query->database, "\": leave that out"})};
    nodes.push_back(std::move(node));
  }
  const std::size_t end = nodes.size();
  for (std::size_t i = first; i < end; ++i) append_nodes(nodes, (*includes[i - first].query).includes, i, database, nodes[i].is_along);
}

inline std::vector<IncludeNode> nodes_of(const List<Include>& includes, const Context& context, bool can_join = false) {
  std::vector<IncludeNode> nodes;
  append_nodes(nodes, includes, IncludeNode::root, context.database, can_join);
  for (const IncludeNode& node : nodes) check_lock(context, *node.query);
  return nodes;
}

}  // namespace promptview::detail

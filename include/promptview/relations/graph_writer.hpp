// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <promptview/base/concat.hpp>
#include <promptview/base/error.hpp>
#include <promptview/links/field_snapshot.hpp>
#include <promptview/query/select.hpp>
#include <promptview/relations/graph_joins.hpp>
#include <promptview/relations/object_graph.hpp>
#include <promptview/model/object_writes.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/write_request.hpp>

namespace promptview::detail {

// Writes a graph round by round: each round all objects whose keys are known by then, model by model.
class GraphWriter {
 public:
  explicit GraphWriter(ObjectGraph& graph) : graph_{graph}, edges_of_(graph.nodes.size()) {
    for (const GraphEdge& edge : graph.edges) edges_of_[edge.from].push_back(&edge);
  }

  void run(const Context& context) {
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) graph_.nodes[i].is_done = !graph_.nodes[i].is_whole && edges_of_[i].empty();
    std::vector<std::size_t> deferred;
    for (std::vector<std::size_t> ready = next(deferred); !ready.empty(); ready = next(deferred)) write(context, ready);
    write_deferred(context, deferred);
    write_joins(context, graph_);
  }

  void call_after_save() const {
    for (const std::size_t place : written_)
      after_save(*graph_.nodes[place].model, graph_.nodes[place].object);
  }

 private:
  // Objects that one call writes: of one model, with the same fields.
  struct Group {
    const ModelInfo* model = nullptr;
    Write how{};
    std::vector<std::size_t> places{};
  };

  // The key that an object waits for is known when that one is written, or had one before.
  bool is_known(const GraphEdge& edge) const noexcept {
    const GraphNode& to = graph_.nodes[edge.to];
    return to.is_done || (!to.is_whole && !to.was_unsaved);
  }

  // The objects that can be written now. Where only circles are left, one whose missing keys can be NULL until `deferred` sets them.
  std::vector<std::size_t> next(std::vector<std::size_t>& deferred) {
    const std::size_t count = graph_.nodes.size();
    std::vector<char> waits(count, 0);
    constexpr char for_some = 1, for_good = 2;
    for (const GraphEdge& edge : graph_.edges)
      if (!edge.is_set && !is_known(edge)) waits[edge.from] = static_cast<char>(waits[edge.from] | (edge.can_wait ? for_some : for_good));
    std::vector<std::size_t> ready;
    for (std::size_t i = 0; i < count; ++i)
      if (!graph_.nodes[i].is_done && waits[i] == 0) ready.push_back(i);
    if (!ready.empty()) return ready;
    for (std::size_t i = 0; i < count && ready.empty(); ++i)
      if (!graph_.nodes[i].is_done && waits[i] == for_some) ready.push_back(i);
    if (ready.empty()) refuse_circle();
    for (std::size_t i = 0; i < graph_.edges.size() && !ready.empty(); ++i)
      if (GraphEdge& edge = graph_.edges[i]; edge.from == ready.front() && !edge.is_set && !is_known(edge)) {
        deferred.push_back(i);
        edge.is_set = true;
      }
    return ready;
  }

  void refuse_circle() const {
    std::string names;
    for (const GraphEdge& edge : graph_.edges)
      if (!edge.is_set && !is_known(edge)) names.append(names.empty() ? "" : ", ").append(relation_name(*edge.relation));
    if (names.empty()) return;
    throw UnsavedRelation{concat({"save_graph: these objects need each other's keys, so that none can be first: ", names,
                                  ": make one of the keys a pv::OptionalForeignKey"})};
  }

  void set_keys(const GraphEdge& edge) const {
    const GraphNode& from = graph_.nodes[edge.from];
    const GraphNode& to = graph_.nodes[edge.to];
    for (const FieldPair& pair : edge.pairs) set_field(*from.model, pair.owner, from.object, field_value(to.model->fields[pair.target], to.object));
  }

  static void add_field(std::vector<std::uint16_t>& fields, std::uint16_t field) {
    for (const std::uint16_t each : fields)
      if (each == field) return;
    fields.push_back(field);
  }

  void write(const Context& context, const std::vector<std::size_t>& ready) {
    std::vector<std::vector<std::uint16_t>> keys(graph_.nodes.size());
    for (GraphEdge& edge : graph_.edges) {
      if (edge.is_set || graph_.nodes[edge.from].is_done || !is_known(edge)) continue;
      set_keys(edge);
      edge.is_set = true;
      for (const FieldPair& pair : edge.pairs) add_field(keys[edge.from], pair.owner);
    }
    std::vector<Group> groups;
    for (const std::size_t place : ready) {
      GraphNode& node = graph_.nodes[place];
      node.is_whole ? add_to(groups, place, {}) : add_to(groups, place, {.mode = WriteMode::update, .only = std::move(keys[place])});
    }
    for (const Group& group : groups) write(context, group);
    for (const std::size_t place : ready) graph_.nodes[place].is_done = true;
  }

  void add_to(std::vector<Group>& groups, std::size_t place, Write how) const {
    for (Group& group : groups)
      if (group.model == graph_.nodes[place].model && group.how.mode == how.mode && group.how.only == how.only)
        return group.places.push_back(place);
    groups.push_back({.model = graph_.nodes[place].model, .how = std::move(how), .places = {place}});
  }

  void write(const Context& context, const Group& group) {
    Namespace& space = space_of(*group.model);
    List<void*> objects;
    for (const std::size_t place : group.places) objects.push_back(graph_.nodes[place].object);
    try {
      for_each_place(group.places.size(), [&](std::size_t i) {
        const std::vector<std::uint16_t>& only = group.how.only;
        before_save(space, objects[i], only.empty() ? fields_to_prepare(group.places[i]) : only, i, group.places.size());
      });
      space.save_all(context, objects_at(objects), group.how);
    } catch (Error& error) {  // the caller knows the objects that it has given
      const std::size_t place = error.place() < group.places.size() ? graph_.nodes[group.places[error.place()]].root : GraphNode::no_root;
      error.set_place(place == GraphNode::no_root ? Error::no_place : place);
      throw;
    }
    written_.insert(written_.end(), group.places.begin(), group.places.end());
  }

  // All fields but those whose keys are set later; as for all, none where there are no such.
  std::vector<std::uint16_t> fields_to_prepare(std::size_t place) const {
    const GraphNode& node = graph_.nodes[place];
    std::vector<bool> waits(node.model->field_count, false);
    bool any = false;
    for (const GraphEdge* edge : edges_of_[place])
      for (const FieldPair& pair : edge->pairs)
        if (!is_known(*edge)) any = waits[pair.owner] = true;
    std::vector<std::uint16_t> fields;
    for (std::size_t i = 0; i < node.model->field_count && any; ++i)
      if (!waits[i]) fields.push_back(static_cast<std::uint16_t>(i));
    return fields;
  }

  void write_deferred(const Context& context, const std::vector<std::size_t>& deferred) {
    std::vector<std::vector<std::uint16_t>> keys(graph_.nodes.size());
    std::vector<std::size_t> places;
    for (const std::size_t i : deferred) {
      const GraphEdge& edge = graph_.edges[i];
      set_keys(edge);
      if (keys[edge.from].empty()) places.push_back(edge.from);
      for (const FieldPair& pair : edge.pairs) add_field(keys[edge.from], pair.owner);
    }
    std::vector<Group> groups;
    for (const std::size_t place : places) add_to(groups, place, {.mode = WriteMode::update, .only = std::move(keys[place])});
    for (const Group& group : groups) {
      List<void*> objects;
      for (const std::size_t place : group.places) objects.push_back(graph_.nodes[place].object);
      space_of(*group.model).save_all(context, objects_at(objects), group.how);
    }
  }

  ObjectGraph& graph_;
  std::vector<std::vector<const GraphEdge*>> edges_of_;  // by the node that takes the key
  std::vector<std::size_t> written_{};
};

// Carries out pv::save_graph.
inline void save_objects(const Context& context, ObjectGraph& graph) {
  if (graph.nodes.empty()) return;
  graph.follow();
  FieldSnapshot kept;
  for (const GraphNode& node : graph.nodes) kept.keep(*node.model, node.object);
  for (const GraphEdge& edge : graph.edges)
    for (const FieldPair& pair : edge.pairs) kept.keep(*graph.nodes[edge.from].model, graph.nodes[edge.from].object, pair.owner);
  GraphWriter writer{graph};
  do_whole(*graph.nodes.front().model, context, [&](const Context& inner) { writer.run(inner); });
  kept.release();
  writer.call_after_save();
}

}  // namespace promptview::detail

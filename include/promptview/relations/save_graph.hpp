// SPDX-License-Identifier: MIT
#pragma once

#include <type_traits>

#include <promptview/links/shared.hpp>
#include <promptview/model/database.hpp>
#include <promptview/relations/graph_writer.hpp>
#include <promptview/relations/object_graph.hpp>
#include <promptview/schema/model_traits.hpp>

namespace promptview {

namespace detail {

template <class Object>
void add_roots(ObjectGraph& graph, Object& object) {
  if constexpr (Registered<Object>) {
    graph.add_root(model_of<Object>(), &object);
  } else if constexpr (requires { object.pointer(); *object; }) {
    graph.add_root(*object.pointer().get()->model, object.operator->());
  } else {
    constexpr bool is_range = requires { object.begin(); object.end(); };
    static_assert(is_range, "save_graph takes objects of models that can be changed, pv::Shared ones, and ranges of them");
    if constexpr (is_range)
      for (auto& each : object) add_roots(graph, each);
  }
}

}  // namespace detail

// Saves these objects, as save() does, with all that they hold: `author.posts.append({.title = "A"}); pv::save_graph(author);`.
// An argument is an object, a pv::Shared, or a range of them.
//
// The objects that the relations hold, at any depth, are written too: new ones are inserted, and those with keys of the application
// saved; those whose keys the database has made before stay as they are, but for foreign keys that change. Each comes after those
// whose keys it needs; children in loaded or appended lists get their keys, then join rows are written. A shared object is
// saved once. Where objects need each other, one gets its key by an UPDATE behind, if it can be NULL so long; otherwise
// UnsavedRelation.
//
// All of it or, when it throws, nothing: one transaction, or a savepoint in the thread's. Keys and what else the database
// makes of the objects are then as before. A round trip for each model at each depth, and for each relation with join rows;
// two more where rows of a join model may be there already.
// The error's place is the place among the objects that were given, when it is about one of them. `before_save` and
// `validate` are called when it is the object's turn, `after_save` when all is written.
template <class... Objects>
void save_graph(Objects&&... objects) {
  static_assert(sizeof...(Objects) > 0, "save_graph takes at least one object");
  static_assert(((std::is_lvalue_reference_v<Objects&&> || !Registered<std::remove_cvref_t<Objects>>) && ...),
                "save_graph takes objects that stay: their keys are written into them");
  detail::ObjectGraph graph;
  (detail::add_roots(graph, objects), ...);
  detail::save_objects(detail::default_context(), graph);
}

}  // namespace promptview

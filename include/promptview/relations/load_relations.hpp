// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>

#include <promptview/links/readable_relations.hpp>
#include <promptview/links/relation_link.hpp>
#include <promptview/lookups/bound_argument.hpp>
#include <promptview/model/database.hpp>
#include <promptview/query/lookup_condition.hpp>
#include <promptview/query/select.hpp>
#include <promptview/relations/include_path.hpp>
#include <promptview/schema/model_traits.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/feature_check.hpp>
#include <promptview/store/namespace.hpp>
#include <promptview/store/namespace_for.hpp>
#include <promptview/store/namespace_manager.hpp>
#include <promptview/store/row_sink.hpp>
#include <promptview/store/run_query.hpp>

// Reading relations of objects that are at hand.
namespace promptview::detail {

// What `select` includes.
inline void load_included(Namespace& space, const Context& context, const List<void*>& objects, const Select& select) {
  check_query(space, select);
  ReadRequest request{.kind = ReadRequest::Kind::relations, .space = &space, .select = &select, .objects = &objects};
  space.read(context, request);
}

inline void load_path(Namespace& space, const Context& context, const List<void*>& objects, std::string_view path, const Select* query) {
  Select select{.model = &space.model()};
  add_include(select, path, query);
  load_included(space, context, objects, select);
}

// Reads the relation of the object that the member is part of.
inline void load_member(const Context& context, const RelationMember& member) {
  void* const object = RelationAccess::owner(member);
  const RelationInfo& relation = *RelationAccess::info(member);
  const ModelInfo& model = model_in(*relation.owner, relation);
  Select select{.model = &model};
  select.includes.push_back({.relation = &relation, .query = SelectBox{Select{.model = &model_in(*relation.target, relation)}}});
  List<void*> objects;
  objects.push_back(object);
  load_included(NamespaceManager::build_namespace(model), context, objects, select);
}

// Reads the one object whose field has this value; of the primary key, where the member does not know its relation yet.
class LoadedRow final : public RowSink {
 public:
  explicit LoadedRow(const ModelInfo& model) : model_{model} {}

  void expect(std::size_t) override {}
  void row(ValueReader& columns) override {
    found_ = LoadedPointer{model_.make(model_)};
    read_fields(model_, found_.object(), columns);
  }
  LoadedPointer take() { return std::move(found_); }

 private:
  const ModelInfo& model_;
  LoadedPointer found_{};
};

inline void load_by_key(Namespace& space, const Context& context, RelationMember& member, const BoundArgument& key) {
  const ModelInfo& model = space.model();
  if (model.key_count != 1 && RelationAccess::info(member) == nullptr) (void)RelationAccess::owner(member);
  std::uint16_t field = model.key[0];
  if (const RelationInfo* const relation = RelationAccess::info(member)) field = link_of(*relation).pairs[0].target;
  Select select{.model = &model};
  narrow(select, make_leaf(model, {.field = field, .lookup = lookup_named("exact")}, key));
  LoadedRow row{model};
  run(space, context, limited(std::move(select), 1), row);
  RelationAccess::set_loaded(member, row.take());
}

template <class T>
struct RelationLoader<T, void> {
  static void load(RelationMember& member) { load_member(default_context(), member); }
  // A key that is missing, and an object that was assigned before it had one, are left as they are.
  template <class Key>
  static void load(RelationMember& member, const Key* key) {
    if (key != nullptr)
      load_by_key(namespace_for<T>(), default_context(), member, bind_argument(*key));
    else if (!RelationAccess::loaded(member))
      RelationAccess::set_loaded(member, {});
  }
};

}  // namespace promptview::detail

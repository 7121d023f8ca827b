// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/postgres/format/bytes.hpp>
#include <promptview/postgres/format/result_reader.hpp>
#include <promptview/postgres/pipeline/statement_pipeline.hpp>
#include <promptview/postgres/statements/bind_values.hpp>
#include <promptview/postgres/statements/include_builder.hpp>
#include <promptview/postgres/statements/key_places.hpp>
#include <promptview/relations/include_plan.hpp>
#include <promptview/relations/relation_filler.hpp>
#include <promptview/store/row_sink.hpp>

// Reads what a query includes into its objects.
namespace promptview::postgres::detail {

using promptview::detail::IncludeNode;
using promptview::detail::LoadedPointer;
using promptview::detail::RelationFiller;

// The objects of one node, each once, and a row of the result that each was read from.
struct IncludeLevel {
  Result result{};
  std::vector<void*> objects{};
  std::vector<int> rows{};
};

// Reads the rows of a node. `group_of` says to which owners a row belongs. A row that comes again for a relation that
// shares rows is the same object. What is read lives as long as what holds it: its owners, once they are filled.
template <class GroupOf>
void read_targets(const IncludeNode& node, std::size_t more, const GroupOf& group_of, RelationFiller& filler, IncludeLevel& level) {
  const ModelInfo& model = *node.link.target;
  const Result& result = level.result;
  ResultReader reader{result, {.model = &model, .count = model.field_count, .more = more}};
  promptview::detail::List<std::uint16_t> key;
  for (std::size_t i = 0; i < model.key_count; ++i) key.push_back(model.key[i]);
  const bool shares = node.shares_rows() && model.key_count > 0;
  KeyPlaces known{std::move(key)};
  std::vector<LoadedPointer> shared;
  const int rows = result.rows();
  if (!shares) level.objects.reserve(static_cast<std::size_t>(rows));
  for (int row = 0; row < rows; ++row) {
    const std::uint32_t group = group_of(row);
    if (group == RelationFiller::no_group) continue;  // its owner came or went between two statements
    const std::uint32_t place = shares ? known.add(result, row) : KeyPlaces::none;
    if (place < shared.size()) {
      filler.add(group, shared[place]);
      continue;
    }
    const LoadedPointer object{model.make(model)};
    reader.to_row(row);
    promptview::detail::read_fields(model, object.object(), reader);
    if (place != KeyPlaces::none) shared.push_back(object);
    level.objects.push_back(object.object());
    level.rows.push_back(row);
    filler.add(group, object);
  }
}

// Several statements in one round trip, and their results.
class IncludeBatch final : public PipelineBatch {
 public:
  void add(Statement statement, const IncludeNode& node) { entries_.push_back({.statement = std::move(statement), .node = &node}); }
  Result& result(std::size_t place) { return entries_[place].result; }

  std::size_t count() const noexcept override { return entries_.size(); }
  const std::string& write(std::size_t place, Parameters& parameters) override {
    bind_values(parameters, entries_[place].statement, *model(place));
    return text(place);
  }
  void take(std::size_t place, Result answer) override { entries_[place].result = std::move(answer); }
  void rewind() override {}
  const std::string& text(std::size_t place) const override { return entries_[place].statement.sql; }
  const ModelInfo* model(std::size_t place) const override { return entries_[place].node->link.target; }
  std::string name(std::size_t place) const override { return entries_[place].node->name(); }
  bool has_places() const noexcept override { return false; }

 private:
  struct Entry {
    Statement statement{};
    const IncludeNode* node = nullptr;
    Result result{};
  };
  std::vector<Entry> entries_{};
};

// Loads level by level, by the keys that the objects hold.
class LevelLoader {
 public:
  LevelLoader(const std::vector<IncludeNode>& nodes) : nodes_{nodes}, builder_{no_query(), nodes}, levels_(nodes.size()) {}

  // A node that was read with the query's rows.
  void set_level(std::size_t node, IncludeLevel level) { levels_[node] = std::move(level); }

  void load(Connection& connection, std::vector<void*> objects) {
    objects_ = std::move(objects);
    std::size_t most = 0;
    for (const IncludeNode& node : nodes_) most = node.depth > most ? node.depth : most;
    for (std::size_t depth = 0; depth <= most; ++depth) load_level(connection, depth);
  }

 private:
  // One node while it is loaded.
  struct Loading {
    std::size_t node = 0;
    std::vector<void*> owners{};
    std::vector<std::uint32_t> groups{};  // of each owner
    std::vector<Value> keys{};            // of the groups, a list for each field
    std::size_t count = 0;                // of the groups
    std::size_t statement = no_statement;
  };
  static constexpr std::size_t no_statement = static_cast<std::size_t>(-1);
  static const Select& no_query() {
    static const Select none;
    return none;
  }

  void load_level(Connection& connection, std::size_t depth);
  Loading begin(std::size_t node);
  static bool keeps(const IncludeNode& node, void* owner);

  const std::vector<IncludeNode>& nodes_;
  IncludeBuilder builder_;
  std::vector<IncludeLevel> levels_;
  std::vector<void*> objects_{};
};

// A relation that was assigned an object without a key yet: there is nothing to read, and the object stays.
inline bool LevelLoader::keeps(const IncludeNode& node, void* owner) {
  const promptview::detail::RelationMember& member = *node.relation->member(owner);
  return is_foreign_key(node.relation->kind) && member.is_loaded() && promptview::detail::RelationAccess::loaded(member);
}

inline LevelLoader::Loading LevelLoader::begin(std::size_t at) {
  const IncludeNode& node = nodes_[at];
  const ModelInfo& model = *node.link.owner;
  const auto fields = node.owner_fields();
  Loading made{.node = at};
  KeyPlaces places{fields};
  std::vector<const void*> examples;
  for (void* owner : node.owner == IncludeNode::root ? objects_ : levels_[node.owner].objects) {
    const std::uint32_t group = places.add(model, owner);
    if (group == KeyPlaces::none && !is_foreign_key(node.relation->kind) && model.fields[fields[0]].is_auto)
      throw NotInitialized{std::string{model.name} + "." + std::string{node.relation->name} + ": save() the object first: it has no key yet"};
    if (group == KeyPlaces::none && keeps(node, owner)) continue;
    if (group == examples.size()) examples.push_back(owner);
    made.owners.push_back(owner);
    made.groups.push_back(group);
  }
  made.count = examples.size();
  for (const std::uint16_t place : fields) {
    const FieldInfo& field = model.fields[place];
    if (field.list_type == nullptr) throw InvalidValue{node.name() + ": an array cannot be the key of a relation"};
    ValueBuilder list{*field.list_type};
    list.begin_array(examples.size());
    for (const void* owner : examples) field.codec->write(list, field.address(const_cast<void*>(owner)));
    list.end_array();
    made.keys.push_back(list.take());
  }
  return made;
}

inline void LevelLoader::load_level(Connection& connection, std::size_t depth) {
  std::vector<Loading> all;
  IncludeBatch pipeline;
  for (std::size_t node = 0; node < nodes_.size(); ++node)
    if (nodes_[node].depth == depth && !nodes_[node].is_along) all.push_back(begin(node));
  for (Loading& each : all) {
    if (each.count == 0 || nodes_[each.node].query->matches_nothing()) continue;
    each.statement = pipeline.count();
    pipeline.add(builder_.by_keys(each.node, each.keys), nodes_[each.node]);
  }
  StatementPipeline{connection, pipeline, PipelineUnit::reads}.run();
  for (Loading& each : all) {
    const IncludeNode& node = nodes_[each.node];
    RelationFiller filler{node, each.count};
    if (each.statement != no_statement) {
      IncludeLevel& level = levels_[each.node];
      level.result = std::move(pipeline.result(each.statement));
      const int place = static_cast<int>(node.link.target->field_count);
      const auto group_of = [&](int row) { return static_cast<std::uint32_t>(level.result.place(row, place, each.count)); };
      read_targets(node, 1, group_of, filler, level);
    }
    filler.fill(each.owners, each.groups);
  }
}

}  // namespace promptview::postgres::detail

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
#include <promptview/postgres/statements/encoded_statements.hpp>
#include <promptview/postgres/statements/include_builder.hpp>
#include <promptview/postgres/statements/key_places.hpp>
#include <promptview/postgres/transaction/session.hpp>
#include <promptview/relations/include_plan.hpp>
#include <promptview/relations/owner_groups.hpp>
#include <promptview/relations/relation_filler.hpp>
#include <promptview/relations/target_objects.hpp>
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

// Reads the rows of a node. `group_of` says to which owners a row belongs. What is read lives as long as what holds it: its owners,
// once they are filled.
template <class GroupOf>
void read_targets(const IncludeNode& node, std::size_t more, const GroupOf& group_of, RelationFiller& filler, IncludeLevel& level) {
  const ModelInfo& model = *node.link.target;
  const Result& result = level.result;
  ResultReader reader{result, {.model = &model, .count = model.field_count, .more = more}};
  promptview::detail::TargetObjects targets{node, filler};
  KeyPlaces known{promptview::detail::key_fields_of(model)};
  const int rows = result.rows();
  if (!targets.shares_rows()) level.objects.reserve(static_cast<std::size_t>(rows));
  for (int row = 0; row < rows; ++row) {
    const std::uint32_t group = group_of(row);
    if (group == RelationFiller::no_group) continue;  // its owner came or went between two statements
    void* const object = targets.add(group, targets.shares_rows() ? known.add(result, row) : KeyPlaces::none);
    if (object == nullptr) continue;
    reader.to_row(row);
    promptview::detail::read_fields(model, object, reader);
    level.objects.push_back(object);
    level.rows.push_back(row);
  }
}

// Several statements in one round trip, and their results, which are kept.
class IncludeBatch final : public PipelineBatch {
 public:
  void add(Statement statement, const IncludeNode& node) {
    statements_.add(std::move(statement), *node.link.target);
    entries_.push_back({.node = &node});
  }
  Result& result(std::size_t place) { return entries_[place].result; }

  std::size_t count() const noexcept override { return entries_.size(); }
  PipelineStatement statement(std::size_t place) override { return statements_[place]; }
  void take(std::size_t place, Result answer) override { entries_[place].result = std::move(answer); }
  void rewind() override {}
  const std::string& text(std::size_t place) const override { return statements_.text(place); }
  const ModelInfo* model(std::size_t place) const override { return entries_[place].node->link.target; }
  std::string name(std::size_t place) const override { return entries_[place].node->name(); }
  bool has_places() const noexcept override { return false; }

 private:
  struct Entry {
    const IncludeNode* node = nullptr;
    Result result{};
  };
  EncodedStatements statements_{};
  std::vector<Entry> entries_{};
};

// Loads level by level, by the keys that the objects hold: a session is borrowed for each round trip, and given back before its
// rows are decoded.
class LevelLoader {
 public:
  LevelLoader(const std::vector<IncludeNode>& nodes) : nodes_{nodes}, builder_{no_query(), nodes}, levels_(nodes.size()) {}

  // A node that was read with the query's rows.
  void set_level(std::size_t node, IncludeLevel level) { levels_[node] = std::move(level); }

  void load(const SessionSource& source, std::vector<void*> objects) {
    objects_ = std::move(objects);
    std::size_t most = 0;
    for (const IncludeNode& node : nodes_) most = node.depth > most ? node.depth : most;
    for (std::size_t depth = 0; depth <= most; ++depth) load_level(source, depth);
  }

 private:
  // One node while it is loaded.
  struct Loading {
    std::size_t node = 0;
    promptview::detail::OwnerGroups owners{};
    std::size_t statement = no_statement;
  };
  static constexpr std::size_t no_statement = static_cast<std::size_t>(-1);
  static const Select& no_query() {
    static const Select none;
    return none;
  }

  void load_level(const SessionSource& source, std::size_t depth);

  const std::vector<IncludeNode>& nodes_;
  IncludeBuilder builder_;
  std::vector<IncludeLevel> levels_;
  std::vector<void*> objects_{};
};

inline void LevelLoader::load_level(const SessionSource& source, std::size_t depth) {
  std::vector<Loading> all;
  IncludeBatch pipeline;
  for (std::size_t node = 0; node < nodes_.size(); ++node)
    if (nodes_[node].depth == depth && !nodes_[node].is_along) {
      const std::size_t owner = nodes_[node].owner;
      const std::vector<void*>& owners = owner == IncludeNode::root ? objects_ : levels_[owner].objects;
      all.push_back({.node = node, .owners = promptview::detail::groups_of_owners(nodes_[node], owners)});
    }
  for (Loading& each : all) {
    if (each.owners.count == 0 || nodes_[each.node].query->matches_nothing()) continue;
    each.statement = pipeline.count();
    pipeline.add(builder_.by_keys(each.node, each.owners.keys), nodes_[each.node]);
  }
  if (pipeline.count() > 0) {
    const Session session{source};
    StatementPipeline{*session, pipeline, PipelineUnit::reads}.run();
  }
  for (Loading& each : all) {
    const IncludeNode& node = nodes_[each.node];
    RelationFiller filler{node, each.owners.count};
    if (each.statement != no_statement) {
      IncludeLevel& level = levels_[each.node];
      level.result = std::move(pipeline.result(each.statement));
      const int place = static_cast<int>(node.link.target->field_count);
      const auto group_of = [&](int row) { return static_cast<std::uint32_t>(level.result.place(row, place, each.owners.count)); };
      read_targets(node, 1, group_of, filler, level);
    }
    filler.fill(each.owners.owners, each.owners.groups);
  }
}

}  // namespace promptview::postgres::detail

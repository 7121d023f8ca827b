// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/postgres/format/result_reader.hpp>
#include <promptview/postgres/statements/include_builder.hpp>
#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/postgres/store/include_loader.hpp>
#include <promptview/postgres/transaction/session.hpp>
#include <promptview/query/select.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/row_sink.hpp>

namespace promptview::postgres::detail {

// Gives the rows of a result to a sink. `more`: columns behind theirs.
inline void give_rows(const Result& result, const ModelInfo& row, RowSink& sink, std::size_t more = 0) {
  ResultReader reader{result, {.model = &row, .count = row.field_count, .more = more}};
  const int rows = result.rows();
  sink.expect(static_cast<std::size_t>(rows));
  for (int at = 0; at < rows; ++at) {
    reader.to_row(at);
    sink.row(reader);
  }
}

// The model's objects in the first rows that a sink was given. Throws InvalidValue for rows without.
inline std::vector<void*> objects_in(RowSink& sink, std::size_t rows, const ModelInfo& model) {
  std::vector<void*> objects;
  objects.reserve(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    objects.push_back(sink.object(row));
    if (objects.back() == nullptr) throw InvalidValue{std::string{model.name} + ": leave out include(): these rows hold no objects to load into"};
  }
  return objects;
}

// A query that includes relations: its own statement and, where the query can be said again, one for each relation, none
// of which needs the answer of another. Where it cannot (random orders, row locks, SQL of the user's own, a limit without
// a certain order, keys that are equal in several forms), the relations are read level by level behind it. So are they
// without pipelining, where the statements would be as many round trips anyway.
//
// One statement with everything was slower, measured for 1,000 authors with 10 posts each and 3 tags a post, into objects
// over a local socket: the statements here 32 ms; one join of all tables, which repeats authors and posts in each row, 47;
// json_agg by GROUP BY 64, of which 48 are the server's; json_agg in subqueries or LATERAL 160, one run of which the server
// makes for each author and each post. JSON would also have to give back what it cannot hold, such as bytes and NaN.
class IncludeQuery {
 public:
  // `select` must stay. `is_together`: the statements of a pipeline are one round trip.
  IncludeQuery(const Context& context, const Select& select, bool is_together)
      : nodes_{promptview::detail::nodes_of(select.includes, context, select.combined.empty())},
        is_repeated_{is_together && can_repeat(select, nodes_)},
        select_{is_repeated_ ? repeatable(select) : select},
        builder_{select_, nodes_} {
    for (std::size_t node = 0; node < nodes_.size(); ++node)
      if (is_repeated_ && !nodes_[node].is_along) asked_.push_back(node);
    results_.resize(asked_.size() + 1);
  }
  IncludeQuery(const IncludeQuery&) = delete;
  IncludeQuery& operator=(const IncludeQuery&) = delete;

  // The statements; the first is the query's own.
  std::size_t count() const noexcept { return results_.size(); }
  Statement statement(std::size_t place) { return place == 0 ? SQLBuilder::select(select_) : builder_.repeated(asked_[place - 1]); }
  const ModelInfo& model(std::size_t place) const noexcept { return place == 0 ? *select_.model : *nodes_[asked_[place - 1]].link.target; }
  std::string name(std::size_t place) const { return place == 0 ? std::string{} : nodes_[asked_[place - 1]].name(); }
  void take(std::size_t place, Result answer) { results_[place] = std::move(answer); }

  // Once all were taken. Reads what is still missing, in sessions of the source.
  void give(const SessionSource& source, RowSink& sink) {
    const ModelInfo& row = select_.row == nullptr ? *select_.model : *select_.row;
    std::size_t more = 0;
    for (const IncludeNode& node : nodes_) more += node.is_along ? node.link.target->field_count : 0;
    root_.result = std::move(results_[0]);
    give_rows(root_.result, row, sink, more);
    root_.objects = objects_in(sink, static_cast<std::size_t>(root_.result.rows()), *select_.model);
    for (int i = 0; i < root_.result.rows(); ++i) root_.rows.push_back(i);
    levels_.resize(nodes_.size());
    firsts_.resize(nodes_.size());
    give_along(row.field_count, more);
    if (!is_repeated_) return give_by_level(source);
    for (std::size_t i = 0; i < asked_.size(); ++i) give(asked_[i], std::move(results_[i + 1]));
  }

 private:
  // The objects that were read with the rows; an owner without one has loaded none.
  void give_along(std::size_t first, std::size_t more) {
    std::vector<std::vector<LoadedPointer>> objects(nodes_.size());  // of each row
    for (std::size_t at = 0; at < nodes_.size(); ++at) {
      const IncludeNode& node = nodes_[at];
      if (!node.is_along) continue;
      const ModelInfo& model = *node.link.target;
      more -= model.field_count;
      firsts_[at] = first;
      objects[at] = read_along(at, more);
      first += model.field_count;
      for (std::size_t row = 0; row < root_.objects.size(); ++row) {
        const bool is_first = node.owner == IncludeNode::root;
        if (!is_first && !objects[node.owner][row]) continue;
        void* const owner = is_first ? root_.objects[row] : objects[node.owner][row].object();
        promptview::detail::RelationAccess::set_loaded(*node.relation->member(owner), objects[at][row]);
      }
    }
  }
  std::vector<LoadedPointer> read_along(std::size_t at, std::size_t more) {
    const IncludeNode& node = nodes_[at];
    const ModelInfo& model = *node.link.target;
    ResultReader reader{root_.result, {.model = &model, .count = model.field_count, .more = more}, firsts_[at]};
    KeyPlaces known{model.key_count == 0 ? node.target_fields() : promptview::detail::key_fields_of(model)};
    std::vector<LoadedPointer> different, objects(root_.objects.size());
    for (int row = 0; row < root_.result.rows(); ++row) {
      const std::uint32_t place = known.add(root_.result, row, firsts_[at]);
      if (place == KeyPlaces::none) continue;
      if (place == different.size()) {
        different.emplace_back(model.make(model));
        reader.to_row(row);
        promptview::detail::read_fields(model, different.back().object(), reader);
        levels_[at].objects.push_back(different.back().object());
        levels_[at].rows.push_back(row);
      }
      objects[static_cast<std::size_t>(row)] = different[place];
    }
    return objects;
  }

  void give_by_level(const SessionSource& source) {
    LevelLoader loader{nodes_};
    for (std::size_t node = 0; node < nodes_.size(); ++node)
      if (nodes_[node].is_along) loader.set_level(node, std::move(levels_[node]));
    loader.load(source, std::move(root_.objects));
  }

  void give(std::size_t at, Result result) {
    const IncludeNode& node = nodes_[at];
    const bool is_first = node.owner == IncludeNode::root;
    const IncludeLevel& owners = is_first ? root_ : levels_[node.owner];
    const bool is_along = !is_first && nodes_[node.owner].is_along;
    const Result& owners_result = is_along ? root_.result : owners.result;
    KeyPlaces places{node.owner_fields()};
    places.reserve(owners.objects.size());
    std::vector<std::uint32_t> groups;
    groups.reserve(owners.objects.size());
    for (const int row : owners.rows) groups.push_back(places.add(owners_result, row, is_along ? firsts_[node.owner] : 0));
    RelationFiller filler{node, places.size()};
    IncludeLevel& level = levels_[at];
    level.result = std::move(result);
    const std::size_t first = node.link.target->field_count;
    read_targets(node, node.owner_fields().size(), [&](int row) { return places.find(level.result, row, first); }, filler, level);
    filler.fill(owners.objects, groups);
  }

  std::vector<IncludeNode> nodes_;
  bool is_repeated_;
  Select select_;
  IncludeBuilder builder_;
  std::vector<std::size_t> asked_{};  // the nodes with statements
  std::vector<Result> results_{};
  IncludeLevel root_{};
  std::vector<IncludeLevel> levels_{};
  std::vector<std::size_t> firsts_{};  // of a node that is read along: its first column in the rows
};

// Loads what a query includes into each batch of its rows.
class BatchLoader {
 public:
  BatchLoader(const Context& context, const Select& select)
      : model_{*select.model}, includes_{select.includes}, nodes_{promptview::detail::nodes_of(includes_, context)} {}
  BatchLoader(const BatchLoader&) = delete;
  BatchLoader& operator=(const BatchLoader&) = delete;

  void load(Connection& connection, RowSink& sink, std::size_t rows) const {
    if (rows > 0) LevelLoader{nodes_}.load(connection, objects_in(sink, rows, model_));
  }

 private:
  const ModelInfo& model_;
  promptview::detail::List<Include> includes_;
  std::vector<IncludeNode> nodes_;
};

// Carries out ReadRequest::Kind::relations.
inline void load_relations(const ModelInfo& model, const Context& context, const promptview::detail::List<void*>& objects,
                           const promptview::detail::List<Include>& includes) {
  const std::vector<IncludeNode> nodes = promptview::detail::nodes_of(includes, context);
  for (void* object : objects) promptview::detail::bind_relations(model, object);
  if (objects.empty()) return;
  LevelLoader{nodes}.load(context, {objects.begin(), objects.end()});
}

}  // namespace promptview::postgres::detail

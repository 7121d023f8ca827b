// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/postgres/format/bytes.hpp>
#include <promptview/postgres/format/result_reader.hpp>
#include <promptview/postgres/pipeline/statement_pipeline.hpp>
#include <promptview/postgres/statements/bind_values.hpp>
#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/postgres/store/include_query.hpp>
#include <promptview/postgres/store/object_writer.hpp>
#include <promptview/store/namespace.hpp>
#include <promptview/store/read_request.hpp>

namespace promptview::postgres::detail {

// Asks several requests in one round trip, but for what a query includes and needs more for. `is_alone`: there is one, whose
// errors are those of that query.
class ReadBatch final : public PipelineBatch {
 public:
  explicit ReadBatch(const ReadRequests& requests, bool is_alone = false) : requests_{requests}, is_alone_{is_alone} {
    entries_.reserve(requests.count);
  }

  // The next request is answered by this statement, which must stay: that of `get`.
  void add(const ModelInfo& model, const std::string& get) {
    entries_.push_back({.request = next_++, .model = &model, .get = &get});
  }
  void add(const ModelInfo& model, Statement statement) {
    entries_.push_back({.request = next_++, .model = &model, .statement = std::move(statement)});
  }
  // The next request is a query that includes relations.
  void add(std::unique_ptr<IncludeQuery> graph) {
    for (std::size_t i = 0; i < graph->count(); ++i)
      entries_.push_back({.request = next_, .model = &graph->model(i), .statement = graph->statement(i), .graph = graph.get(), .part = i});
    ++next_;
    graphs_.push_back(std::move(graph));
  }

  void run(Connection& connection) {
    try {
      StatementPipeline{connection, *this, PipelineUnit::reads}.run();
    } catch (Error& error) {
      if (error.place() < entries_.size()) error.set_place(entries_[error.place()].request);
      throw;
    }
    if (is_alone_) return give(connection, entries_[0]);
    auto next = entries_.begin();
    promptview::detail::for_each_place(requests_.count, [&](std::size_t place) {
      for (; next != entries_.end() && next->request == place; ++next)
        if (next->part == 0) give(connection, *next);
    });
  }

  std::size_t count() const noexcept override { return entries_.size(); }
  const std::string& write(std::size_t place, Parameters& parameters) override {
    if (const Entry& each = entries_[place]; each.get != nullptr)
      bind_key(parameters, *each.model, requests_[each.request].key);
    else
      bind_values(parameters, each.statement, *each.model);
    return text(place);
  }
  // A result of rows is kept until all requests are answered. The other answers are read at once, since keeping their results
  // would take too much memory.
  void take(std::size_t place, Result answer) override {
    if (IncludeQuery* const graph = entries_[place].graph) return graph->take(entries_[place].part, std::move(answer));
    ReadRequest& request = requests_[entries_[place].request];
    switch (request.kind) {
      case ReadRequest::Kind::rows: entries_[place].rows = std::move(answer); return;
      case ReadRequest::Kind::count: request.number = answer.number(0, 0); return;
      case ReadRequest::Kind::exists: request.number = answer.rows() > 0 ? 1 : 0; return;
      case ReadRequest::Kind::get: request.number = read_row(*entries_[place].model, answer, request.object) ? 1 : 0; return;
      default: return;  // never in a batch
    }
  }
  void rewind() override {}
  const std::string& text(std::size_t place) const override {
    return entries_[place].get != nullptr ? *entries_[place].get : entries_[place].statement.sql;
  }
  const ModelInfo* model(std::size_t place) const override { return entries_[place].model; }
  std::string name(std::size_t place) const override {
    const Entry& each = entries_[place];
    const std::string include = each.part == 0 ? std::string{} : each.graph->name(each.part);
    if (is_alone_) return include;
    return "query " + std::to_string(requests_[each.request].place) + " of the pipeline, counted from 0" + (include.empty() ? "" : ", " + include);
  }
  bool has_places() const noexcept override { return !is_alone_; }

 private:
  struct Entry {
    std::size_t request = 0;
    const ModelInfo* model = nullptr;
    const std::string* get = nullptr;
    Statement statement{};
    Result rows{};
    IncludeQuery* graph = nullptr;
    std::size_t part = 0;  // of the statements of the graph
  };

  void give(Connection& connection, const Entry& asked) const {
    const ReadRequest& request = requests_[asked.request];
    if (request.kind != ReadRequest::Kind::rows) return;
    if (asked.graph != nullptr) return asked.graph->give(connection, *request.rows);
    const ModelInfo* row = request.select->row;
    give_rows(asked.rows, row == nullptr ? *asked.model : *row, *request.rows);
  }

  ReadRequests requests_;
  bool is_alone_;
  std::size_t next_ = 0;
  std::vector<Entry> entries_{};
  std::vector<std::unique_ptr<IncludeQuery>> graphs_{};
};

}  // namespace promptview::postgres::detail

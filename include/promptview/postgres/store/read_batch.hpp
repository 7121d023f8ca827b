// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/postgres/format/merged_result.hpp>
#include <promptview/postgres/format/parameters.hpp>
#include <promptview/postgres/format/result_reader.hpp>
#include <promptview/postgres/pipeline/statement_pipeline.hpp>
#include <promptview/postgres/statements/bind_values.hpp>
#include <promptview/postgres/statements/encoded_statements.hpp>
#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/postgres/store/include_query.hpp>
#include <promptview/postgres/transaction/session.hpp>
#include <promptview/query/select.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/namespace.hpp>
#include <promptview/store/read_request.hpp>

namespace promptview::postgres::detail {

// Asks several requests in one round trip, but for what a query includes and needs more for. Their statements are made and
// encoded first, then a connection is borrowed, and rows are decoded when it has been given back. `is_alone`: there is one
// request, whose errors are those of that query.
class ReadBatch final : public PipelineBatch {
 public:
  explicit ReadBatch(const ReadRequests& requests, bool is_alone = false) : requests_{requests}, is_alone_{is_alone} {
    entries_.reserve(requests.count);
  }

  // The next request is answered by this statement, which must stay: that of `get`.
  void add(const ModelInfo& model, const std::string& get) {
    statements_.add(get, [&](Parameters& to) { bind_key(to, model, requests_[next_].key); });
    entries_.push_back({.request = next_++, .model = &model});
  }
  void add(const ModelInfo& model, Statement statement) {
    statements_.add(std::move(statement), model);
    entries_.push_back({.request = next_++, .model = &model});
  }
  // The next request is a query that includes relations.
  void add(std::unique_ptr<IncludeQuery> graph) {
    for (std::size_t i = 0; i < graph->count(); ++i) {
      statements_.add(graph->statement(i), graph->model(i));
      entries_.push_back({.request = next_, .model = &graph->model(i), .graph = graph.get(), .part = i});
    }
    ++next_;
    graphs_.push_back(std::move(graph));
  }

  void run(const Context& context) {
    ask(context);
    if (is_alone_) return give(context, entries_[0]);
    auto next = entries_.begin();
    promptview::detail::for_each_place(requests_.count, [&](std::size_t place) {
      for (; next != entries_.end() && next->request == place; ++next)
        if (next->part == 0) give(context, *next);
    });
  }

  std::size_t count() const noexcept override { return entries_.size(); }
  PipelineStatement statement(std::size_t place) override { return statements_[place]; }
  // Results are kept until all requests are answered; numbers are read at once, since keeping their results would take too much
  // memory, and so are those of `get` joined.
  void take(std::size_t place, Result answer) override {
    Entry& entry = entries_[place];
    if (entry.graph != nullptr) return entry.graph->take(entry.part, std::move(answer));
    ReadRequest& request = requests_[entry.request];
    switch (request.kind) {
      case ReadRequest::Kind::rows: entry.rows = std::move(answer); return;
      case ReadRequest::Kind::count: request.number = answer.number(0, 0); return;
      case ReadRequest::Kind::exists: request.number = answer.rows() > 0 ? 1 : 0; return;
      case ReadRequest::Kind::get:
        request.number = answer.rows() > 0 ? 1 : 0;
        if (request.number != 0) found_of(*entry.model).rows.add(std::move(answer));
        return;
      default: return;  // never in a batch
    }
  }
  void rewind() override { found_.clear(); }
  const std::string& text(std::size_t place) const override { return statements_.text(place); }
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
    Result rows{};
    IncludeQuery* graph = nullptr;
    std::size_t part = 0;  // of the statements of the graph
  };
  // The rows of one model that `get` found, in the order of their requests.
  struct FoundRows {
    const ModelInfo* model = nullptr;
    MergedResult rows{};
    std::optional<ResultReader> reader{};
    int read = 0;
  };

  void ask(const Context& context) {
    try {
      const Session session{context};
      StatementPipeline{*session, *this, PipelineUnit::reads}.run();
    } catch (Error& error) {
      if (error.place() < entries_.size()) error.set_place(entries_[error.place()].request);
      throw;
    }
  }

  FoundRows& found_of(const ModelInfo& model) {
    for (FoundRows& each : found_)
      if (each.model == &model) return each;
    FoundRows& made = found_.emplace_back();
    made.model = &model;
    return made;
  }

  void give(const Context& context, const Entry& asked) {
    const ReadRequest& request = requests_[asked.request];
    const bool is_found = request.kind == ReadRequest::Kind::get && request.number != 0;
    if (is_found) return give_found(found_of(*asked.model), request.object);
    if (request.kind != ReadRequest::Kind::rows) return;
    if (asked.graph != nullptr) return asked.graph->give(context, *request.rows);
    const ModelInfo* row = request.select->row;
    give_rows(asked.rows, row == nullptr ? *asked.model : *row, *request.rows);
  }
  static void give_found(FoundRows& found, void* object) {
    if (!found.reader) found.reader.emplace(found.rows.result(), ExpectedColumns{.model = found.model, .count = found.model->field_count});
    found.reader->to_row(found.read++);
    promptview::detail::read_fields(*found.model, object, *found.reader);
  }

  ReadRequests requests_;
  bool is_alone_;
  std::size_t next_ = 0;
  EncodedStatements statements_{};
  std::vector<Entry> entries_{};
  std::deque<FoundRows> found_{};  // a reader refers to its result
  std::vector<std::unique_ptr<IncludeQuery>> graphs_{};
};

}  // namespace promptview::postgres::detail

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

// Asks several questions in one round trip, but for what a query includes and needs more for. `is_alone`: there is one, whose
// errors are those of that query.
class QuestionPipeline final : public PipelineWork {
 public:
  explicit QuestionPipeline(const Questions& questions, bool is_alone = false) : questions_{questions}, is_alone_{is_alone} {
    asked_.reserve(questions.count);
  }

  // The next question is answered by this statement, which must stay: that of `get`.
  void add(const ModelInfo& model, const std::string& get) {
    asked_.push_back({.question = next_++, .model = &model, .get = &get});
  }
  void add(const ModelInfo& model, Statement statement) {
    asked_.push_back({.question = next_++, .model = &model, .statement = std::move(statement)});
  }
  // The next question is a query that includes relations.
  void add(std::unique_ptr<GraphQuery> graph) {
    for (std::size_t i = 0; i < graph->count(); ++i)
      asked_.push_back({.question = next_, .model = &graph->model(i), .statement = graph->statement(i), .graph = graph.get(), .part = i});
    ++next_;
    graphs_.push_back(std::move(graph));
  }

  void run(Connection& connection) {
    try {
      Pipeline{connection, *this, PipelineUnit::reads}.run();
    } catch (Error& error) {
      if (error.place() < asked_.size()) error.set_place(asked_[error.place()].question);
      throw;
    }
    if (is_alone_) return give(connection, asked_[0]);
    auto next = asked_.begin();
    promptview::detail::for_each_place(questions_.count, [&](std::size_t place) {
      for (; next != asked_.end() && next->question == place; ++next)
        if (next->part == 0) give(connection, *next);
    });
  }

  std::size_t count() const noexcept override { return asked_.size(); }
  const std::string& write(std::size_t place, Parameters& parameters) override {
    if (const Asked& each = asked_[place]; each.get != nullptr)
      bind_key(parameters, *each.model, questions_[each.question].key);
    else
      bind_values(parameters, each.statement, *each.model);
    return text(place);
  }
  // A result of rows is kept until all questions are answered. The other answers are read at once, since keeping their results
  // would take too much memory.
  void take(std::size_t place, Result answer) override {
    if (GraphQuery* const graph = asked_[place].graph) return graph->take(asked_[place].part, std::move(answer));
    Question& question = questions_[asked_[place].question];
    switch (question.kind) {
      case Question::Kind::rows: asked_[place].rows = std::move(answer); return;
      case Question::Kind::count: question.number = answer.number(0, 0); return;
      case Question::Kind::exists: question.number = answer.rows() > 0 ? 1 : 0; return;
      case Question::Kind::get: question.number = read_row(*asked_[place].model, answer, question.object) ? 1 : 0; return;
    }
  }
  void rewind() override {}
  const std::string& text(std::size_t place) const override {
    return asked_[place].get != nullptr ? *asked_[place].get : asked_[place].statement.sql;
  }
  const ModelInfo* model(std::size_t place) const override { return asked_[place].model; }
  std::string name(std::size_t place) const override {
    const Asked& each = asked_[place];
    const std::string include = each.part == 0 ? std::string{} : each.graph->name(each.part);
    if (is_alone_) return include;
    return "query " + std::to_string(questions_[each.question].place) + " of the pipeline, counted from 0" + (include.empty() ? "" : ", " + include);
  }
  bool has_places() const noexcept override { return !is_alone_; }

 private:
  struct Asked {
    std::size_t question = 0;
    const ModelInfo* model = nullptr;
    const std::string* get = nullptr;
    Statement statement{};
    Result rows{};
    GraphQuery* graph = nullptr;
    std::size_t part = 0;  // of the statements of the graph
  };

  void give(Connection& connection, const Asked& asked) const {
    const Question& question = questions_[asked.question];
    if (question.kind != Question::Kind::rows) return;
    if (asked.graph != nullptr) return asked.graph->give(connection, *question.rows);
    const ModelInfo* row = question.select->row;
    give_rows(asked.rows, row == nullptr ? *asked.model : *row, *question.rows);
  }

  Questions questions_;
  bool is_alone_;
  std::size_t next_ = 0;
  std::vector<Asked> asked_{};
  std::vector<std::unique_ptr<GraphQuery>> graphs_{};
};

}  // namespace promptview::postgres::detail

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <promptview/error.hpp>
#include <promptview/namespace.hpp>
#include <promptview/postgres/bind_values.hpp>
#include <promptview/postgres/bytes.hpp>
#include <promptview/postgres/object_writer.hpp>
#include <promptview/postgres/pipeline.hpp>
#include <promptview/postgres/result_reader.hpp>
#include <promptview/postgres/sql_builder.hpp>
#include <promptview/question.hpp>

namespace promptview::postgres::detail {

// Gives the rows of a result to a sink.
inline void give_rows(const Result& result, const ModelInfo& row, RowSink& sink) {
  ResultReader reader{result, {.model = &row, .count = row.field_count}};
  const int rows = result.rows();
  sink.expect(static_cast<std::size_t>(rows));
  for (int at = 0; at < rows; ++at) {
    reader.to_row(at);
    sink.row(reader);
  }
}

// Asks several questions in one round trip.
class QuestionPipeline final : public PipelineWork {
 public:
  explicit QuestionPipeline(const Questions& questions) : questions_{questions} { asked_.reserve(questions.count); }

  // The next question is answered by this statement, which must stay: that of `get`.
  void add(const ModelInfo& model, const std::string& get) { asked_.push_back({.model = &model, .get = &get}); }
  void add(const ModelInfo& model, Statement statement) { asked_.push_back({.model = &model, .statement = std::move(statement)}); }

  void run(Connection& connection) {
    Pipeline{connection, *this, PipelineUnit::reads}.run();
    promptview::detail::for_each_place(asked_.size(), [this](std::size_t place) { give(place); });
  }

  std::size_t count() const noexcept override { return asked_.size(); }
  const std::string& write(std::size_t place, Parameters& parameters) override {
    if (const Asked& each = asked_[place]; each.get != nullptr)
      bind_key(parameters, *each.model, questions_[place].key);
    else
      bind_values(parameters, each.statement, *each.model);
    return text(place);
  }
  // Of rows, the result is kept until all questions are answered; the others would take too much memory by that.
  void take(std::size_t place, Result answer) override {
    Question& question = questions_[place];
    switch (question.kind) {
      case Question::Kind::rows: asked_[place].rows = std::move(answer); return;
      case Question::Kind::count: question.number = load<std::int64_t>(answer.bytes(0, 0).data()); return;
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
    return "query " + std::to_string(questions_[place].place) + " of the pipeline, counted from 0";
  }

 private:
  struct Asked {
    const ModelInfo* model = nullptr;
    const std::string* get = nullptr;
    Statement statement{};
    Result rows{};
  };

  void give(std::size_t place) const {
    const Question& question = questions_[place];
    if (question.kind != Question::Kind::rows) return;
    const ModelInfo* row = question.select->row;
    give_rows(asked_[place].rows, row == nullptr ? *asked_[place].model : *row, *question.rows);
  }

  Questions questions_;
  std::vector<Asked> asked_{};
};

}  // namespace promptview::postgres::detail

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/postgres/pipeline/statement_pipeline.hpp>

namespace promptview::postgres::detail {

// Statements without parameters and rows, each about a model: all of them or none have effect.
class ScriptBatch final : public PipelineBatch {
 public:
  void add(const ModelInfo& model, std::vector<std::string> statements) {
    for (std::string& each : statements) statements_.push_back({.model = &model, .sql = std::move(each)});
  }
  void run(Connection& connection) { StatementPipeline{connection, *this, PipelineUnit::writes}.run(); }

  std::size_t count() const noexcept override { return statements_.size(); }
  PipelineStatement statement(std::size_t place) override { return {statements_[place].sql}; }
  void take(std::size_t, Result) override {}
  void rewind() override {}
  const std::string& text(std::size_t place) const override { return statements_[place].sql; }
  const ModelInfo* model(std::size_t place) const override { return statements_[place].model; }
  std::string name(std::size_t place) const override { return std::string{statements_[place].model->name}; }
  bool repeats() const noexcept override { return false; }
  bool has_places() const noexcept override { return false; }

 private:
  struct Made {
    const ModelInfo* model = nullptr;
    std::string sql{};
  };
  std::vector<Made> statements_{};
};

}  // namespace promptview::postgres::detail

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include <promptview/postgres/format/parameters.hpp>
#include <promptview/postgres/pipeline/pipeline_batch.hpp>
#include <promptview/postgres/sql/statement.hpp>
#include <promptview/postgres/statements/bind_values.hpp>
#include <promptview/schema/model_info.hpp>

namespace promptview::postgres {

// Statements of a pipeline with their encoded parameters: all that is sent, made without a connection. What the parameters
// borrow must live until they were sent.
class EncodedStatements {
 public:
  // `sql` must stay. `write` writes the parameters; when it throws, nothing is added.
  template <class Write>
  void add(const std::string& sql, const Write& write) {
    const std::size_t first = parameters_.size();
    write(parameters_);
    statements_.push_back({.sql = &sql, .first = first, .count = parameters_.size() - first});
  }
  void add(Statement made, const ModelInfo& model) {
    add(texts_.emplace_back(std::move(made.sql)), [&](Parameters& to) { bind_values(to, made, model); });
  }

  void clear() {
    parameters_.clear();
    statements_.clear();
    texts_.clear();
  }

  std::size_t size() const noexcept { return statements_.size(); }
  const std::string& text(std::size_t place) const noexcept { return *statements_[place].sql; }
  PipelineStatement operator[](std::size_t place) const noexcept {
    return {text(place), parameters_.span(statements_[place].first, statements_[place].count)};
  }

 private:
  struct Each {
    const std::string* sql = nullptr;
    std::size_t first = 0;  // of its parameters
    std::size_t count = 0;
  };
  Parameters parameters_{};  // of all
  std::vector<Each> statements_{};
  std::deque<std::string> texts_{};
};

}  // namespace promptview::postgres

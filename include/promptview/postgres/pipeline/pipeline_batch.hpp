// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

#include <promptview/postgres/format/parameters.hpp>
#include <promptview/postgres/format/result.hpp>
#include <promptview/schema/model_info.hpp>

namespace promptview::postgres {

// A statement of a batch. A view: its text stays until the end of the batch, its parameters until the next one is asked for.
struct PipelineStatement {
  const std::string& sql;
  ParameterSpan parameters{};
};

// Statements that do not need each other's answers, and what is done with the answers. Statements count from 0. Answers are
// kept, not decoded: a connection is held while they come.
class PipelineBatch {
 public:
  virtual std::size_t count() const noexcept = 0;

  // Called once for each, in order; all of it again after `rewind`. What it throws ends the pipeline.
  virtual PipelineStatement statement(std::size_t place) = 0;
  // The answer, which is no error; in order. What it throws ends the pipeline.
  virtual void take(std::size_t place, Result answer) = 0;
  // Nothing of what was done had effect, and all of it will come once more.
  virtual void rewind() = 0;

  // The text and the model of a statement that was written.
  virtual const std::string& text(std::size_t place) const = 0;
  virtual const ModelInfo* model(std::size_t place) const = 0;
  // For messages: `object 3, counted from 0`.
  virtual std::string name(std::size_t place) const = 0;
  // Whether its texts will come again, so that preparing them is worth it.
  virtual bool repeats() const noexcept { return true; }
  // Whether an error's place is a statement's number.
  virtual bool has_places() const noexcept { return true; }

 protected:
  ~PipelineBatch() = default;
};

}  // namespace promptview::postgres

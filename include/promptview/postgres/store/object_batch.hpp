// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <deque>
#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/postgres/format/merged_result.hpp>
#include <promptview/postgres/format/parameters.hpp>
#include <promptview/postgres/format/result_reader.hpp>
#include <promptview/postgres/pipeline/statement_pipeline.hpp>
#include <promptview/postgres/statements/encoded_statements.hpp>
#include <promptview/postgres/store/object_writer.hpp>
#include <promptview/postgres/transaction/session.hpp>
#include <promptview/query/select.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/namespace.hpp>
#include <promptview/store/write_request.hpp>

namespace promptview::postgres::detail {

// Saves many objects in one round trip, all or none; two where a row that has to be there could be missing. The first 64 KB of
// values are encoded before a session is borrowed, others on the way, so that memory is bounded. What the database
// made is read back into the objects when all of it has succeeded, so that an error leaves them as they were.
class ObjectBatch final : public PipelineBatch {
 public:
  ObjectBatch(ObjectWriter& writer, const Objects& objects, const Write& how)
      : writer_{writer}, model_{writer.model_}, objects_{objects}, how_{how} {}

  void run(const Context& context) {
    const PipelineUnit unit = can_miss() ? PipelineUnit::checked : PipelineUnit::writes;
    encode_from(0);
    refuse_unencoded();
    write(context, unit);
    read_back();
  }

  std::size_t count() const noexcept override { return objects_.count; }
  PipelineStatement statement(std::size_t place) override {
    if (place == encoded_end() && failure_ == nullptr) encode_from(place);
    if (place == encoded_end()) std::rethrow_exception(failure_);
    return encoded_[place - encoded_begin_];
  }
  void take(std::size_t place, Result answer) override {
    while (taken_of_run_ == runs_[taken_run_].count) ++taken_run_, taken_of_run_ = 0;
    Plan& plan = *runs_[taken_run_].plan;
    ++taken_of_run_;
    if (!ObjectWriter::found(answer, *plan.statement)) {
      if (missed_ == Error::no_place) missed_ = place;
    } else if (!plan.statement->returned.empty()) {
      plan.rows.add(std::move(answer));
    }
  }
  void rewind() override {
    runs_.clear();
    plans_.clear();
    encode_from(0);
    taken_run_ = taken_of_run_ = 0;
    missed_ = Error::no_place;
  }
  const std::string& text(std::size_t place) const override { return writer_.statement_for(objects_[place], how_).sql; }
  const ModelInfo* model(std::size_t) const override { return &model_; }
  std::string name(std::size_t place) const override { return "object " + std::to_string(place) + ", counted from 0"; }

 private:
  // The rows that came back from one statement, object by object.
  struct Plan {
    const WriteStatement* statement = nullptr;
    MergedResult rows{};
    std::optional<ResultReader> reader{};
    int read = 0;
  };
  // So many objects in a row are written by the same statement.
  struct Run {
    Plan* plan = nullptr;
    std::size_t count = 0;
  };

  std::size_t encoded_end() const noexcept { return encoded_begin_ + encoded_.size(); }

  // Encodes objects from this place on, so many that their memory is bounded, or up to one that cannot be.
  void encode_from(std::size_t place) {
    constexpr std::size_t enough = 65536;
    encoded_.clear();
    encoded_begin_ = place;
    failure_ = nullptr;
    std::size_t bytes = 0;
    try {
      for (; place < objects_.count && bytes < enough; ++place) bytes += encode(place);
    } catch (...) {
      failure_ = std::current_exception();
    }
  }
  // How many bytes it took.
  std::size_t encode(std::size_t place) {
    const void* const object = objects_[place];
    const WriteStatement& statement = writer_.statement_for(object, how_);
    encoded_.add(statement.sql, [&](Parameters& to) { writer_.write_fields(to, statement, object, place); });
    if (runs_.empty() || runs_.back().plan->statement != &statement) runs_.push_back({.plan = &plan_of(statement)});
    ++runs_.back().count;
    constexpr std::size_t overhead = 64;
    std::size_t bytes = overhead;
    const ParameterSpan parameters = encoded_[encoded_.size() - 1].parameters;
    for (std::size_t i = 0; i < parameters.size(); ++i) bytes += static_cast<std::size_t>(parameters.lengths[i]);
    return bytes;
  }
  // Throws what one of the first objects threw, before a connection is borrowed.
  void refuse_unencoded() const {
    if (failure_ != nullptr) try {
        std::rethrow_exception(failure_);
      } catch (Error& error) {
        error.set_place(encoded_end());
        throw;
      }
  }

  void write(const Context& context, PipelineUnit unit) {
    const Session session{context};
    StatementPipeline pipeline{*session, *this, unit};
    pipeline.run();
    if (missed_ != Error::no_place) {
      try {
        refuse_missed(*session);
      } catch (Error& error) {
        pipeline.undo();
        error.set_place(missed_);
        throw;
      }
    }
    pipeline.keep();
  }

  Plan& plan_of(const WriteStatement& statement) {
    for (Plan& each : plans_)
      if (each.statement == &statement) return each;
    plans_.emplace_back().statement = &statement;
    return plans_.back();
  }

  // Whether the statement of an object finds no row where there is none, or another version of it. Also refuses objects
  // that cannot be written, before anything is sent.
  bool can_miss() const {
    bool can = false;
    promptview::detail::for_each_place(objects_.count, [&](std::size_t place) {
      const WriteStatementCache::Kind kind = writer_.kind_of_write(objects_[place], how_);
      writer_.check_object(objects_[place], kind, place);
      can = can || kind == WriteStatementCache::Kind::update || (kind == WriteStatementCache::Kind::upsert && model_.row_version != ModelInfo::no_field);
    });
    return can;
  }

  [[noreturn]] void refuse_missed(Connection& connection) const {
    if (writer_.kind_of_write(objects_[missed_], how_) == WriteStatementCache::Kind::insert)
      throw Error{std::string{model_.name} + " (object " + std::to_string(missed_) +
                  "): the database left the row out: look for a trigger or rule"};
    writer_.refuse_missing(connection, objects_[missed_], " (object " + std::to_string(missed_) + ")");
  }

  void read_back() {
    for (Plan& plan : plans_)
      if (const WriteStatement& sent = *plan.statement; !sent.returned.empty())
        plan.reader.emplace(plan.rows.result(),
                            ExpectedColumns{.model = &model_, .fields = sent.returned.data(), .count = sent.returned.size()});
    std::size_t place = 0;
    for (const Run& run : runs_)
      for (std::size_t i = 0; i < run.count; ++i, ++place)
        if (Plan& plan = *run.plan; plan.reader) {
          plan.reader->to_row(plan.read++);
          promptview::detail::read_fields(model_, plan.statement->returned, objects_[place], *plan.reader);
        }
  }

  ObjectWriter& writer_;
  const ModelInfo& model_;
  Objects objects_;
  Write how_;
  EncodedStatements encoded_{};
  std::size_t encoded_begin_ = 0;  // the place of the first of them
  std::exception_ptr failure_{};   // of the object behind them
  std::deque<Plan> plans_{};
  std::vector<Run> runs_{};
  std::size_t taken_run_ = 0;
  std::size_t taken_of_run_ = 0;
  std::size_t missed_ = Error::no_place;
};

}  // namespace promptview::postgres::detail

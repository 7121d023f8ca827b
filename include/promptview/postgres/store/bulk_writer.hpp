// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/postgres/format/result_reader.hpp>
#include <promptview/postgres/statements/bulk_sql.hpp>
#include <promptview/postgres/store/column_arrays.hpp>
#include <promptview/postgres/store/copy_in.hpp>
#include <promptview/postgres/transaction/session.hpp>
#include <promptview/postgres/transaction/transaction.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/write_request.hpp>

namespace promptview::postgres::detail {

// The transaction of a bulk write, in so far as it needs one of its own.
class BulkTransaction {
 public:
  explicit BulkTransaction(const Context& outer) : outer_{outer}, context_{outer} {}

  // Where statements run now.
  const Context& context() const noexcept { return context_; }
  // Begins one, unless the statements are part of one already.
  void begin() {
    if (context_.transaction == nullptr) begin_inner();
  }
  // Begins one; a savepoint in a transaction.
  void begin_inner() { context_.transaction = &own_.emplace(TransactionOptions{.database = std::string{context_.database}}, &context_); }
  void commit() {
    if (own_) own_->commit();
  }

  // Does the work. If that throws a violation of a model with soft removal after it began a transaction, rolls back and throws the
  // violation again; see raise_again.
  template <class Work>
  std::int64_t run(const ModelInfo& model, const Work& work) try {
    return work();
  } catch (const UniqueViolation& error) {
    if (!own_ || error.removed_row() != RemovedRow::unknown) throw;
    own_.reset();
    std::optional<Session> session;
    try {
      session.emplace(outer_);
    } catch (const Error&) {  // no session is to be had: the violation is what counts
    }
    if (!session) throw;
    raise_again((*session)->raw(), error, model);
  }

 private:
  Context outer_;
  Context context_;
  std::optional<Transaction> own_{};
};

// Writes many objects in as few statements as there are batches. What the database made is read back into the objects
// when all of it has succeeded; so an error leaves them as they were.
class BulkWriter {
 public:
  BulkWriter(const ModelInfo& model, BulkTransaction& transaction, const Objects& objects)
      : model_{model}, transaction_{transaction}, objects_{objects} {}
  // The objects are some of those that the transaction, which the caller commits, writes; `first`: the place of the first of them.
  BulkWriter(const ModelInfo& model, BulkTransaction& transaction, const Objects& objects, std::size_t first)
      : model_{model}, transaction_{transaction}, objects_{objects}, first_{first}, is_part_{true} {}

  // The number of rows that were written.
  std::int64_t insert(const BulkInsert& how) {
    const std::vector<Group> groups = groups_by_missing_values();
    const bool plain = groups.size() == 1 && groups.front().skipped.none() && how.conflict.action == OnConflict::fail;
    if (plain && objects_.count >= copy_from && copy_sql::is_possible(model_) && copy(how)) return written_;
    for (const Group& group : groups)
      run(bulk_sql::insert(model_, how.conflict, group.skipped), group, how.batch_size, how.progress, how.conflict.action != OnConflict::ignore);
    finish();
    how.progress(objects_.count, objects_.count);
    return written_;
  }

  // The number of rows that were found.
  std::int64_t update(const BulkUpdate& how) {
    check_keys();
    const Group all;
    // An object that is stale must leave nothing behind, in the transaction around it neither.
    begins_inner_ = model_.row_version != ModelInfo::no_field;
    run(bulk_sql::update(model_, how.fields), all, how.batch_size, {}, false);
    const auto found = static_cast<std::size_t>(written_);
    if (model_.row_version != ModelInfo::no_field && found != objects_.count)
      throw StaleObject{std::string{model_.name} + ": read the objects again: " + std::to_string(objects_.count - found) + " of " +
                        std::to_string(objects_.count) + " were changed or removed by others, or given twice; nothing was updated"};
    finish();
    return written_;
  }

 private:
  // From so many objects on, COPY is worth the round trips that it needs.
  static constexpr std::size_t copy_from = 500;

  // The objects that one statement can write: those with the same empty Autos, and the same Deferred fields without a value.
  struct Group {
    FieldSet skipped{};
    std::vector<std::size_t> places{};  // empty: all objects
  };
  // The answer to one batch.
  struct Answer {
    Result result{};
    std::vector<std::uint16_t> fields{};
    bool numbered = false;
    const Group* group = nullptr;
    std::size_t begin = 0;
    std::size_t count = 0;  // of the objects that were sent
  };

  std::size_t size_of(const Group& group) const noexcept { return group.places.empty() ? objects_.count : group.places.size(); }
  static std::size_t place_of(const Group& group, std::size_t i) noexcept { return group.places.empty() ? i : group.places[i]; }
  void* object(const Group& group, std::size_t i) const noexcept { return objects_[place_of(group, i)]; }

  std::vector<Group> groups_by_missing_values() const {
    std::vector<Group> groups;
    std::vector<std::size_t> can_miss;
    for (std::size_t place = 0; place < model_.field_count; ++place)
      if (model_.fields[place].is_auto || model_.fields[place].is_deferred) can_miss.push_back(place);
    if (can_miss.empty()) return {Group{}};
    for (std::size_t i = 0; i < objects_.count; ++i) {
      FieldSet skipped;
      for (const std::size_t place : can_miss) {
        const FieldInfo& field = model_.fields[place];
        if (field.is_deferred) check_not_left_out(model_, field, objects_[i], first_ + i);
        if (!field.codec->has_value(field.address(objects_[i]))) skipped.set(place);
      }
      Group* group = nullptr;
      for (Group& each : groups)
        if (each.skipped == skipped) group = &each;
      if (group == nullptr && i > 0 && groups.size() == 1 && groups.front().places.empty())
        for (std::size_t earlier = 0; earlier < i; ++earlier) groups.front().places.push_back(earlier);
      if (group == nullptr) group = &groups.emplace_back(Group{.skipped = skipped});
      if (groups.size() > 1) group->places.push_back(i);
    }
    return groups;
  }

  void check_keys() const {
    for (std::size_t i = 0; i < objects_.count; ++i)
      for (std::size_t k = 0; k < model_.key_count; ++k)
        if (const FieldInfo& key = model_.key_field(k); key.is_auto && !key.codec->has_value(key.address(objects_[i])))
          throw NotFound{std::string{model_.name} + ": bulk_update: object " + std::to_string(i) + " has no key yet; save() or insert() it first"};
  }

  // False: the table or the server does not take it.
  bool copy(const BulkInsert& how) {
    if (!SessionSource{transaction_.context()}.takes_copy()) return false;
    {
      const Session session{transaction_.context()};
      if (!copy_sql::takes_copy(model_, session->run(copy_sql::question(model_), &model_))) return false;
      CopyRows rows{model_, objects_, how, first_};
      written_ = session->copy_in(copy_sql::statement(model_), rows, &model_).affected();
    }
    how.progress(objects_.count, objects_.count);  // may query: the session is back
    return true;
  }

  // Before the first statement is sent. Several are one transaction.
  void begin(bool is_last) {
    if (begins_inner_) return transaction_.begin_inner();
    if (!is_last) transaction_.begin();
  }

  void run(const BulkStatement& statement, const Group& group, std::size_t batch_size, const Progress& progress, bool all_come_back) {
    ColumnArrays arrays{model_, statement.bound};
    const std::size_t count = size_of(group);
    for (std::size_t done = 0; done < count;) {
      const std::size_t first = done;
      arrays.clear();
      for (; done < count && arrays.rows() < batch_size && !arrays.is_full(); ++done)
        arrays.add(object(group, done), first_ + place_of(group, done));
      if (done_ == 0) begin(arrays.rows() == objects_.count);
      send(statement, arrays, group, first, all_come_back);
      done_ += arrays.rows();
      if (done_ < objects_.count) progress(done_, objects_.count);
    }
  }

  void send(const BulkStatement& statement, ColumnArrays& arrays, const Group& group, std::size_t first, bool all_come_back) {
    Parameters parameters;
    arrays.bind(parameters);
    Result result = run_statement(transaction_.context(), statement.sql, parameters, &model_);
    if (statement.returned.empty()) {
      written_ += result.affected();
      return;
    }
    written_ += result.rows();
    if (all_come_back && static_cast<std::size_t>(result.rows()) != arrays.rows())
      throw Error{std::string{model_.name} + ": bulk_create: the database left rows out (a trigger or rule?), so that nobody can tell which "
                                             "objects the others are; use on_conflict = ignore, or save one by one"};
    answers_.push_back({.result = std::move(result), .fields = statement.returned, .numbered = statement.numbered, .group = &group, .begin = first, .count = arrays.rows()});
  }

  void finish() {
    if (!is_part_) transaction_.commit();
    for (const Answer& answer : answers_) read_back(answer);
  }

  void read_back(const Answer& answer) const {
    ResultReader reader{answer.result,
                        {.model = &model_, .fields = answer.fields.data(), .count = answer.fields.size(), .more = answer.numbered ? 1U : 0U}};
    const int number_column = static_cast<int>(answer.fields.size());
    for (int row = 0; row < answer.result.rows(); ++row) {
      const std::size_t place = answer.numbered ? answer.result.place(row, number_column, answer.count) : static_cast<std::size_t>(row);
      if (place >= answer.count) refuse_answer();
      reader.to_row(row);
      promptview::detail::read_fields(model_, answer.fields, object(*answer.group, answer.begin + place), reader);
    }
  }

  const ModelInfo& model_;
  BulkTransaction& transaction_;
  const Objects& objects_;
  std::size_t first_ = 0;
  bool is_part_ = false;
  bool begins_inner_ = false;
  std::vector<Answer> answers_{};
  std::size_t done_ = 0;
  std::int64_t written_ = 0;
};

// All batches are one transaction, in which what makes the objects runs too.
inline std::int64_t bulk_insert_from(const ModelInfo& model, const Context& context, ObjectSource& objects, const BulkInsert& how) {
  const BulkInsert each{.conflict = how.conflict, .batch_size = how.batch_size};
  BulkTransaction transaction{context};
  return transaction.run(model, [&] {
    transaction.begin();
    std::int64_t written = 0;
    std::size_t done = 0;
    for (Objects batch = objects.next(); batch.count > 0; batch = objects.next()) {
      written += BulkWriter{model, transaction, batch, done}.insert(each);
      done += batch.count;
      how.progress(done, 0);
    }
    transaction.commit();
    return written;
  });
}

inline std::int64_t bulk_insert(const ModelInfo& model, const Context& context, const Objects& objects, const BulkInsert& how) {
  BulkTransaction transaction{context};
  return transaction.run(model, [&] { return BulkWriter{model, transaction, objects}.insert(how); });
}

inline std::int64_t bulk_update(const ModelInfo& model, const Context& context, const Objects& objects, const BulkUpdate& how) {
  BulkTransaction transaction{context};
  return transaction.run(model, [&] { return BulkWriter{model, transaction, objects}.update(how); });
}

}  // namespace promptview::postgres::detail

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/postgres/format/result_reader.hpp>
#include <promptview/postgres/format/value_error.hpp>
#include <promptview/postgres/statements/removal_sql.hpp>
#include <promptview/postgres/statements/write_statement_cache.hpp>
#include <promptview/postgres/transaction/session.hpp>
#include <promptview/query/select.hpp>
#include <promptview/store/row_sink.hpp>
#include <promptview/store/write_mode.hpp>
#include <promptview/store/write_request.hpp>

namespace promptview::postgres::detail {

// Writes and removes single objects of one model: what Namespace::save and remove, and the kinds insert_or_find and restore of
// WriteRequest say.
class ObjectWriter {
 public:
  explicit ObjectWriter(const ModelInfo& model) : model_{model} {
    for (std::size_t i = 0; i < model.field_count; ++i)
      if (model.fields[i].is_auto)
        autos_.push_back(static_cast<std::uint16_t>(i));
      else if (model.fields[i].is_deferred)
        deferred_.push_back(static_cast<std::uint16_t>(i));
  }

  // To be called once, when all fields are known to be columns, of a model with a key.
  void make_statements() {
    remove_ = removal_sql::remove(model_);
    hard_remove_ = SQLBuilder::remove(model_);
    has_row_ = removal_sql::has_row(model_);
    if (model_.soft_remove != ModelInfo::no_field) restore_ = removal_sql::restore(model_);
  }

  void save(const Context& context, void* object, const Write& how);
  bool remove(const Context& context, const void* object) const { return remove_by(remove_, context, object); }
  bool hard_remove(const Context& context, const void* object) const { return remove_by(hard_remove_, context, object); }
  bool restore(const Context& context, void* object) const;
  bool write_on_conflict(const Context& context, void* object, const Conflict& conflict);

 private:
  friend class ObjectBatch;

  static void* address(const FieldInfo& field, const void* object) { return field.address(const_cast<void*>(object)); }

  WriteStatementCache::Kind kind_of_write(const void* object, const Write& how) const;
  FieldSet skipped_fields(const void* object, const Write& how) const;
  const WriteStatement& statement_for(const void* object, const Write& how);
  // Throws NotFound for an object without a key that must have one, FieldNotLoaded for one whose row would be inserted without
  // what a query left out. `place`: of the object among many, for messages.
  void check_object(const void* object, WriteStatementCache::Kind kind, std::size_t place = Error::no_place) const;
  // Whether a row was written.
  static bool found(const Result& result, const WriteStatement& statement) noexcept {
    return statement.returned.empty() ? result.changed_any() : result.rows() > 0;
  }
  void write_field(Parameters& to, const FieldInfo& field, const void* object) const;
  // `place`: of the object among many, for messages.
  void write_fields(Parameters& to, const WriteStatement& statement, const void* object, std::size_t place = Error::no_place) const;
  Result run(const SessionSource& source, const WriteStatement& statement, const void* object) const;
  void read_back(const Result& result, const WriteStatement& statement, void* object, std::size_t more = 0) const;
  bool remove_by(const WriteStatement& statement, const Context& context, const void* object) const;
  // `which`: of many, e.g. " (object 3)".
  void refuse_stale(const SessionSource& source, const void* object, const std::string& which = {}) const;
  [[noreturn]] void refuse_missing(const SessionSource& source, const void* object, const std::string& which = {}) const;

  const ModelInfo& model_;
  std::vector<std::uint16_t> autos_{};     // the places of its Auto fields
  std::vector<std::uint16_t> deferred_{};  // of its Deferred fields
  WriteStatement remove_{};
  WriteStatement hard_remove_{};
  WriteStatement restore_{};
  WriteStatement has_row_{};
  WriteStatementCache writes_{};
};

// Reads the one row of a result into an object; false: there is none.
inline bool read_row(const ModelInfo& model, const Result& result, void* object) {
  ResultReader reader{result, {.model = &model, .count = model.field_count}};
  if (result.rows() == 0) return false;
  reader.to_row(0);
  promptview::detail::read_fields(model, object, reader);
  return true;
}

inline WriteStatementCache::Kind ObjectWriter::kind_of_write(const void* object, const Write& how) const {
  const WriteMode mode = promptview::detail::mode_of_write(model_, deferred_, object, how.mode);
  if (mode == WriteMode::insert) return WriteStatementCache::Kind::insert;
  return mode == WriteMode::update ? WriteStatementCache::Kind::update : WriteStatementCache::Kind::upsert;
}

inline FieldSet ObjectWriter::skipped_fields(const void* object, const Write& how) const {
  FieldSet skipped;
  if (!how.only.empty()) skipped.set();
  for (const std::uint16_t field : how.only) skipped.reset(field);
  for (const std::uint16_t place : autos_)
    if (const FieldInfo& field = model_.fields[place]; !field.codec->has_value(address(field, object))) skipped.set(place);
  for (const std::uint16_t place : deferred_) {
    const bool is_asked_for = !how.only.empty() && !skipped[place];  // to be refused, if it has no value
    if (const FieldInfo& field = model_.fields[place]; !is_asked_for && !field.codec->has_value(address(field, object))) skipped.set(place);
  }
  return skipped;
}

inline void ObjectWriter::write_field(Parameters& to, const FieldInfo& field, const void* object) const {
  to.write(field, object);
}

inline void ObjectWriter::check_object(const void* object, WriteStatementCache::Kind kind, std::size_t place) const {
  for (std::size_t i = 0; kind != WriteStatementCache::Kind::update && i < deferred_.size(); ++i)
    check_not_left_out(model_, model_.fields[deferred_[i]], object, place);
  if (kind != WriteStatementCache::Kind::insert) promptview::detail::check_has_key(model_, object);
}

inline const WriteStatement& ObjectWriter::statement_for(const void* object, const Write& how) {
  return writes_.find_or_make(model_, kind_of_write(object, how), skipped_fields(object, how));
}

inline void ObjectWriter::save(const Context& context, void* object, const Write& how) {
  const WriteStatementCache::Kind kind = kind_of_write(object, how);
  check_object(object, kind);
  const WriteStatement& statement = writes_.find_or_make(model_, kind, skipped_fields(object, how));
  const Result result = run(context, statement, object);
  if (!found(result, statement)) refuse_missing(context, object);
  if (!statement.returned.empty()) read_back(result, statement, object);
}

inline void ObjectWriter::write_fields(Parameters& to, const WriteStatement& statement, const void* object, std::size_t place) const try {
  for (const std::uint16_t field : statement.bound) write_field(to, model_.fields[field], object);
} catch (const InvalidValue& error) {
  raise_value_error(error, model_, to.name(), place);
}

inline Result ObjectWriter::run(const SessionSource& source, const WriteStatement& statement, const void* object) const {
  Parameters parameters;
  write_fields(parameters, statement, object);
  return run_statement(source, statement.sql, parameters, &model_);
}

// Throws StaleObject if the row of an object is there, but has another version.
inline void ObjectWriter::refuse_stale(const SessionSource& source, const void* object, const std::string& which) const {
  if (model_.row_version == ModelInfo::no_field || run(source, has_row_, object).rows() == 0) return;
  throw StaleObject{std::string{model_.name} + which + ": read the object again: its row was changed by others since it was read"};
}

inline void ObjectWriter::refuse_missing(const SessionSource& source, const void* object, const std::string& which) const {
  refuse_stale(source, object, which);
  promptview::detail::throw_no_row_to_update(model_, which);
}

inline void ObjectWriter::read_back(const Result& result, const WriteStatement& statement, void* object, std::size_t more) const {
  ResultReader reader{result, {.model = &model_, .fields = statement.returned.data(), .count = statement.returned.size(), .more = more}};
  reader.to_row(0);
  promptview::detail::read_fields(model_, statement.returned, object, reader);
}

inline bool ObjectWriter::remove_by(const WriteStatement& statement, const Context& context, const void* object) const {
  if (run(context, statement, object).changed_any()) return true;
  refuse_stale(context, object);
  return false;
}

inline bool ObjectWriter::restore(const Context& context, void* object) const {
  const Result result = run(context, restore_, object);
  if (result.rows() == 0) return false;
  read_back(result, restore_, object);
  return true;
}

inline bool ObjectWriter::write_on_conflict(const Context& context, void* object, const Conflict& conflict) {
  check_object(object, WriteStatementCache::Kind::insert);
  const FieldSet skipped = skipped_fields(object, {});
  const bool updates = conflict.action == OnConflict::update;
  const WriteStatement& insert =
      writes_.find_or_make(model_, updates ? WriteStatementCache::Kind::upsert_on : WriteStatementCache::Kind::insert_or_get, skipped, conflict);
  if (updates) {
    const Result result = run(context, insert, object);
    if (result.rows() == 0) throw Error{std::string{model_.name} + ": the database left the row out: look for a trigger or rule"};
    read_back(result, insert, object, 1);
    return result.truth(0, static_cast<int>(insert.returned.size()));
  }
  const WriteStatement& find = writes_.find_or_make(model_, WriteStatementCache::Kind::find, {}, conflict);
  constexpr int most_rounds = 100;  // the row that was in the way can vanish before it is read
  for (int round = 0; round < most_rounds; ++round) {
    if (read_row(model_, run(context, insert, object), object)) return true;
    if (read_row(model_, run(context, find, object), object)) return false;
  }
  throw NotFound{std::string{model_.name} + ": a row with these values is in the way, but cannot be read: look for row security or a trigger"};
}

}  // namespace promptview::postgres::detail

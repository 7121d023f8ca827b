// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <promptview/error.hpp>
#include <promptview/namespace.hpp>
#include <promptview/namespace_manager.hpp>
#include <promptview/postgres/bulk_writer.hpp>
#include <promptview/postgres/parameters_text.hpp>
#include <promptview/postgres/removal_sql.hpp>
#include <promptview/postgres/result_reader.hpp>
#include <promptview/postgres/session.hpp>
#include <promptview/postgres/sql_builder.hpp>
#include <promptview/postgres/write_plans.hpp>

namespace promptview::postgres {

// One model's table.
class PostgresNamespace final : public Namespace {
 public:
  // `model` without its fields, which `add_field` gives one by one, in order.
  explicit PostgresNamespace(const ModelInfo& model) : model_{model} {}

  const ModelInfo& model() const noexcept override { return model_; }

  void add_field(const FieldInfo& field) override {
    // The SQL type is asked for here so that a field that cannot be a column is refused before anything is sent.
    (void)SQLBuilder::map_field_to_sql_type(field);
    (void)quote_identifier(field.column());
    if (fields_added_ == model_.field_count || &model_.fields[fields_added_] != &field)
      throw RegistrationError{std::string{model_.name} + ": the fields of a namespace are those of its model, in their order"};
    if (++fields_added_ == model_.field_count) make_statements();
  }

  void create_namespace(const Context& context, Phase phase) override;
  void drop_namespace(const Context& context) override;
  void save(const Context& context, void* object, const Write& how) override;
  bool get(const Context& context, const promptview::detail::BoundArgument* key, void* object) override;
  bool remove(const Context& context, const void* object) override;
  std::int64_t bulk_insert(const Context& context, const Objects& objects, const BulkInsert& how) override {
    return objects.count == 0 ? 0 : detail::BulkWriter{model_, context, objects}.insert(how);
  }
  std::int64_t bulk_update(const Context& context, const Objects& objects, const BulkUpdate& how) override {
    return objects.count == 0 ? 0 : detail::BulkWriter{model_, context, objects}.update(how);
  }
  bool hard_remove(const Context& context, const void* object) override { return remove_by(hard_remove_, context, object); }
  bool restore(const Context& context, void* object) override;
  bool write_on_conflict(const Context& context, void* object, const Conflict& conflict) override;
  void query(const Context& context, const Select& select, RowSink& sink) override;
  std::int64_t count(const Context& context, const Select& select) override;
  bool exists(const Context& context, const Select& select) override;
  std::string to_text(const Select& select) const override;

 private:
  void make_statements() {
    if (model_.key_count == 0) return;
    get_ = SQLBuilder::get(model_);
    remove_ = removal_sql::remove(model_);
    hard_remove_ = SQLBuilder::remove(model_);
    has_row_ = removal_sql::has_row(model_);
    if (model_.soft_remove != ModelInfo::no_field) restore_ = removal_sql::restore(model_);
  }

  static void* address(const FieldInfo& field, const void* object) { return field.address(const_cast<void*>(object)); }

  WritePlans::Kind kind_of_write(const void* object, const Write& how) const;
  FieldSet skipped_fields(const void* object, const Write& how) const;
  void write_field(Parameters& to, const FieldInfo& field, const void* object) const;
  Result send(detail::Session& session, const WriteStatement& statement, const void* object) const;
  void read_back(const Result& result, const WriteStatement& statement, void* object, std::size_t more = 0) const;
  bool read_row(const Result& result, void* object) const;
  bool remove_by(const WriteStatement& statement, const Context& context, const void* object) const;
  void refuse_stale(detail::Session& session, const void* object) const;
  static void bind(Parameters& to, const Statement& statement);
  Result run(detail::Session& session, const Statement& statement) const;

  const ModelInfo& model_;
  std::size_t fields_added_ = 0;
  WriteStatement get_{};
  WriteStatement remove_{};
  WriteStatement hard_remove_{};
  WriteStatement restore_{};
  WriteStatement has_row_{};
  WritePlans writes_{};
};

inline void PostgresNamespace::create_namespace(const Context& context, Phase phase) {
  if (!model_.table_options.managed) return;
  std::vector<std::string> statements;
  const auto add = [&statements](std::vector<std::string> more) { statements.insert(statements.end(), more.begin(), more.end()); };
  const bool all = phase == Phase::everything;
  if (all || phase == Phase::types) add(SQLBuilder::create_types(model_));
  if (all || phase == Phase::tables) add({SQLBuilder::create_table(model_)});
  if (all || phase == Phase::tables) add(SQLBuilder::comments(model_));
  if (all || phase == Phase::indexes) add(SQLBuilder::create_indexes(model_));
  if (statements.empty()) return;
  // Two programs that start at once would meet in the catalogs: the lock is held to the end of the script.
  std::string script = "SELECT pg_advisory_xact_lock(7008323590311)";
  for (const std::string& statement : statements) script += ";\n" + statement;
  detail::Session session{context};
  session->run_script(script, &model_);
}

inline void PostgresNamespace::drop_namespace(const Context& context) {
  if (!model_.table_options.managed) return;
  detail::Session session{context};
  session->run_script(SQLBuilder::drop_table(model_), &model_);
}

inline WritePlans::Kind PostgresNamespace::kind_of_write(const void* object, const Write& how) const {
  if (how.mode == WriteMode::insert || model_.key_count == 0) return WritePlans::Kind::insert;
  if (how.mode == WriteMode::update) return WritePlans::Kind::update;
  if (how.mode == WriteMode::upsert) return WritePlans::Kind::upsert;
  bool generated = false;
  for (std::size_t i = 0; i < model_.key_count; ++i) {
    const FieldInfo& key = model_.key_field(i);
    if (key.is_auto && !key.codec->has_value(address(key, object))) return WritePlans::Kind::insert;
    generated = generated || key.is_auto;
  }
  return generated ? WritePlans::Kind::update : WritePlans::Kind::upsert;
}

inline FieldSet PostgresNamespace::skipped_fields(const void* object, const Write& how) const {
  FieldSet skipped;
  if (!how.only.empty()) skipped.set();
  for (const std::uint16_t field : how.only) skipped.reset(field);
  for (std::size_t i = 0; i < model_.field_count; ++i) {
    const FieldInfo& field = model_.fields[i];
    if (field.is_auto && !field.codec->has_value(address(field, object))) skipped.set(i);
  }
  return skipped;
}

inline void PostgresNamespace::write_field(Parameters& to, const FieldInfo& field, const void* object) const {
  to.begin(*field.type, field.name, !field.options.type.empty() && field.type->kind == Kind::text);
  field.codec->write(to, address(field, object));
}

inline void PostgresNamespace::save(const Context& context, void* object, const Write& how) {
  const WritePlans::Kind kind = kind_of_write(object, how);
  const FieldSet skipped = skipped_fields(object, how);
  for (std::size_t i = 0; kind != WritePlans::Kind::insert && i < model_.key_count; ++i)
    if (const FieldInfo& key = model_.key_field(i); key.is_auto && skipped[model_.key[i]] && !key.codec->has_value(address(key, object)))
      throw NotFound{std::string{model_.name} + ": the object has no key yet; save() or insert() it first"};
  const WriteStatement& statement = writes_.find_or_make(model_, kind, skipped);
  detail::Session session{context};
  const Result result = send(session, statement, object);
  const bool found = statement.returned.empty() ? result.changed_any() : result.rows() > 0;
  if (!found) refuse_stale(session, object);
  if (!found)
    throw NotFound{std::string{model_.name} + ": there is no row with this key to update; it was removed, or never saved: use insert() or upsert()"};
  if (!statement.returned.empty()) read_back(result, statement, object);
}

inline Result PostgresNamespace::send(detail::Session& session, const WriteStatement& statement, const void* object) const {
  Parameters& parameters = session->parameters();
  for (const std::uint16_t field : statement.bound) write_field(parameters, model_.fields[field], object);
  return session->run(statement.sql, &model_);
}

// Throws StaleObject if the row of an object is there, but has another version.
inline void PostgresNamespace::refuse_stale(detail::Session& session, const void* object) const {
  if (model_.row_version == ModelInfo::no_field || send(session, has_row_, object).rows() == 0) return;
  throw StaleObject{std::string{model_.name} + ": read the object again: its row was changed by others since it was read"};
}

inline void PostgresNamespace::read_back(const Result& result, const WriteStatement& statement, void* object, std::size_t more) const {
  ResultReader reader{result, {.model = &model_, .fields = statement.returned.data(), .count = statement.returned.size(), .more = more}};
  reader.to_row(0);
  for (const std::uint16_t place : statement.returned) {
    const FieldInfo& field = model_.fields[place];
    reader.next_item();
    field.codec->read(reader, field.address(object));
  }
}

inline bool PostgresNamespace::get(const Context& context, const promptview::detail::BoundArgument* key, void* object) {
  detail::Session session{context};
  Parameters& parameters = session->parameters();
  for (std::size_t i = 0; i < model_.key_count; ++i) {
    const FieldInfo& field = model_.key_field(i);
    parameters.begin(*field.type, field.name, !field.options.type.empty() && field.type->kind == Kind::text);
    key[i].write(parameters, key[i].value);
  }
  return read_row(session->run(get_.sql, &model_), object);
}

// False: there is none.
inline bool PostgresNamespace::read_row(const Result& result, void* object) const {
  ResultReader reader{result, {.model = &model_, .count = model_.field_count}};
  if (result.rows() == 0) return false;
  reader.to_row(0);
  promptview::detail::read_fields(model_, object, reader);
  return true;
}

inline bool PostgresNamespace::remove(const Context& context, const void* object) { return remove_by(remove_, context, object); }

inline bool PostgresNamespace::remove_by(const WriteStatement& statement, const Context& context, const void* object) const {
  detail::Session session{context};
  if (send(session, statement, object).changed_any()) return true;
  refuse_stale(session, object);
  return false;
}

inline bool PostgresNamespace::restore(const Context& context, void* object) {
  detail::Session session{context};
  const Result result = send(session, restore_, object);
  if (result.rows() == 0) return false;
  read_back(result, restore_, object);
  return true;
}

inline bool PostgresNamespace::write_on_conflict(const Context& context, void* object, const Conflict& conflict) {
  const FieldSet skipped = skipped_fields(object, {});
  const bool updates = conflict.action == OnConflict::update;
  const WriteStatement& insert =
      writes_.find_or_make(model_, updates ? WritePlans::Kind::upsert_on : WritePlans::Kind::insert_or_get, skipped, conflict);
  detail::Session session{context};
  if (updates) {
    const Result result = send(session, insert, object);
    if (result.rows() == 0) throw Error{std::string{model_.name} + ": the database left the row out: look for a trigger or rule"};
    read_back(result, insert, object, 1);
    return result.bytes(0, static_cast<int>(insert.returned.size()))[0] != 0;
  }
  const WriteStatement& find = writes_.find_or_make(model_, WritePlans::Kind::find, {}, conflict);
  constexpr int most_rounds = 100;  // the row that was in the way can vanish before it is read
  for (int round = 0; round < most_rounds; ++round) {
    if (read_row(send(session, insert, object), object)) return true;
    if (read_row(send(session, find, object), object)) return false;
  }
  throw NotFound{std::string{model_.name} + ": a row with these values is in the way, but cannot be read: look for row security or a trigger"};
}

inline void PostgresNamespace::bind(Parameters& to, const Statement& statement) {
  static constexpr TypeInfo number_type{.kind = Kind::int64};
  for (const BoundValue& bound : statement.values) {
    if (bound.number != nullptr) {
      to.begin(number_type, bound.name);
      to.integer(*bound.number);
    } else if (bound.value->as_text) {
      to.begin(*bound.value->type, bound.name, true);
      to.text(bound.value->text);
    } else {
      to.begin(*bound.value->type, bound.name, bound.untyped, bound.pattern);
      write_value(to, *bound.value);
    }
  }
}

inline Result PostgresNamespace::run(detail::Session& session, const Statement& statement) const {
  bind(session->parameters(), statement);
  return session->run(statement.sql, &model_);
}

inline void PostgresNamespace::query(const Context& context, const Select& select, RowSink& sink) {
  detail::Session session{context};
  const Result result = run(session, SQLBuilder::select(select));
  ResultReader reader{result, {.model = &model_, .count = model_.field_count}};
  const int rows = result.rows();
  sink.expect(static_cast<std::size_t>(rows));
  for (int row = 0; row < rows; ++row) {
    reader.to_row(row);
    sink.row(reader);
  }
}

inline std::int64_t PostgresNamespace::count(const Context& context, const Select& select) {
  detail::Session session{context};
  const Result result = run(session, SQLBuilder::count(select));
  return load<std::int64_t>(result.bytes(0, 0).data());
}

inline bool PostgresNamespace::exists(const Context& context, const Select& select) {
  detail::Session session{context};
  return run(session, SQLBuilder::exists(select)).rows() > 0;
}

inline std::string PostgresNamespace::to_text(const Select& select) const {
  const Statement statement = SQLBuilder::select(select);
  Parameters parameters;
  bind(parameters, statement);
  return parameters.size() == 0 ? statement.sql : statement.sql + "\n-- " + describe(parameters);
}

namespace detail {

inline Namespace* make_postgres_namespace(const ModelInfo& model) { return new PostgresNamespace{model}; }

// Present in each source file that includes the backend, so that one of them is enough.
inline const bool postgres_registered = promptview::detail::register_backend("postgres", make_postgres_namespace);

}  // namespace detail
}  // namespace promptview::postgres

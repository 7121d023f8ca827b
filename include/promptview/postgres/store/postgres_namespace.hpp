// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/links/foreign_key_columns.hpp>
#include <promptview/postgres/format/result_reader.hpp>
#include <promptview/postgres/statements/bind_values.hpp>
#include <promptview/postgres/statements/explain.hpp>
#include <promptview/postgres/statements/key_list_sql.hpp>
#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/postgres/store/asked_type_names.hpp>
#include <promptview/postgres/store/bulk_writer.hpp>
#include <promptview/postgres/store/change_join_rows.hpp>
#include <promptview/postgres/store/copy_out.hpp>
#include <promptview/postgres/store/object_batch.hpp>
#include <promptview/postgres/store/object_writer.hpp>
#include <promptview/postgres/store/postgres_stream.hpp>
#include <promptview/postgres/store/query_text.hpp>
#include <promptview/postgres/store/read_batch.hpp>
#include <promptview/postgres/store/table_creation.hpp>
#include <promptview/postgres/transaction/session.hpp>
#include <promptview/store/namespace.hpp>
#include <promptview/store/namespace_manager.hpp>

namespace promptview::postgres {

// One model's table.
class PostgresNamespace final : public Namespace {
 public:
  // Throws InvalidValue for a field that cannot be a column.
  explicit PostgresNamespace(const ModelInfo& model) : Namespace{model, Features::all()}, model_{model} {
    for (std::size_t i = 0; i < model_.field_count; ++i) {
      (void)SQLBuilder::map_field_to_sql_type(model_.fields[i]);
      (void)quote_identifier(model_.fields[i].column());
    }
    make_statements();
  }

  void create(const Context& context, const promptview::detail::List<Namespace*>& spaces) override {
    spaces.size() == 1 ? detail::create_table(model_, context) : detail::create_tables(model_, context, spaces);
  }
  void drop(const Context& context, const promptview::detail::List<Namespace*>& spaces) override {
    spaces.size() == 1 ? detail::drop_table(model_, context) : detail::drop_tables(model_, context, spaces);
  }
  void prepare(void* object, const std::vector<std::uint16_t>& only) override {
    promptview::detail::prepare_object(model_, key_columns_, object, only);
  }
  void save(const Context& context, void* object, const Write& how) override {
    detail::with_type_names(context, [&] { writer_.save(context, object, how); });
  }
  bool remove(const Context& context, const void* object, bool hard) override {
    return hard ? writer_.hard_remove(context, object) : writer_.remove(context, object);
  }
  inline std::int64_t write(const Context& context, const WriteRequest& request) override;
  inline void read(const Context& context, ReadRequest& request) override;
  inline RowStream* open_stream(const Context& context, const Select& select, std::int64_t batch) override;
  inline std::string explain(const Context& context, const Select& select, const ExplainOptions& options) override;
  std::string to_text(const Select& select, SqlText form) const override { return query_text(select, form); }
  inline void all_or_nothing(const Context& context, AtomicBlock& block) override;
  inline void save_all(const Context& context, const Objects& objects, const Write& how) override;
  void read_together(const Context& context, const ReadRequests& requests) override { ask(context, requests, false); }
  void compare_schema(const Context& context, const promptview::detail::List<Namespace*>& spaces, std::vector<SchemaDifference>& found) override {
    detail::compare_schema(context, spaces, found);
  }

 private:
  void make_statements() {
    columns_ = columns_of(model_);
    key_columns_ = promptview::detail::key_columns_of(model_);
    if (model_.key_count == 0) return;
    get_ = SQLBuilder::get(model_);
    if (model_.key_count == 1) get_by_list_ = key_list_sql::get(model_);
    writer_.make_statements();
  }

  bool get(const Context& context, const promptview::detail::BoundArgument* key, void* object);
  void get_by_list(const Context& context, const promptview::detail::BoundArgument& keys, PlacedRowSink& rows);
  void query(const Context& context, const Select& select, RowSink& sink);
  std::int64_t count(const Context& context, const Select& select);
  bool exists(const Context& context, const Select& select);
  std::int64_t update_all(const Context& context, const Select& select, const std::vector<Assignment>& assignments);
  std::int64_t remove_all(const Context& context, const Select& select, bool hard);
  RowStream* open_copy(const Context& context, const Select& select);

  // The columns of a row of the query, as a model.
  const ModelInfo& row_of(const Select& select) const noexcept { return select.row == nullptr ? model_ : *select.row; }
  // `is_alone`: it is one query by itself.
  void ask(const Context& context, const ReadRequests& requests, bool is_alone);
  void ask_together(const Context& context, const ReadRequests& requests, bool is_alone);
  Result run(const Context& context, const Statement& statement) const;

  const ModelInfo& model_;
  std::string columns_{};  // of the model, as SELECT lists them
  promptview::detail::List<promptview::detail::KeyColumn> key_columns_{};
  WriteStatement get_{};
  std::string get_by_list_{};
  detail::ObjectWriter writer_{model_};
};

inline void PostgresNamespace::read(const Context& context, ReadRequest& request) {
  switch (request.kind) {
    case ReadRequest::Kind::rows: return query(context, *request.select, *request.rows);
    case ReadRequest::Kind::count: request.number = count(context, *request.select); return;
    case ReadRequest::Kind::exists: request.number = exists(context, *request.select) ? 1 : 0; return;
    case ReadRequest::Kind::get: request.number = get(context, request.key, request.object) ? 1 : 0; return;
    case ReadRequest::Kind::by_keys: return get_by_list(context, *request.key, *request.placed);
    case ReadRequest::Kind::relations:
      return detail::with_type_names(context, [&] { detail::load_relations(model_, context, *request.objects, request.select->includes); });
  }
}

inline std::int64_t PostgresNamespace::write(const Context& context, const WriteRequest& request) {
  switch (request.kind) {
    case WriteRequest::Kind::update_rows: return update_all(context, *request.select, *request.assignments);
    case WriteRequest::Kind::remove_rows: return remove_all(context, *request.select, request.hard);
    case WriteRequest::Kind::join_rows: return detail::change_join_rows(model_, context, *request.join);
    default: break;
  }
  return detail::with_type_names(context, [&]() -> std::int64_t {
    switch (request.kind) {
      case WriteRequest::Kind::insert_or_find: return writer_.write_on_conflict(context, request.object, *request.conflict) ? 1 : 0;
      case WriteRequest::Kind::restore: return writer_.restore(context, request.object) ? 1 : 0;
      case WriteRequest::Kind::insert_range: return detail::bulk_insert_from(model_, context, *request.source, *request.insert);
      default: break;
    }
    if (request.objects.count == 0) return 0;
    return request.kind == WriteRequest::Kind::insert_objects ? detail::bulk_insert(model_, context, request.objects, *request.insert)
                                                              : detail::bulk_update(model_, context, request.objects, *request.update);
  });
}

inline bool PostgresNamespace::get(const Context& context, const promptview::detail::BoundArgument* key, void* object) {
  return detail::with_type_names(context, [&] {
    Parameters parameters;
    bind_key(parameters, model_, key);
    return detail::read_row(model_, run_statement(context, get_.sql, parameters, &model_), object);
  });
}

inline Result PostgresNamespace::run(const Context& context, const Statement& statement) const {
  Parameters parameters;
  bind_values(parameters, statement, model_);
  return run_statement(context, statement.sql, parameters, &model_);
}

inline void PostgresNamespace::query(const Context& context, const Select& select, RowSink& sink) {
  if (!select.includes.empty()) {
    ReadRequest request{.kind = ReadRequest::Kind::rows, .space = this, .select = &select, .rows = &sink};
    return ask(context, {.first = &request, .count = 1}, true);
  }
  detail::with_type_names(context, [&] {
    detail::give_rows(run(context, SQLBuilder::select(select, columns_)), row_of(select), sink);
  });
}

inline std::int64_t PostgresNamespace::count(const Context& context, const Select& select) {
  return run(context, SQLBuilder::count(select)).number(0, 0);
}

inline bool PostgresNamespace::exists(const Context& context, const Select& select) {
  return run(context, SQLBuilder::exists(select)).rows() > 0;
}

inline std::int64_t PostgresNamespace::update_all(const Context& context, const Select& select, const std::vector<Assignment>& assignments) {
  return run(context, SQLBuilder::update(select, assignments)).affected();
}

inline std::int64_t PostgresNamespace::remove_all(const Context& context, const Select& select, bool hard) {
  return run(context, SQLBuilder::remove(select, hard)).affected();
}

inline RowStream* PostgresNamespace::open_stream(const Context& context, const Select& select, std::int64_t batch) {
  if (batch == 0) return open_copy(context, select);
  const Select plain = promptview::detail::without_includes(select);
  const Statement statement = SQLBuilder::select(plain);
  Parameters parameters;
  bind_values(parameters, statement, model_);
  std::unique_ptr<detail::BatchLoader> loader;
  if (!select.includes.empty()) loader = std::make_unique<detail::BatchLoader>(context, select);
  auto stream = std::make_unique<PostgresStream>(context, row_of(select), batch, std::move(loader));
  stream->declare(statement.sql, parameters);
  return stream.release();
}

inline RowStream* PostgresNamespace::open_copy(const Context& context, const Select& select) {
  if (!select.includes.empty())
    throw InvalidValue{std::string{model_.name} + ": copy_out() reads nothing beside its rows: leave out include(), or use stream()"};
  const Statement statement = SQLBuilder::select(select);
  check_copied(row_of(select), statement);
  constexpr std::int64_t batch = 1000;
  if (!SessionSource{context}.takes_copy()) return open_stream(context, select, batch);
  return detail::with_type_names(context, [&] { return new PostgresCopyOut{context, row_of(select), statement}; });
}

inline std::string PostgresNamespace::explain(const Context& context, const Select& select, const ExplainOptions& options) {
  const Statement statement = SQLBuilder::select(select);
  Parameters parameters;
  bind_values(parameters, statement, model_);
  const Session session{context};
  return lines_of(session->run_once(explain_sql(options) + statement.sql, parameters, &model_));
}

inline void PostgresNamespace::all_or_nothing(const Context& context, AtomicBlock& block) {
  Transaction transaction{{.database = std::string{context.database}}, &context};
  block.run({context.database, &transaction});
  transaction.commit();
}

// --- Many at once --------------------------------------------------------------------------------------------------------

inline void PostgresNamespace::save_all(const Context& context, const Objects& objects, const Write& how) {
  const bool is_whole = objects.count == 1 && context.transaction == nullptr;  // all or nothing by itself
  if (is_whole) return Namespace::save_all(context, objects, how);
  detail::with_type_names(context, [&] { detail::ObjectBatch{writer_, objects, how}.run(context); });
}

inline void PostgresNamespace::ask(const Context& context, const ReadRequests& requests, bool is_alone) {
  for (const ReadRequest& each : requests)
    if (dynamic_cast<const PostgresNamespace*>(each.space) == nullptr) return Namespace::read_together(context, requests);
  detail::with_type_names(context, [&] { ask_together(context, requests, is_alone); });
}

inline void PostgresNamespace::ask_together(const Context& context, const ReadRequests& requests, bool is_alone) {
  detail::ReadBatch batch{requests, is_alone};
  const auto add = [&](std::size_t place) {
    const ReadRequest& each = requests[place];
    const auto* space = static_cast<const PostgresNamespace*>(each.space);
    switch (each.kind) {
      case ReadRequest::Kind::get: return batch.add(space->model_, space->get_.sql);
      case ReadRequest::Kind::rows:
        if (each.select->includes.empty()) return batch.add(space->model_, SQLBuilder::select(*each.select));
        return batch.add(std::make_unique<detail::IncludeQuery>(context, *each.select, SessionSource{context}.is_pipelining()));
      case ReadRequest::Kind::count: return batch.add(space->model_, SQLBuilder::count(*each.select));
      case ReadRequest::Kind::exists: return batch.add(space->model_, SQLBuilder::exists(*each.select));
      case ReadRequest::Kind::by_keys:
      case ReadRequest::Kind::relations: refuse(each);
    }
  };
  if (is_alone)
    add(0);
  else
    promptview::detail::for_each_place(requests.count, add);
  batch.run(context);
}

inline void PostgresNamespace::get_by_list(const Context& context, const promptview::detail::BoundArgument& keys, PlacedRowSink& rows) {
  const FieldInfo& field = model_.key_field(0);
  const TypeInfo list{.kind = Kind::array, .item = field.type};
  detail::with_type_names(context, [&] {
    Parameters parameters;
    parameters.begin(list, field.name, bulk_sql::is_text_form(field));
    keys.write(parameters, keys.value);
    const Result result = run_statement(context, get_by_list_, parameters, &model_);
    ResultReader reader{result, {.model = &model_, .count = model_.field_count, .more = 1}};
    for (int row = 0; row < result.rows(); ++row) {
      reader.to_row(row);
      rows.row(result.place(row, static_cast<int>(model_.field_count), rows.count()), reader);
    }
  });
}

namespace detail {

inline Namespace* make_postgres_namespace(const ModelInfo& model) { return new PostgresNamespace{model}; }

// Present in each source file that includes the backend, so that one of them is enough.
inline const bool postgres_registered = promptview::detail::register_backend("postgres", make_postgres_namespace);

}  // namespace detail
}  // namespace promptview::postgres

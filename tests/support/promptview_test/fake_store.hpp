// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <promptview/model.hpp>
#include <promptview_test/value_recorder.hpp>

// A store without a database: it writes down what it is asked and answers what it was told to. For tests of everything
// that stands above a Namespace.
namespace promptview_test {

namespace pv = promptview;

// What all fake namespaces were asked, in order: `User get 1`, `User query limit=1 order=id`.
inline std::vector<std::string>& asked() {
  static std::vector<std::string> calls;
  return calls;
}
// Takes all of it.
inline std::vector<std::string> take_asked() { return std::exchange(asked(), {}); }

// Gives recorded rows, batch by batch.
class FakeStream final : public pv::RowStream {
 public:
  FakeStream(const std::vector<ValueRecorder>& rows, std::size_t batch) : rows_{rows}, batch_{batch} { ++alive(); }
  FakeStream(const FakeStream&) = delete;
  FakeStream& operator=(const FakeStream&) = delete;
  ~FakeStream() override { --alive(); }

  static int& alive() {
    static int count = 0;
    return count;
  }

  bool next(pv::RowSink& sink) override {
    asked().push_back("batch");
    const std::size_t first = at_;
    for (; at_ < rows_.size() && at_ - first < batch_; ++at_) {
      ValueReplayer reader{rows_[at_]};
      sink.row(reader);
    }
    return at_ > first;
  }

 private:
  const std::vector<ValueRecorder>& rows_;
  std::size_t batch_;
  std::size_t at_ = 0;
};

class FakeNamespace final : public pv::Namespace {
 public:
  explicit FakeNamespace(const pv::ModelInfo& model) : model_{model} { ++alive(); }
  FakeNamespace(const FakeNamespace&) = delete;
  FakeNamespace& operator=(const FakeNamespace&) = delete;
  ~FakeNamespace() override { --alive(); }

  static pv::Namespace* make(const pv::ModelInfo& model) { return new FakeNamespace{model}; }
  static std::atomic<int>& alive() {
    static std::atomic<int> count = 0;
    return count;
  }

  // The rows that queries and `get` of a model answer, whatever the condition; by the model's name.
  static std::map<std::string, std::vector<ValueRecorder>>& rows() {
    static std::map<std::string, std::vector<ValueRecorder>> all;
    return all;
  }
  template <class M>
  static void set_rows(std::vector<M> objects) {
    const pv::ModelInfo& model = pv::detail::model_of<M>();
    std::vector<ValueRecorder> recorded;
    for (M& object : objects) {
      ValueRecorder& row = recorded.emplace_back();
      row.null();  // `next_item` moves to the first column
      for (std::size_t i = 0; i < model.field_count; ++i) model.fields[i].codec->write(row, model.fields[i].address(&object));
    }
    rows()[std::string{model.name}] = std::move(recorded);
  }

  const std::string& fields_added() const { return fields_; }

  const pv::ModelInfo& model() const noexcept override { return model_; }
  void add_field(const pv::FieldInfo& field) override { fields_ += std::string{field.name} + " "; }

  void create_namespace(const pv::Context& context, Phase phase) override {
    constexpr const char* names[] = {"types", "tables", "join tables", "indexes", "foreign keys", "everything"};
    note(context, std::string{"create "} + names[static_cast<int>(phase)]);
  }
  void drop_namespace(const pv::Context& context) override { note(context, "drop"); }

  void save(const pv::Context& context, void* object, const pv::Write& how) override {
    constexpr const char* modes[] = {"save", "insert", "update", "upsert"};
    std::string call = modes[static_cast<int>(how.mode)];
    for (const std::uint16_t place : how.only) call += " " + std::string{model_.fields[place].name};
    for (std::size_t i = 0; i < model_.field_count; ++i) {
      ValueRecorder value;
      model_.fields[i].codec->write(value, model_.fields[i].address(object));
      call += (i == 0 ? ": " : ", ") + value.to_string();
    }
    note(context, call);
  }
  bool get(const pv::Context& context, const pv::detail::BoundArgument* key, void* object) override {
    ValueRecorder values;
    for (std::size_t i = 0; i < model_.key_count; ++i) key[i].write(values, key[i].value);
    note(context, "get " + values.to_string());
    const auto& all = rows()[std::string{model_.name}];
    if (all.empty()) return false;
    ValueReplayer reader{all.front()};
    pv::detail::read_fields(model_, object, reader);
    return true;
  }
  bool remove(const pv::Context& context, const void*) override {
    note(context, "remove");
    return !rows()[std::string{model_.name}].empty();
  }

  bool hard_remove(const pv::Context& context, const void*) override {
    note(context, "hard_remove");
    return !rows()[std::string{model_.name}].empty();
  }
  bool restore(const pv::Context& context, void*) override {
    note(context, "restore");
    return !rows()[std::string{model_.name}].empty();
  }
  bool write_on_conflict(const pv::Context& context, void*, const pv::Conflict& conflict) override {
    note(context, conflict.action == pv::OnConflict::update ? "upsert" : "get or create");
    return true;
  }
  std::int64_t bulk_update(const pv::Context& context, const pv::Objects& objects, const pv::BulkUpdate& how) override {
    std::string call = "bulk_update " + std::to_string(objects.count);
    for (const std::uint16_t place : how.fields) call += " " + std::string{model_.fields[place].name};
    note(context, call);
    return static_cast<std::int64_t>(objects.count);
  }
  std::int64_t bulk_insert(const pv::Context& context, const pv::Objects& objects, const pv::BulkInsert& how) override {
    note(context, "bulk_insert " + std::to_string(objects.count) + " by " + std::to_string(how.batch_size));
    return static_cast<std::int64_t>(objects.count);
  }
  std::int64_t bulk_insert_from(const pv::Context& context, pv::ObjectSource& objects, const pv::BulkInsert& how) override {
    std::int64_t written = 0;
    for (pv::Objects batch = objects.next(); batch.count > 0; batch = objects.next()) written += bulk_insert(context, batch, how);
    return written;
  }

  void query(const pv::Context& context, const pv::Select& select, pv::RowSink& sink) override {
    note(context, "query" + shape(select));
    const auto& all = rows()[std::string{model_.name}];
    const std::size_t most = select.limit == pv::Select::no_limit ? all.size() : static_cast<std::size_t>(select.limit);
    const std::size_t count = all.size() < most ? all.size() : most;
    sink.expect(count);
    for (std::size_t i = 0; i < count; ++i) {
      ValueReplayer reader{all[i]};
      sink.row(reader);
    }
  }
  std::int64_t count(const pv::Context& context, const pv::Select& select) override {
    note(context, "count" + shape(select));
    return static_cast<std::int64_t>(rows()[std::string{model_.name}].size());
  }
  bool exists(const pv::Context& context, const pv::Select& select) override {
    note(context, "exists" + shape(select));
    return !rows()[std::string{model_.name}].empty();
  }
  std::int64_t update_all(const pv::Context& context, const pv::Select& select, const std::vector<pv::Assignment>& assignments) override {
    std::string call = "update";
    for (const pv::Assignment& each : assignments) call += " " + std::string{model_.fields[each.field].name};
    note(context, call + shape(select));
    return static_cast<std::int64_t>(rows()[std::string{model_.name}].size());
  }
  std::int64_t remove_all(const pv::Context& context, const pv::Select& select, bool hard) override {
    note(context, (hard ? "hard remove all" : "remove all") + shape(select));
    return static_cast<std::int64_t>(rows()[std::string{model_.name}].size());
  }
  pv::RowStream* open_stream(const pv::Context& context, const pv::Select& select, std::int64_t batch) override {
    note(context, "stream" + shape(select) + " by " + std::to_string(batch));
    return new FakeStream{rows()[std::string{model_.name}], static_cast<std::size_t>(batch)};
  }
  pv::RowStream* open_copy(const pv::Context& context, const pv::Select& select) override { return open_stream(context, select, 1); }
  std::string explain(const pv::Context& context, const pv::Select& select, const pv::ExplainOptions& options) override {
    note(context, (options.analyze ? "explain analyze" : "explain") + shape(select));
    return "plan";
  }
  std::string to_text(const pv::Select& select, pv::SqlText) const override { return "query" + shape(select); }

 private:
  void note(const pv::Context& context, const std::string& call) const {
    const std::string on = context.database.empty() ? "" : " on " + std::string{context.database};
    asked().push_back(std::string{pv::detail::unqualified(model_.name)} + on + " " + call);
  }

  std::string shape(const pv::Select& select) const {
    std::string text;
    if (!select.where.is_empty()) text += " where";
    if (select.limit != pv::Select::no_limit) text += " limit=" + std::to_string(select.limit);
    if (select.offset != 0) text += " offset=" + std::to_string(select.offset);
    for (const pv::OrderTerm& term : select.order)
      text += (term.descending ? " order=-" : " order=") + std::string{model_.fields[term.field].name};
    return text;
  }

  const pv::ModelInfo& model_;
  std::string fields_{};
};

}  // namespace promptview_test

// PROMPTVIEW_TEST_FAKE_MODEL(Type, "backend", "table", key, fields...) registers a struct of four members at most for a
// store that PROMPTVIEW_MODEL does not know; `key` is the place of the primary key's field.
#define PROMPTVIEW_TEST_FIELD(Type, member)                                        \
  ::promptview::detail::field_info<Type, decltype(Type::member)>(                  \
      #member, &::promptview::detail::address_of<Type, &Type::member>, {})
#define PROMPTVIEW_TEST_FAKE_MODEL(Type, backend_name, table_name, key_place, ...)                           \
  struct fake_rows_##Type {                                                                                  \
    static constexpr ::promptview::FieldInfo fields[] = {__VA_ARGS__};                                       \
  };                                                                                                         \
  struct fake_model_##Type {                                                                                 \
    static constexpr ::promptview::ModelInfo promptview_info{                                                \
        .name = ::promptview::detail::type_name<Type>(),                                                     \
        .backend = backend_name,                                                                             \
        .table = table_name,                                                                                 \
        .fields = fake_rows_##Type::fields,                                                                  \
        .field_count = sizeof(fake_rows_##Type::fields) / sizeof(::promptview::FieldInfo),                   \
        .key = {key_place},                                                                                  \
        .key_count = 1};                                                                                     \
  };                                                                                                         \
  [[maybe_unused]] constexpr fake_model_##Type promptview_describe(::promptview::detail::ModelTag<Type>) {   \
    return {};                                                                                               \
  }

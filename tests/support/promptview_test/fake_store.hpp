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
// that stands above a Namespace: PROMPTVIEW_MODEL(User, fake, "users", ...).

template <>
inline constexpr bool promptview::is_backend<"fake"> = true;

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
  explicit FakeNamespace(const pv::ModelInfo& model) : Namespace{model, pv::Features::all().without({pv::Feature::key_lists, pv::Feature::copies})} { ++alive(); }
  FakeNamespace(const FakeNamespace&) = delete;
  FakeNamespace& operator=(const FakeNamespace&) = delete;
  ~FakeNamespace() override { --alive(); }

  static pv::Namespace* make(const pv::ModelInfo& model) { return new FakeNamespace{model}; }
  static std::atomic<int>& alive() {
    static std::atomic<int> count = 0;
    return count;
  }

  // The rows that queries and `get` of a model answer, whatever the condition; by the model's name.
  static std::map<std::string, std::vector<ValueRecorder>>& all_rows() {
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
    all_rows()[std::string{model.name}] = std::move(recorded);
  }

  void create(const pv::Context& context, const pv::detail::List<Namespace*>& spaces) override {
    asked().push_back(names(spaces) + on(context) + " create");
  }
  void drop(const pv::Context& context, const pv::detail::List<Namespace*>& spaces) override {
    asked().push_back(names(spaces) + on(context) + " drop");
  }

  void read(const pv::Context& context, pv::ReadRequest& request) override {
    using Kind = pv::ReadRequest::Kind;
    const std::string shape = request.select == nullptr ? std::string{} : shape_of(*request.select);
    switch (request.kind) {
      case Kind::rows:
        note(context, "query" + shape);
        return give_rows(*request.select, *request.rows);
      case Kind::count:
        note(context, "count" + shape);
        request.number = static_cast<std::int64_t>(rows().size());
        return;
      case Kind::exists:
        note(context, "exists" + shape);
        request.number = rows().empty() ? 0 : 1;
        return;
      case Kind::get: return get(context, request);
      default: refuse(request);
    }
  }

  void save(const pv::Context& context, void* object, const pv::Write& how) override {
    constexpr const char* modes[] = {"save", "insert", "update", "upsert"};
    std::string call = modes[static_cast<int>(how.mode)];
    for (const std::uint16_t place : how.only) call += " " + std::string{model().fields[place].name};
    for (std::size_t i = 0; i < model().field_count; ++i) {
      ValueRecorder value;
      model().fields[i].codec->write(value, model().fields[i].address(object));
      call += (i == 0 ? ": " : ", ") + value.to_string();
    }
    note(context, call);
  }
  bool remove(const pv::Context& context, const void*, bool hard) override {
    note(context, hard ? "hard_remove" : "remove");
    return !rows().empty();
  }

  pv::RowStream* open_stream(const pv::Context& context, const pv::Select& select, std::int64_t batch) override {
    note(context, "stream" + shape_of(select) + " by " + std::to_string(batch));
    return new FakeStream{rows(), static_cast<std::size_t>(batch)};
  }
  std::string explain(const pv::Context& context, const pv::Select& select, const pv::ExplainOptions& options) override {
    note(context, (options.analyze ? "explain analyze" : "explain") + shape_of(select));
    return "plan";
  }
  std::string to_text(const pv::Select& select, pv::SqlText) const override { return "query" + shape_of(select); }

 private:
  const std::vector<ValueRecorder>& rows() const { return all_rows()[std::string{model().name}]; }

  void get(const pv::Context& context, pv::ReadRequest& request) {
    ValueRecorder values;
    for (std::size_t i = 0; i < model().key_count; ++i) request.key[i].write(values, request.key[i].value);
    note(context, "get " + values.to_string());
    if (rows().empty()) return;
    ValueReplayer reader{rows().front()};
    pv::detail::read_fields(model(), request.object, reader);
    request.number = 1;
  }
  void give_rows(const pv::Select& select, pv::RowSink& sink) const {
    const std::size_t most = select.limit == pv::Select::no_limit ? rows().size() : static_cast<std::size_t>(select.limit);
    const std::size_t count = rows().size() < most ? rows().size() : most;
    sink.expect(count);
    for (std::size_t i = 0; i < count; ++i) {
      ValueReplayer reader{rows()[i]};
      sink.row(reader);
    }
  }

  static std::string on(const pv::Context& context) { return context.database.empty() ? "" : " on " + std::string{context.database}; }
  static std::string names(const pv::detail::List<Namespace*>& spaces) {
    std::string text;
    for (const Namespace* each : spaces) text += (text.empty() ? "" : " ") + std::string{pv::detail::unqualified(each->model().name)};
    return text;
  }
  void note(const pv::Context& context, const std::string& call) const {
    asked().push_back(std::string{pv::detail::unqualified(model().name)} + on(context) + " " + call);
  }

  std::string shape_of(const pv::Select& select) const {
    std::string text;
    if (!select.where.is_empty()) text += " where";
    if (select.limit != pv::Select::no_limit) text += " limit=" + std::to_string(select.limit);
    if (select.offset != 0) text += " offset=" + std::to_string(select.offset);
    for (const pv::OrderTerm& term : select.order)
      text += (term.descending ? " order=-" : " order=") + std::string{model().fields[term.field].name};
    return text;
  }
};

inline const bool fake_registered = pv::detail::register_backend("fake", FakeNamespace::make);

// Rows of M, which has an `id` and a `text`, and nothing asked yet, while this lives.
template <class M>
class FakeLines {
 public:
  explicit FakeLines(int count) {
    std::vector<M> lines;
    for (int i = 1; i <= count; ++i) lines.push_back({.id = i, .text = "line " + std::to_string(i)});
    FakeNamespace::set_rows<M>(std::move(lines));
    take_asked();
  }
  FakeLines(const FakeLines&) = delete;
  FakeLines& operator=(const FakeLines&) = delete;
  ~FakeLines() { pv::NamespaceManager::reset(); }
};

}  // namespace promptview_test

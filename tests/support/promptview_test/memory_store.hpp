// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/links/field_values.hpp>
#include <promptview/links/foreign_key_columns.hpp>
#include <promptview/lookups/lookup.hpp>
#include <promptview/lookups/store_table.hpp>
#include <promptview/model.hpp>
#include <promptview/store/write_mode.hpp>

// A whole store that keeps its rows in memory: PROMPTVIEW_MODEL(User, memory, "users", ...). It gets, saves and removes objects, and
// answers queries by exact, in and isnull, in an order of fields. It is written from the manual of include/promptview/store alone.

template <>
inline constexpr bool promptview::is_backend<"memory"> = true;

namespace promptview_test {

namespace pv = promptview;

// Below 0, 0 or above. NULL is the greatest.
inline int compare_values(const pv::Value& left, const pv::Value& right) {
  if (left.null || right.null) return static_cast<int>(left.null) - static_cast<int>(right.null);
  switch (left.type->kind) {
    case pv::Kind::float32:
    case pv::Kind::float64: return (left.real > right.real) - (left.real < right.real);
    case pv::Kind::numeric:
    case pv::Kind::interval:
    case pv::Kind::json:
    case pv::Kind::array:
    case pv::Kind::range: throw pv::NotSupported{"filter and order by fields of other types: the store memory compares no numeric, json and the like"};
    default: break;
  }
  if (left.integer != right.integer) return left.integer < right.integer ? -1 : 1;
  return left.text.compare(right.text);
}

// What the store makes of the lookups that it has.
struct MemoryLookup {
  std::string_view name{};  // with `classes`: which row of `lookups`
  std::uint16_t classes{};
  bool (*holds)(const pv::Value& field, const pv::Value& value) = nullptr;

  constexpr bool is_for(const pv::Lookup& lookup) const noexcept { return lookup.name == name && lookup.classes == classes; }
};
inline constexpr MemoryLookup memory_lookup_rows[] = {
    {"exact", pv::sql_classes, [](const pv::Value& field, const pv::Value& value) { return compare_values(field, value) == 0; }},
    {"isnull", pv::every_class, [](const pv::Value& field, const pv::Value& value) { return field.null == (value.integer != 0); }},
    {"in", pv::single_classes,
     [](const pv::Value& field, const pv::Value& list) {
       return std::any_of(list.items.begin(), list.items.end(), [&](const pv::Value& item) { return compare_values(field, item) == 0; });
     }},
};
inline constexpr pv::StoreTable<pv::lookups, MemoryLookup> memory_lookups{"memory", memory_lookup_rows};

class MemoryNamespace final : public pv::Namespace {
 public:
  explicit MemoryNamespace(const pv::ModelInfo& model) : Namespace{model, {pv::Feature::order}} {}

  void create(const pv::Context&, const pv::detail::List<Namespace*>&) override {}
  void drop(const pv::Context& context, const pv::detail::List<Namespace*>& spaces) override {
    for (Namespace* each : spaces) static_cast<MemoryNamespace&>(*each).clear(context);
  }

  void read(const pv::Context& context, pv::ReadRequest& request) override {
    const std::lock_guard guard{mutex_};
    using Kind = pv::ReadRequest::Kind;
    switch (request.kind) {
      case Kind::rows: return give(found(context, *request.select), *request.rows);
      case Kind::count: request.number = static_cast<std::int64_t>(found(context, *request.select).size()); return;
      case Kind::exists: request.number = found(context, *request.select).empty() ? 0 : 1; return;
      case Kind::get: request.number = get(context, request.key, request.object) ? 1 : 0; return;
      default: refuse(request);
    }
  }

  void prepare(void* object, const std::vector<std::uint16_t>& only) override {
    pv::detail::prepare_object(model(), pv::detail::key_columns_of(model()), object, only);
  }

  void save(const pv::Context& context, void* object, const pv::Write& how) override {
    const std::lock_guard guard{mutex_};
    const pv::WriteMode mode = pv::detail::mode_of_write(model(), std::vector<std::uint16_t>{}, object, how.mode);
    if (mode != pv::WriteMode::insert) pv::detail::check_has_key(model(), object);
    Row* const known = model().key_count == 0 ? nullptr : find(context, key_of(object));
    if (mode == pv::WriteMode::update && known == nullptr) pv::detail::throw_no_row_to_update(model());
    if (mode == pv::WriteMode::insert && known != nullptr) refuse_taken_key();
    if (known == nullptr) {
      make_keys(object);
      rows(context).push_back(row_of(object));
      return;
    }
    Row written = row_of(object);
    for (std::size_t i = 0; i < model().field_count; ++i)
      if (how.only.empty() || std::find(how.only.begin(), how.only.end(), i) != how.only.end()) (*known)[i] = std::move(written[i]);
  }

  bool remove(const pv::Context& context, const void* object, bool) override {
    const std::lock_guard guard{mutex_};
    Row* const known = find(context, key_of(object));
    if (known == nullptr) return false;
    Rows& all = rows(context);
    all.erase(all.begin() + (known - all.data()));
    return true;
  }

 private:
  using Row = std::vector<pv::Value>;  // a value for each field
  using Rows = std::vector<Row>;

  Rows& rows(const pv::Context& context) { return databases_[std::string{context.database}]; }
  void clear(const pv::Context& context) {
    const std::lock_guard guard{mutex_};
    rows(context).clear();
  }

  // --- Objects -----------------------------------------------------------------------------------------------------------

  Row row_of(const void* object) const {
    Row row;
    for (std::size_t i = 0; i < model().field_count; ++i) row.push_back(pv::detail::field_value(model().fields[i], object));
    return row;
  }
  Row key_of(const void* object) const {
    Row key;
    for (std::size_t i = 0; i < model().key_count; ++i) key.push_back(pv::detail::field_value(model().key_field(i), object));
    return key;
  }
  Row* find(const pv::Context& context, const Row& key) {
    for (Row& row : rows(context)) {
      bool is_it = true;
      for (std::size_t i = 0; i < key.size(); ++i) is_it = is_it && compare_values(row[model().key[i]], key[i]) == 0;
      if (is_it) return &row;
    }
    return nullptr;
  }
  void make_keys(void* object) {
    for (std::size_t i = 0; i < model().field_count; ++i) {
      const pv::FieldInfo& field = model().fields[i];
      if (!field.is_auto || pv::detail::has_field_value(field, object)) continue;
      if (!pv::detail::is_integer(field.type->kind))
        throw pv::NotSupported{std::string{model().name} + "." + std::string{field.name} + ": give it a value: the store memory makes integers only"};
      pv::detail::set_field(model(), i, object, {.type = field.type, .null = false, .integer = ++last_made_});
    }
  }
  [[noreturn]] void refuse_taken_key() const {
    pv::ServerReport report;
    report.model = model().name;
    for (std::size_t i = 0; i < model().key_count; ++i) report.fields += (i == 0 ? "" : ", ") + std::string{model().key_field(i).name};
    throw pv::UniqueViolation{std::string{model().name} + ": choose another key: there is a row with this one", report};
  }

  bool get(const pv::Context& context, const pv::detail::BoundArgument* key, void* object) {
    Row values;
    for (std::size_t i = 0; i < model().key_count; ++i) values.push_back(pv::detail::value_of(*model().key_field(i).type, key[i]));
    const Row* const row = find(context, values);
    if (row != nullptr) read_row(*row, [&](pv::ValueReader& columns) { pv::detail::read_fields(model(), object, columns); });
    return row != nullptr;
  }

  // --- Queries -----------------------------------------------------------------------------------------------------------

  std::vector<const Row*> found(const pv::Context& context, const pv::Select& select) {
    check_lookups(select.where);
    std::vector<const Row*> all;
    for (const Row& row : rows(context))
      if (holds(select.where, row)) all.push_back(&row);
    std::sort(all.begin(), all.end(), [&](const Row* left, const Row* right) { return comes_before(select, *left, *right); });
    all.erase(all.begin(), all.begin() + std::min(static_cast<std::ptrdiff_t>(select.offset), static_cast<std::ptrdiff_t>(all.size())));
    if (select.limit != pv::Select::no_limit && static_cast<std::size_t>(select.limit) < all.size()) all.resize(static_cast<std::size_t>(select.limit));
    return all;
  }

  bool holds(const pv::Expression& condition, const Row& row) const {
    using Op = pv::Expression::Op;
    const auto holds_here = [&](const pv::Expression& part) { return holds(part, row); };
    switch (condition.op) {
      case Op::all: return std::all_of(condition.parts.begin(), condition.parts.end(), holds_here);
      case Op::any: return std::any_of(condition.parts.begin(), condition.parts.end(), holds_here);
      case Op::exactly_one: return holds_here(condition.parts[0]) != holds_here(condition.parts[1]);
      case Op::negate: return !holds_here(condition.parts[0]);
      default: return memory_lookups[condition.place].holds(row[condition.field], condition.value);
    }
  }
  // Throws NotSupported for lookups that the store has not got, whatever the rows are.
  void check_lookups(const pv::Expression& condition) const {
    if (condition.op == pv::Expression::Op::lookup) (void)memory_lookups[condition.place];
    for (const pv::Expression& part : condition.parts) check_lookups(part);
  }
  static bool comes_before(const pv::Select& select, const Row& left, const Row& right) {
    for (const pv::OrderTerm& term : select.order) {
      const pv::Value& one = left[term.field];
      const pv::Value& other = right[term.field];
      if (one.null != other.null && term.nulls != pv::NullsPlace::standard) return one.null == (term.nulls == pv::NullsPlace::first);
      if (const int order = compare_values(one, other); order != 0) return (order < 0) != term.descending;
    }
    return &left < &right;  // as they were saved
  }

  void give(const std::vector<const Row*>& found, pv::RowSink& sink) const {
    sink.expect(found.size());
    for (const Row* row : found) read_row(*row, [&](pv::ValueReader& columns) { sink.row(columns); });
  }
  // Calls `work` with a reader in front of the row's first column.
  template <class Work>
  static void read_row(const Row& row, const Work& work) {
    pv::Value columns{.null = false};
    for (const pv::Value& each : row) columns.items.push_back(each);
    pv::StoredValueReader reader{columns};
    (void)reader.begin_array();
    work(reader);
  }

  std::mutex mutex_{};
  std::map<std::string, Rows> databases_{};
  std::int64_t last_made_ = 0;
};

inline const bool memory_registered =
    pv::detail::register_backend("memory", [](const pv::ModelInfo& model) -> pv::Namespace* { return new MemoryNamespace{model}; });

}  // namespace promptview_test

// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include <promptview/postgres/format/identifier.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

// Sends values of one C++ type to a table and back in every way there is, and asks the server what it understood, so that
// an error made alike on both ways cannot hide.
namespace promptview_test {

// A model that holds a Type alone, in an optional, in a list and in a list with gaps. `table` must be its own.
#define PROMPTVIEW_TEST_HOLDER(Name, table, ...)                                                        \
  struct Name : ::promptview::Model<Name> {                                                             \
    using Type = __VA_ARGS__;                                                                           \
    ::promptview::Auto<std::int64_t> id{};                                                              \
    Type value{};                                                                                       \
    std::optional<Type> maybe{};                                                                        \
    std::vector<Type> list{};                                                                           \
    std::vector<std::optional<Type>> gaps{};                                                            \
  };                                                                                                    \
  PROMPTVIEW_MODEL(Name, postgres, table, FIELD(id, primary_key), FIELD(value), FIELD(maybe), FIELD(list), FIELD(gaps))

// A value and how PostgreSQL prints and parses it.
template <class T>
struct Sample {
  T value{};
  std::string text{};
};

// In which SQL a text stands for a value: `shown` makes a text of the column "value", `parsed` a value of the text `?`.
struct SqlForm {
  std::string shown = "value";
  std::string parsed = "?";
};

inline const SqlForm in_utc{.shown = "value AT TIME ZONE 'UTC'", .parsed = "?::timestamp AT TIME ZONE 'UTC'"};

// Identical, which for floating point numbers is more, and for NaN less, than equal.
template <class T>
bool same(const T& left, const T& right) {
  if constexpr (std::is_same_v<T, double>)
    return std::bit_cast<std::uint64_t>(left) == std::bit_cast<std::uint64_t>(right);
  else if constexpr (std::is_same_v<T, float>)
    return std::bit_cast<std::uint32_t>(left) == std::bit_cast<std::uint32_t>(right);
  else if constexpr (std::is_same_v<T, std::chrono::hh_mm_ss<std::chrono::microseconds>>)
    return left.to_duration() == right.to_duration();
  else if constexpr (requires { left.text() == right.text(); })  // Numeric: with its scale
    return left.text() == right.text();
  else
    return left == right;
}
template <class T>
bool same(const std::optional<T>& left, const std::optional<T>& right) {
  return left.has_value() == right.has_value() && (!left || same(*left, *right));
}
template <class T>
bool same_list(const std::vector<T>& left, const std::vector<T>& right) {
  bool all = left.size() == right.size();
  for (std::size_t i = 0; all && i < left.size(); ++i)
    all = same(static_cast<const T&>(left[i]), static_cast<const T&>(right[i]));
  return all;
}

template <class M>
void check_same(const M& left, const M& right) {
  CHECK(left.id == right.id);
  CHECK(same(left.value, right.value));
  CHECK(same(left.maybe, right.maybe));
  CHECK(same_list(left.list, right.list));
  CHECK(same_list(left.gaps, right.gaps));
}

// The ids that a query on M finds are exactly these.
template <class M>
bool finds(const promptview::QuerySet<M>& query, std::initializer_list<std::int64_t> ids) {
  std::vector<std::int64_t> found;
  for (const M& each : query.order_by("id")) found.push_back(*each.id);
  return found == std::vector<std::int64_t>(ids);
}

inline std::string replaced(std::string text, const std::string& what, const std::string& by) {
  return text.replace(text.find(what), what.size(), by);
}

template <class M>
class RoundTrip {
  using T = typename M::Type;

 public:
  RoundTrip() { M::initialize(); }

  // Through save, get and each kind of filter, and as the server sees it. `text` empty: the server is not asked.
  void check(const T& value, const std::string& text, const SqlForm& form = {}) const {
    M object;
    object.value = value;
    object.maybe.emplace(value);
    object.list.assign(2, value);
    object.gaps.resize(3);
    object.gaps[0].emplace(value);
    object.gaps[2].emplace(value);
    const M written = object;
    object.save();
    const std::int64_t id = *object.id;
    M wanted = written;
    wanted.id = id;

    const std::optional<M> found = M::get(id);
    REQUIRE(found.has_value());
    check_same(*found, wanted);
    check_fast_ways(wanted);
    check_filters(wanted);

    const std::string row = std::string{" FROM "} + table() + " WHERE id = " + std::to_string(id);
    CHECK(TestDatabase::ask("SELECT maybe = value AND list = ARRAY[value, value] AND gaps = ARRAY[value, NULL, value]" +
                            row) == "true");
    if (!text.empty()) {
      CHECK(TestDatabase::ask("SELECT " + form.shown + row) == text);
      CHECK(same<T>(read(text, form), value));
    }
  }

  void check(const std::vector<Sample<T>>& samples, const SqlForm& form = {}) const {
    for (const Sample<T>& each : samples) {
      CAPTURE(each.text);
      check(each.value, each.text, form);
    }
  }

  // An object that holds nothing: NULL and empty lists.
  void check_empty() const {
    M object;
    object.save();
    const std::optional<M> found = M::get(object.id);
    REQUIRE(found.has_value());
    check_same(*found, object);
    check_fast_ways(object);
    const auto row = M::query().filter("id", object.id.value());
    CHECK(row.filter("maybe", std::nullopt).exists());
    CHECK(row.filter("maybe__isnull", true).exists());
    CHECK(row.filter("list", std::vector<T>{}).exists());
    CHECK(row.filter("gaps", std::vector<std::optional<T>>{}).exists());
    CHECK(TestDatabase::ask(std::string{"SELECT maybe IS NULL AND list = '{}' AND gaps = '{}' FROM "} + table() +
                            " WHERE id = " + std::to_string(*object.id)) == "true");
  }

  // What is read of a value that the server has parsed.
  T read(const std::string& text, const SqlForm& form = {}) const {
    const std::string value = replaced(form.parsed, "?", promptview::postgres::quote_literal(text));
    TestDatabase::execute(std::string{"INSERT INTO "} + table() + " (value, list, gaps) VALUES (" + value +
                          ", '{}', '{}')");
    const std::optional<M> last = M::query().last();
    return last.value().value;
  }

  static std::string table() { return std::string{promptview::detail::model_of<M>().table}; }

 private:
  // Written by bulk_create, and read by a stream and a copy.
  void check_fast_ways(const M& row) const {
    std::vector<M> again(2, row);
    for (M& each : again) each.id = ++copies_;
    M::bulk_create(again);
    for (const M& found : M::query().order_by("-id").limit(2).stream(1)) check_same_values(found, row);
    for (const M& found : M::query().order_by("-id").copy_out()) {
      check_same_values(found, row);
      break;
    }
    M::query().filter("id__gt", first_copy).remove();
  }
  static void check_same_values(M found, const M& row) {
    found.id = row.id;
    check_same(found, row);
  }

  void check_filters(const M& row) const {
    const auto only = M::query().filter("id", row.id.value());
    CHECK(only.filter("value", row.value).exists());
    CHECK(only.filter("maybe", row.maybe).exists());
    CHECK(only.filter("list", row.list).exists());
    CHECK(only.filter("gaps", row.gaps).exists());
    CHECK_FALSE(only.filter("value__ne", row.value).exists());
    CHECK_FALSE(only.exclude("maybe", row.maybe).exists());
    if constexpr (promptview::TypeMapping<T>::type.kind != promptview::Kind::range) {
      CHECK(only.filter("value__in", row.list).exists());
      CHECK(only.filter("maybe__in", row.gaps).exists());
    }
    if constexpr (promptview::TypeMapping<T>::type.kind != promptview::Kind::json) {
      CHECK(only.filter("value__gte", row.value).filter("value__lte", row.value).exists());
      CHECK_FALSE(only.filter("list__gt", row.list).exists());
    }
  }

  // Their keys, so that those of the other rows are not disturbed.
  static constexpr std::int64_t first_copy = 1'000'000;

  TestDatabase database_{};
  mutable std::int64_t copies_ = first_copy;
};

}  // namespace promptview_test

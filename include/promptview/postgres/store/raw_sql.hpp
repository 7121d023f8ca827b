// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/lookups/bound_argument.hpp>
#include <promptview/model/database.hpp>
#include <promptview/postgres/store/asked_type_names.hpp>
#include <promptview/postgres/store/raw_result.hpp>
#include <promptview/postgres/store/raw_row_type.hpp>

// Statements of the user's own, with their values bound.
namespace promptview {

namespace detail {

template <class... V>
consteval bool can_bind() {
  static_assert((has_column_type<V> && ...),
                "the value has no column type: pass a text, a number, or a type with a promptview::TypeMapping");
  return true;
}

template <class T>
class RawRows {
  static_assert(postgres::detail::is_readable<T>,
                "raw reads rows into a model, a struct of PROMPTVIEW_STRUCT, a std::tuple of mapped types, or one mapped type");

 public:
  template <class... V>
  static std::vector<T> read(const Context& context, std::string_view sql, const V&... values) {
    static_assert(can_bind<V...>());
    const BoundArgument bound[sizeof...(V) + 1] = {bind_argument(values)...};
    if constexpr (postgres::detail::is_readable<T>)
      return postgres::detail::with_type_names(context, [&] {
        return rows_of(postgres::run_raw(context, std::string{sql}, bound, sizeof...(V), Registered<T> ? &shape() : nullptr));
      });
    else
      return {};
  }

 private:
  static const ModelInfo& shape() { return postgres::detail::shape_of<T>(); }

  static std::vector<T> rows_of(postgres::Result result) {
    const postgres::RawResult raw{std::move(result), shape(), postgres::detail::HasNames<T>};
    std::vector<T> rows;
    rows.reserve(raw.rows());
    raw.read([&rows](const auto& read_into) {
      T row{};
      read_into(&row);
      rows.push_back(std::move(row));
    });
    return rows;
  }
};

template <class... V>
class RawCommand {
 public:
  static std::int64_t run(const Context& context, std::string_view sql, const V&... values) {
    static_assert(can_bind<V...>());
    const BoundArgument bound[sizeof...(V) + 1] = {bind_argument(values)...};
    return postgres::run_raw(context, std::string{sql}, bound, sizeof...(V), nullptr).affected();
  }
};

}  // namespace detail

// The rows of one statement of your own; $1, $2, ... stand for the values, which are bound. One round trip, which joins
// the thread's transaction. T is
//   a model or a struct of PROMPTVIEW_STRUCT: `raw<User>("SELECT * FROM users WHERE age > $1", 25)`. Each field takes the
//     column of its name, in any order; other columns are passed over;
//   a tuple: `raw<std::tuple<std::string, int>>("SELECT name, age FROM users")`, by place;
//   or one mapped type: `raw<std::int64_t>("SELECT count(*) FROM users")`.
// A text takes the type that the server wants in its place (`WHERE day = $1`); where it wants none, cast: `$1::text`.
// Throws TypeMismatch when the columns do not fit T, InvalidValue when a value in them does not, and what a query throws;
// StatementRefused, before anything is sent, for a statement that begins or ends a transaction or changes its session, and
// TransactionRequired for one that lasts to the end of a transaction where there is none.
template <class T, class... V>
[[nodiscard]] std::vector<T> raw(std::string_view sql, const V&... values) {
  return Database{}.raw<T>(sql, values...);
}

// Runs one statement of your own: `execute("UPDATE users SET age = age + $1 WHERE id = $2", 1, id)`. Returns how many rows
// it changed (0 for statements that change none, such as CREATE). Refuses what `raw` refuses.
template <class... V>
std::int64_t execute(std::string_view sql, const V&... values) {
  return Database{}.execute(sql, values...);
}

}  // namespace promptview

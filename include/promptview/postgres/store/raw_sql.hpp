// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <vector>

#include <promptview/base/inline.hpp>
#include <promptview/lookups/bound_argument.hpp>
#include <promptview/model/database.hpp>
#include <promptview/postgres/store/raw_row_type.hpp>
#include <promptview/store/context.hpp>

// Statements of the user's own, with their values bound.
namespace promptview {

namespace postgres::detail {

// Runs a statement, and reads its rows into objects of the shape: `by_name` or in the order of its fields. `model` is for messages, or null.
PROMPTVIEW_INLINE void read_raw(const Context& context, std::string_view sql, const promptview::detail::BoundArgument* values,
                                std::size_t count, const ModelInfo& shape, bool by_name, const ModelInfo* model, const RowVector& rows);

// Runs a statement. Returns how many rows it changed.
PROMPTVIEW_INLINE std::int64_t execute_raw(const Context& context, std::string_view sql,
                                           const promptview::detail::BoundArgument* values, std::size_t count);

}  // namespace postgres::detail

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
    if constexpr (std::is_same_v<T, bool>) {  // std::vector packs them
      const std::vector<Unpacked> rows = rows_of<Unpacked>(context, sql, bound, sizeof...(V));
      return {rows.begin(), rows.end()};
    } else if constexpr (postgres::detail::is_readable<T>) {
      return rows_of<T>(context, sql, bound, sizeof...(V));
    } else {
      return {};
    }
  }

 private:
  struct Unpacked {
    bool value = false;
    operator bool() const noexcept { return value; }  // NOLINT(google-explicit-constructor)
  };

  template <class Row>
  static std::vector<Row> rows_of(const Context& context, std::string_view sql, const BoundArgument* values, std::size_t count) {
    using Rows = std::vector<Row>;
    const ModelInfo& shape = postgres::detail::shape_of<T>();
    Rows rows;
    postgres::detail::read_raw(context, sql, values, count, shape, postgres::detail::HasNames<T>, Registered<T> ? &shape : nullptr,
                               {.vector = &rows,
                                .reserve = [](void* all, std::size_t size) { static_cast<Rows*>(all)->reserve(size); },
                                .add = [](void* all) -> void* { return &static_cast<Rows*>(all)->emplace_back(); }});
    return rows;
  }
};

template <class... V>
class RawCommand {
 public:
  static std::int64_t run(const Context& context, std::string_view sql, const V&... values) {
    static_assert(can_bind<V...>());
    const BoundArgument bound[sizeof...(V) + 1] = {bind_argument(values)...};
    return postgres::detail::execute_raw(context, sql, bound, sizeof...(V));
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

#ifndef PROMPTVIEW_COMPILED
#include <promptview/postgres/store/raw_sql.ipp>
#endif

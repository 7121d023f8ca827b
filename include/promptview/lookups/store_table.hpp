// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

#include <promptview/base/concat.hpp>
#include <promptview/base/error.hpp>

// What a store makes of the lookups, transforms and functions: these name themselves in tables of the core, and each store has
// a table of its own for each of them, of which a row names the row of the core that it is for.
namespace promptview {

namespace detail {

// Not constexpr on purpose: see lookup_errors.hpp.
inline void error_correct_a_row_of_this_table_of_a_store_the_table_of_the_core_has_no_row_of_its_name_and_classes() {}
inline void error_remove_a_row_of_this_table_of_a_store_another_one_is_for_the_same_row_of_the_core() {}

[[noreturn, gnu::noinline, gnu::cold]] inline void throw_not_supported(std::string_view store, std::string_view noun, std::string_view name) {
  throw NotSupported{concat({"use another ", noun, " than \"", name, "\": the store ", store, " does not have it"})};
}

}  // namespace detail

// The rows of a store in the places of those of a table of the core, `lookups`, `transforms` or `functions`. A Row is what the
// store needs, e.g. an SQL text; `Row::is_for` says whether it is the one for a row of the core. A row that is for none, and
// a second one for the same, do not compile. The store need not have a row for each.
template <const auto& core, class Row>
class StoreTable {
 public:
  // `store`: how messages call it; must live as long as the table.
  template <std::size_t count>
  consteval StoreTable(std::string_view store, const Row (&rows)[count]) : store_{store} {
    for (const Row& row : rows) {
      std::size_t place = 0;
      while (place < size && !row.is_for(core[place])) ++place;
      if (place == size) detail::error_correct_a_row_of_this_table_of_a_store_the_table_of_the_core_has_no_row_of_its_name_and_classes();
      if (has_[place]) detail::error_remove_a_row_of_this_table_of_a_store_another_one_is_for_the_same_row_of_the_core();
      rows_[place] = row;
      has_[place] = true;
    }
  }

  // Whether the store has a row for the one that has this place in the core's table.
  constexpr bool has(std::size_t place) const noexcept { return has_[place]; }
  // That row. Throws NotSupported, which names the lookup, transform or function and the store, where there is none.
  constexpr const Row& operator[](std::size_t place) const {
    if (!has_[place]) detail::throw_not_supported(store_, core[place].noun, core[place].name);
    return rows_[place];
  }

 private:
  static constexpr std::size_t size = std::extent_v<std::remove_reference_t<decltype(core)>>;

  std::string_view store_;
  Row rows_[size] = {};
  bool has_[size] = {};
};

}  // namespace promptview

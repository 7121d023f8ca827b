// SPDX-License-Identifier: MIT
// A store of its own, which has a few of the lookups, transforms and functions.
#include <cstdint>
#include <string_view>

#include <promptview/lookups/lookup.hpp>
#include <promptview/lookups/store_table.hpp>
#include <promptview/lookups/transform.hpp>
#include <promptview/query/function_table.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;

namespace {

struct ShelfRow {
  std::string_view name{};
  int code = 0;
  std::uint16_t classes = pv::every_class;

  constexpr bool is_for(const pv::Lookup& lookup) const { return lookup.name == name && lookup.classes == classes; }
  constexpr bool is_for(const pv::Transform& transform) const { return transform.name == name; }
  constexpr bool is_for(const pv::Function& function) const { return function.name == name; }
};

constexpr ShelfRow lookup_rows[] = {{"isnull", 1}, {"exact", 2, pv::sql_classes}, {"exact", 3, pv::json_key_class}};
constexpr ShelfRow transform_rows[] = {{"len", 4}};
constexpr ShelfRow function_rows[] = {{"lower", 5}};
constexpr pv::StoreTable<pv::lookups, ShelfRow> lookups{"shelf", lookup_rows};
constexpr pv::StoreTable<pv::transforms, ShelfRow> transforms{"shelf", transform_rows};
constexpr pv::StoreTable<pv::functions, ShelfRow> functions{"shelf", function_rows};

constexpr std::uint8_t exact = pv::detail::lookup_named("exact");
constexpr std::uint8_t trigram_similar = pv::detail::lookup_named("trigram_similar");

static_assert(lookups[exact].code == 2 && lookups[pv::detail::lookup_named("exact", pv::json_key_class)].code == 3);
static_assert(lookups[pv::detail::lookup_named("isnull")].code == 1);
static_assert(transforms[pv::detail::place_of_transform("len")].code == 4 && functions[pv::detail::function("lower")].code == 5);
static_assert(lookups.has(exact) && !lookups.has(trigram_similar));

}  // namespace

TEST_CASE("a lookup, transform or function that a store has no row for is an error that names it and the store") {
  CHECK_THROWS_MATCHES(lookups[trigram_similar], pv::NotSupported,
                       promptview_test::message("use another lookup than \"trigram_similar\": the store shelf does not have it"));
  CHECK_THROWS_MATCHES(transforms[pv::year_place], pv::NotSupported,
                       promptview_test::message("use another transform than \"year\": the store shelf does not have it"));
  CHECK_THROWS_MATCHES(functions[pv::detail::function("md5")], pv::NotSupported,
                       promptview_test::message("use another function than \"md5\": the store shelf does not have it"));
}

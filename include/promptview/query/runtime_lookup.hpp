// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <promptview/base/error.hpp>
#include <promptview/base/inline.hpp>
#include <promptview/base/nearest_name.hpp>
#include <promptview/query/lookup_condition.hpp>
#include <promptview/query/relation_path.hpp>
#include <promptview/query/select.hpp>

// Lookups and orders whose text is known only when the program runs: the same resolution as for literals, with
// exceptions instead of compile errors.
namespace promptview {

// A lookup or name that is known only when the program runs. Made by `pv::runtime`; the text must live as long as it does.
struct RuntimeText {
  std::string_view text{};
};

// `filter(pv::runtime(text), value)`: throws UnknownField or InvalidValue. A text value is accepted for a field of any
// type and parsed by the database. `text` must live as long as the call that it is passed to.
constexpr RuntimeText runtime(std::string_view text) noexcept { return {text}; }

// `order_by(pv::nulls_last("-age"))`: where the rows whose field is NULL stand. Of a literal the field is checked when it
// compiles, and that it can be NULL.
struct NullsOrder {
  const char* text = nullptr;
  NullsPlace nulls{};
};
struct RuntimeNullsOrder {
  RuntimeText text{};
  NullsPlace nulls{};
};
constexpr NullsOrder nulls_first(const char* text) noexcept { return {text, NullsPlace::first}; }
constexpr NullsOrder nulls_last(const char* text) noexcept { return {text, NullsPlace::last}; }
constexpr RuntimeNullsOrder nulls_first(RuntimeText text) noexcept { return {text, NullsPlace::first}; }
constexpr RuntimeNullsOrder nulls_last(RuntimeText text) noexcept { return {text, NullsPlace::last}; }

namespace detail {

// The name to write instead of one that is no field or relation of the model; see suggest().
PROMPTVIEW_INLINE std::string suggest_field(const ModelInfo& model, std::string_view mistaken);

inline std::string quoted(std::string_view text) { return "\"" + std::string{text} + "\""; }

// `begin`: where the unknown name stands in the text.
[[noreturn]] PROMPTVIEW_INLINE void throw_unknown_field(const ModelInfo& model, std::string_view text, std::size_t begin = 0);

PROMPTVIEW_INLINE Expression make_runtime_leaf(const ModelInfo& model, std::string_view text, const BoundArgument& argument);

// A field to order by, as a text names it.
struct OrderName {
  std::uint16_t field = 0;
  bool descending = false;
  NullsPlace nulls = NullsPlace::standard;
  LookupProblem problem = LookupProblem::none;
  std::uint8_t hop_count = 0;
  std::uint8_t hops[ResolvedLookup::max_hops] = {};  // relations on the way to the field
};

// Resolves a path that ends with a field or a relation.
constexpr void resolve_path_to(const RelationTargets& links, std::string_view text, OrderName& order) noexcept {
  const ResolvedLookup path = resolve_path(links, text);
  order.field = path.field;
  order.hop_count = path.hop_count;
  bool is_to_one = true;
  const ModelInfo* model = links.model;
  RelationTargets at = links;
  for (std::size_t i = 0; i < path.hop_count; ++i) {
    order.hops[i] = path.hops[i];
    is_to_one = is_to_one && !is_to_many(model->relations[path.hops[i]].kind);
    if (i + 1u < path.hop_count) model = (at = at.target(*model, path.hops[i])).model;
  }
  order.problem = path.problem;
  if (order.problem == LookupProblem::none && (path.of_relation || path.end != text.size())) order.problem = LookupProblem::no_such_field;
  if (order.problem == LookupProblem::none && !is_to_one && !kind_info(path.reached->fields[path.field].type->kind).has(has_extremes))
    order.problem = LookupProblem::wrong_value_type;
}

PROMPTVIEW_INLINE OrderTerm make_order_term(const ModelInfo& model, const OrderName& name, bool descending);

[[noreturn]] PROMPTVIEW_INLINE void throw_unknown_order(const ModelInfo& model, std::string_view text);

// Resolves "field" or "-field" into `order`; false if there is no such field. "?" is any order.
constexpr bool resolve_order(const RelationTargets& links, std::string_view text, OrderName& order) noexcept {
  if (text == "?") {
    order.field = OrderTerm::at_random;
    return true;
  }
  const bool minus = !text.empty() && text.front() == '-';
  order.descending = minus;
  resolve_path_to(links, text.substr(minus ? 1 : 0), order);
  return order.problem == LookupProblem::none;
}
constexpr bool resolve_order(const ModelInfo& model, std::string_view text, OrderName& order) noexcept {
  return resolve_order(RelationTargets{.model = &model}, text, order);
}

}  // namespace detail
}  // namespace promptview

#ifndef PROMPTVIEW_COMPILED
#include <promptview/query/runtime_lookup.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>

#include <promptview/base/nearest_name.hpp>
#include <promptview/lookups/lookup.hpp>
#include <promptview/lookups/transform.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/schema/model_links.hpp>
#include <promptview/schema/model_traits.hpp>

// Compile errors for names that are wrong, with the nearest one that is right. A text that is an argument cannot shape a
// type, so each name that can be meant has an error of its own.
namespace promptview::detail {

// A name as an argument of a template, in the form that compilers print as letters: 35 of them at most.
template <std::size_t N>
struct Spelt {
  char letters[N + 1] = {};
};
constexpr std::size_t spelt_size(std::string_view name) noexcept { return name.size() < 35 ? name.size() : 35; }
template <std::size_t N>
constexpr Spelt<N> spelt(std::string_view name) noexcept {
  Spelt<N> made;
  for (std::size_t i = 0; i < N; ++i) made.letters[i] = name[i];
  return made;
}

// Not constexpr on purpose: see lookup_errors.hpp.
inline void error_no_such_field_in_this_model() {}
inline void error_paths_across_relations_are_written_with_two_underscores_as_in_project__name_and_objects_follow_them_with_an_arrow() {}
inline void error_order_by_takes_field_names_of_this_model_or_their_names_with_a_minus() {}
inline void error_no_such_relation_in_this_model() {}
inline void error_no_such_lookup_see_the_table_of_lookups_in_the_README() {}
template <Spelt name>
void error_no_such_field_in_this_model_did_you_mean() {}
template <Spelt name>
void error_order_by_takes_field_names_of_this_model_or_their_names_with_a_minus_did_you_mean() {}
template <Spelt name>
void error_no_such_relation_in_this_model_did_you_mean() {}
template <Spelt name>
void error_no_such_lookup_see_the_table_of_lookups_in_the_README_did_you_mean() {}

// The names that a text can have in a scope: of its fields, then of its relations.
template <class S>
struct NamesOfScope {
  static constexpr std::size_t count = scope_of<S>().field_count + scope_of<S>().relation_count;
  static constexpr std::string_view at(std::size_t place) noexcept {
    const ModelInfo& model = scope_of<S>();
    return place < model.field_count ? model.fields[place].name : model.relations[place - model.field_count].name;
  }
};
template <class S>
struct RelationsOfScope {
  static constexpr std::size_t count = scope_of<S>().relation_count;
  static constexpr std::string_view at(std::size_t place) noexcept { return scope_of<S>().relations[place].name; }
};
template <class>
struct NamesOfLookups {
  static constexpr std::size_t count = lookup_count + transform_count;
  static constexpr std::string_view at(std::size_t place) noexcept {
    if (place < lookup_count) return lookups[place].name;
    const Transform& transform = transforms[place - lookup_count];
    return transform.takes_text ? std::string_view{} : transform.name;
  }
};

template <class Names, std::size_t place>
inline constexpr auto spelt_name = spelt<spelt_size(Names::at(place))>(Names::at(place));

// The place of the nearest; Names::count: none is near.
template <class Names>
constexpr std::size_t nearest_place(std::string_view mistaken) noexcept {
  Suggestion suggestion{mistaken};
  for (std::size_t i = 0; i < Names::count; ++i) suggestion.offer(Names::at(i));
  if (suggestion.nearest().empty()) return Names::count;
  std::size_t place = 0;
  while (Names::at(place) != suggestion.nearest()) ++place;
  return place;
}

// The errors of one kind: for each name that can be meant, and where none is near.
struct FieldErrors {
  template <Spelt name>
  static constexpr CompileError did_you_mean = error_no_such_field_in_this_model_did_you_mean<name>;
  static constexpr CompileError without_suggestion = error_no_such_field_in_this_model;
};
struct OrderErrors {
  template <Spelt name>
  static constexpr CompileError did_you_mean = error_order_by_takes_field_names_of_this_model_or_their_names_with_a_minus_did_you_mean<name>;
  static constexpr CompileError without_suggestion = error_order_by_takes_field_names_of_this_model_or_their_names_with_a_minus;
};
struct RelationErrors {
  template <Spelt name>
  static constexpr CompileError did_you_mean = error_no_such_relation_in_this_model_did_you_mean<name>;
  static constexpr CompileError without_suggestion = error_no_such_relation_in_this_model;
};
struct LookupErrors {
  template <Spelt name>
  static constexpr CompileError did_you_mean = error_no_such_lookup_see_the_table_of_lookups_in_the_README_did_you_mean<name>;
  static constexpr CompileError without_suggestion = error_no_such_lookup_see_the_table_of_lookups_in_the_README;
};

template <class Errors, class Names, std::size_t... place>
constexpr CompileError error_of_name(std::string_view mistaken, std::index_sequence<place...>) noexcept {
  constexpr CompileError errors[] = {Errors::template did_you_mean<spelt_name<Names, place>>..., Errors::without_suggestion};
  return errors[nearest_place<Names>(mistaken)];
}

// The error for a path, from the name on that is none of a field or relation. `Errors` has the message, `Names` the right names.
template <class Errors, class Names>
constexpr CompileError error_of_name(std::string_view text) noexcept {
  if (text.find('.') != std::string_view::npos)
    return error_paths_across_relations_are_written_with_two_underscores_as_in_project__name_and_objects_follow_them_with_an_arrow;
  return error_of_name<Errors, Names>(text.substr(0, text.find("__")), std::make_index_sequence<Names::count>{});
}
template <class S>
constexpr CompileError error_of_field(std::string_view text) noexcept {
  return error_of_name<FieldErrors, NamesOfScope<S>>(text);
}
template <class S>
constexpr CompileError error_of_relation(std::string_view text) noexcept {
  return error_of_name<RelationErrors, RelationsOfScope<S>>(text);
}

}  // namespace promptview::detail

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <promptview/detail/digits.hpp>
#include <promptview/lookup.hpp>
#include <promptview/model_info.hpp>
#include <promptview/subject.hpp>
#include <promptview/transform.hpp>

// How a text such as `created_at__year__gte` is resolved against a model. All of it is constexpr, so that a literal is
// checked when it compiles and a text of run time by the same code.
namespace promptview {

// What can be wrong with a lookup and its value.
enum class LookupProblem : std::uint8_t {
  none,
  no_such_field,
  no_such_lookup,
  lookup_of_another_type,
  too_many_steps,
  wrong_value_type,
  field_is_never_null,
  null_needs_exact_or_ne,
};

// A transform on the way from the field to the lookup; its index, key or path is the part of the text from `begin` on.
struct LookupStep {
  std::uint8_t transform = 0;
  std::uint16_t begin = 0;
  std::uint16_t size = 0;
};

// A field, transforms and a lookup, by their places in the tables.
struct ResolvedLookup {
  static constexpr std::size_t max_steps = 6;

  std::uint16_t field = 0;
  std::uint8_t lookup = 0;
  LookupProblem problem = LookupProblem::none;
  std::uint8_t step_count = 0;
  LookupStep steps[max_steps] = {};
  std::string_view text{};  // that was resolved
};

namespace detail {

constexpr Subject subject_of(const ModelInfo& model, const ResolvedLookup& resolved) noexcept {
  Subject subject = subject_of(model.fields[resolved.field]);
  for (std::size_t i = 0; i < resolved.step_count; ++i) subject = transformed(subject, transforms[resolved.steps[i].transform]);
  return subject;
}

// `0` of an array's item; `0_2` of a slice.
constexpr bool is_index(std::string_view piece, bool& is_slice) noexcept {
  is_slice = false;
  if (piece.empty() || !is_digit(piece.front()) || !is_digit(piece.back()) || piece.size() > 18) return false;
  for (const char c : piece) {
    if (c == '_' && is_slice) return false;
    is_slice = is_slice || c == '_';
    if (c != '_' && !is_digit(c)) return false;
  }
  return true;
}

// Makes the transform that `piece` names the next step; false if there is none.
constexpr bool add_step(ResolvedLookup& to, Subject& subject, std::string_view piece, std::size_t begin) noexcept {
  if (piece.empty()) return false;
  std::size_t place = transform_count;
  bool is_slice = false;
  const bool index = is_index(piece, is_slice);
  LookupStep* last = to.step_count == 0 ? nullptr : &to.steps[to.step_count - 1];
  if (subject.classes == json_key_class) {  // one path for all keys
    last->transform = path_place;
    last->size = static_cast<std::uint16_t>(begin + piece.size() - last->begin);
    return true;
  }
  if (subject.classes == json_class)
    place = index && !is_slice ? path_place : key_place;
  else if (subject.classes == array_class && index)
    place = is_slice ? slice_place : item_place;
  else
    place = place_of_transform(piece, subject.classes);
  if (place == transform_count) return false;
  if (to.step_count == ResolvedLookup::max_steps) {
    to.problem = LookupProblem::too_many_steps;
    return true;
  }
  to.steps[to.step_count++] = {.transform = static_cast<std::uint8_t>(place),
                               .begin = static_cast<std::uint16_t>(begin),
                               .size = static_cast<std::uint16_t>(piece.size())};
  subject = transformed(subject, transforms[place]);
  return true;
}

// A lookup of texts on a JSON value looks at its text.
constexpr void read_as_text(ResolvedLookup& found) noexcept {
  if (found.step_count == 0 || (lookups[found.lookup].classes & text_classes) != text_classes ||
      lookups[found.lookup].operand != Operand::text)
    return;
  std::uint8_t& last = found.steps[found.step_count - 1].transform;
  if (last == key_place) last = key_text_place;
  if (last == path_place) last = path_text_place;
}

// Resolves `field`, then `__transform` any number of times, then `__lookup` or nothing for exact. A field whose own name
// holds "__" is found by the longest name that fits.
constexpr ResolvedLookup resolve(const ModelInfo& model, std::string_view text) noexcept {
  ResolvedLookup found{.text = text};
  std::size_t end = text.size();
  std::size_t field = model.place_of(text);
  while (field == ModelInfo::no_field) {
    end = text.substr(0, end).rfind("__");
    if (end == std::string_view::npos || end == 0) {
      found.problem = LookupProblem::no_such_field;
      return found;
    }
    field = model.place_of(text.substr(0, end));
  }
  found.field = static_cast<std::uint16_t>(field);
  Subject subject = subject_of(model.fields[field]);
  std::string_view lookup_name = "exact";
  while (end < text.size()) {
    const std::size_t begin = end + 2;
    const std::size_t next = text.find("__", begin);
    end = next == std::string_view::npos ? text.size() : next;
    const std::string_view piece = text.substr(begin, end - begin);
    const bool is_last = end == text.size();
    const bool is_lookup = is_last && place_of_lookup(piece) != lookup_count;
    if (is_last && place_of_lookup(piece, subject.classes) != lookup_count) {
      lookup_name = piece;
      break;
    }
    // A key of a JSON document may have any name, but that of a lookup is more likely a mistake.
    const bool is_json = subject.classes == json_class || subject.classes == json_key_class;
    if ((is_json && is_lookup) || !add_step(found, subject, piece, begin)) {
      const bool known = is_lookup || place_of_transform(piece) != transform_count;
      found.problem = known ? LookupProblem::lookup_of_another_type : LookupProblem::no_such_lookup;
    }
    if (found.problem != LookupProblem::none) return found;
  }
  found.lookup = static_cast<std::uint8_t>(place_of_lookup(lookup_name, subject.classes));
  read_as_text(found);
  return found;
}

}  // namespace detail
}  // namespace promptview

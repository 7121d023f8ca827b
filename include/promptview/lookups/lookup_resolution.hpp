// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <promptview/base/characters.hpp>
#include <promptview/lookups/lookup.hpp>
#include <promptview/lookups/lookup_subject.hpp>
#include <promptview/lookups/transform.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/schema/model_links.hpp>

// How a text such as `created_at__year__gte` is resolved against a model. All of it is constexpr, so that a literal is
// checked when it compiles and a text of run time by the same code.
namespace promptview {

// The mistakes that a lookup and its value can have.
enum class LookupProblem : std::uint8_t {
  none,
  no_such_field,
  no_such_lookup,
  lookup_of_another_type,
  too_many_steps,
  wrong_value_type,
  field_is_never_null,
  null_needs_exact_or_ne,
  target_not_registered,
  too_many_relations,
};

// A transform on the way from the field to the lookup; its index, key or path is the part of the text from `begin` on.
struct LookupStep {
  std::uint8_t transform = 0;
  std::uint16_t begin = 0;
  std::uint16_t size = 0;
};

// Relations on the way to a field, the field, transforms and a lookup, by their places in the tables.
struct ResolvedLookup {
  static constexpr std::size_t max_steps = 6;
  static constexpr std::size_t max_hops = 8;

  std::uint16_t field = 0;
  std::uint8_t lookup = 0;
  LookupProblem problem = LookupProblem::none;
  std::uint8_t step_count = 0;
  LookupStep steps[max_steps] = {};
  std::uint8_t hop_count = 0;
  std::uint8_t hops[max_hops] = {};      // each a relation of the model before
  bool can_be_missing = false;           // the row at the end of them
  bool of_relation = false;              // isnull of the last relation itself: no field
  std::uint16_t begin = 0;               // of the field's name, or of what is wrong, in the text
  std::uint16_t end = 0;                 // of the field's name
  const ModelInfo* reached = nullptr;    // by the relations; null without any
  const detail::ModelSlot* target = nullptr;  // of a relation at the end, which stands for the primary key
  std::string_view text{};               // that was resolved
};

namespace detail {

// The model whose field it is.
constexpr const ModelInfo& model_at_end(const ModelInfo& model, const ResolvedLookup& resolved) noexcept {
  return resolved.reached == nullptr ? model : *resolved.reached;
}

constexpr LookupSubject subject_of(const ModelInfo& model, const ResolvedLookup& resolved) noexcept {
  LookupSubject subject = subject_of(model_at_end(model, resolved).fields[resolved.field]);
  subject.nullable = subject.nullable || resolved.can_be_missing;
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
constexpr bool add_step(ResolvedLookup& to, LookupSubject& subject, std::string_view piece, std::size_t begin) noexcept {
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

// The length of the longest name of a field or relation that `text` begins with; 0: there is none. (Names can hold "__".)
constexpr std::size_t name_at(const ModelInfo& model, std::string_view text) noexcept {
  std::size_t end = text.size();
  while (end != std::string_view::npos && end > 0) {
    const std::string_view name = text.substr(0, end);
    if (model.place_of(name) != ModelInfo::no_field || model.relation_of(name) != ModelInfo::no_field) return end;
    end = name.rfind("__");
  }
  return 0;
}

constexpr bool is_lookup_or_transform(std::string_view text) noexcept {
  const std::string_view piece = text.substr(0, text.find("__"));
  return place_of_lookup(piece) != lookup_count || place_of_transform(piece) != transform_count;
}

constexpr ResolvedLookup with_problem(ResolvedLookup found, LookupProblem problem, std::size_t begin) noexcept {
  found.problem = problem;
  found.begin = static_cast<std::uint16_t>(begin);
  return found;
}

// Whether there may be no row at the end of a relation to one.
constexpr bool may_lack_row(const ModelInfo& model, const RelationInfo& relation) noexcept {
  const std::size_t field = model.place_of(relation.name);
  return field == ModelInfo::no_field || model.fields[field].type->nullable;
}

constexpr void add_hop(ResolvedLookup& to, const ModelInfo& model, std::size_t relation, const ModelInfo* target) noexcept {
  if (to.hop_count == ResolvedLookup::max_hops) {
    to.problem = LookupProblem::too_many_relations;
    return;
  }
  to.hops[to.hop_count++] = static_cast<std::uint8_t>(relation);
  const RelationInfo& info = model.relations[relation];
  to.can_be_missing = !is_to_many(info.kind) && (to.can_be_missing || may_lack_row(model, info));
  to.reached = target;
}

// Resolves `relation__` any number of times, then `field`. A relation at the end stands for its key. Behind a relation, a
// field or relation of its target comes before a transform or lookup of the key.
constexpr ResolvedLookup resolve_path(const RelationTargets& links, std::string_view text) noexcept {
  ResolvedLookup found{.text = text};
  RelationTargets at = links;
  std::size_t begin = 0;
  while (true) {
    const ModelInfo& model = *at.model;
    const std::size_t size = name_at(model, text.substr(begin));
    if (size == 0) return with_problem(found, LookupProblem::no_such_field, begin);
    const std::string_view name = text.substr(begin, size);
    const std::size_t field = model.place_of(name);
    const std::size_t relation = model.relation_of(name);
    found.begin = static_cast<std::uint16_t>(begin);
    found.end = static_cast<std::uint16_t>(begin + size);
    found.field = static_cast<std::uint16_t>(field);
    const bool is_last = found.end == text.size();
    if (relation == ModelInfo::no_field) return found;
    const std::string_view rest = is_last ? std::string_view{} : text.substr(begin + size + 2);
    const bool is_of_key = is_last || is_lookup_or_transform(rest);
    const RelationTargets next = at.target == nullptr ? RelationTargets{} : at.target(model, relation);
    if (!is_last && next.model != nullptr && (name_at(*next.model, rest) > 0 || !is_of_key)) {
      add_hop(found, model, relation, next.model);
      if (found.problem != LookupProblem::none) return found;
      at = next;
      begin += size + 2;
      continue;
    }
    if (!is_of_key && at.target == nullptr) return with_problem(found, LookupProblem::no_such_field, 0);
    if (!is_of_key) return with_problem(found, LookupProblem::target_not_registered, begin);
    if (model.relations[relation].options.references.empty()) found.target = model.relations[relation].target;
    if (field != ModelInfo::no_field) return found;
    if (rest == "isnull") {
      const ModelInfo* const reached = found.reached;
      add_hop(found, model, relation, reached);
      found.field = 0;
      found.of_relation = true;
      return found;
    }
    if (at.target == nullptr) return with_problem(found, LookupProblem::no_such_field, 0);
    if (next.model == nullptr) return with_problem(found, LookupProblem::target_not_registered, begin);
    if (next.model->key_count != 1) return with_problem(found, LookupProblem::no_such_field, begin);
    add_hop(found, model, relation, next.model);
    found.field = next.model->key[0];
    return found;
  }
}

// Resolves a path to a field, then `__transform` any number of times, then `__lookup` or nothing for exact.
constexpr ResolvedLookup resolve(const RelationTargets& links, std::string_view text) noexcept {
  ResolvedLookup found = resolve_path(links, text);
  if (found.problem != LookupProblem::none) return found;
  if (found.of_relation) {
    found.lookup = lookup_named("isnull");
    return found;
  }
  std::size_t end = found.end;
  LookupSubject subject = subject_of(model_at_end(*links.model, found).fields[found.field]);
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
      found.begin = static_cast<std::uint16_t>(begin);
    }
    if (found.problem != LookupProblem::none) return found;
  }
  found.lookup = static_cast<std::uint8_t>(place_of_lookup(lookup_name, subject.classes));
  read_as_text(found);
  return found;
}
// The same without a way to other models.
constexpr ResolvedLookup resolve(const ModelInfo& model, std::string_view text) noexcept { return resolve(RelationTargets{.model = &model}, text); }

}  // namespace detail
}  // namespace promptview

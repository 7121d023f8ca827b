// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <promptview/lookups/name_errors.hpp>
#include <promptview/schema/model_traits.hpp>
#include <promptview/store/write_request.hpp>

// The sets of fields that no two rows of a model share: what an INSERT can meet a conflict on.
namespace promptview {
namespace detail {

enum class UniqueProblem : std::uint8_t { none, no_such_field, no_unique_set };

// Whether the list of an item holds the fields of `target` and nothing else; an expression is no field.
constexpr bool is_same_set(const ModelInfo& model, const UniqueTarget& target, std::string_view list) noexcept {
  std::size_t count = 0;
  for (; !list.empty(); ++count)
    if (!target.has(model.place_of(element_field(take_element(list))))) return false;
  return count == target.count;
}

constexpr bool is_primary_key(const ModelInfo& model, const UniqueTarget& target) noexcept {
  for (std::size_t i = 0; i < target.count; ++i)
    if (!model.is_key(target.fields[i])) return false;
  return target.count == model.key_count;
}

// Finds the unique set whose fields are those of `text`, e.g. `email` or `order_id, article`, in any order.
constexpr UniqueProblem find_unique_set(const ModelInfo& model, std::string_view text, UniqueTarget& found) noexcept {
  do {
    const std::size_t place = model.place_of(take_element(text));
    if (place == ModelInfo::no_field) return UniqueProblem::no_such_field;
    if (found.has(place) || found.count == UniqueTarget::max_fields) return UniqueProblem::no_unique_set;
    found.fields[found.count++] = static_cast<std::uint16_t>(place);
  } while (!text.empty());
  if (is_primary_key(model, found)) return UniqueProblem::none;
  if (found.count == 1 && model.fields[found.fields[0]].options.unique) return UniqueProblem::none;
  const TableItem* partial = nullptr;
  for (std::size_t i = 0; i < model.item_count; ++i) {
    const TableItem& item = model.items[i];
    if (item.kind != ItemKind::unique && !(item.kind == ItemKind::index && item.unique)) continue;
    if (!is_same_set(model, found, item.text)) continue;
    if (item.where.empty()) return UniqueProblem::none;
    partial = &item;
  }
  if (partial == nullptr) return UniqueProblem::no_unique_set;
  found.where = partial->where;
  return UniqueProblem::none;
}

// Reaching it while a literal is checked is the compile error, and its name the message.
inline void error_the_conflict_target_must_be_one_unique_set_of_the_model_its_key_a_unique_field_UNIQUE_or_a_unique_INDEX() {}
inline void error_the_conflict_target_names_a_field_that_this_model_does_not_have() {}
template <Spelt name>
void error_the_conflict_target_names_a_field_that_this_model_does_not_have_did_you_mean() {}

struct TargetErrors {
  template <Spelt name>
  static constexpr CompileError did_you_mean = error_the_conflict_target_names_a_field_that_this_model_does_not_have_did_you_mean<name>;
  static constexpr CompileError without_suggestion = error_the_conflict_target_names_a_field_that_this_model_does_not_have;
};

}  // namespace detail

// A unique set of M by the names of its fields, `"email"` or `"order_id, article"`; checked while it compiles.
template <class M>
class UniqueSet {
 public:
  constexpr UniqueSet() = default;  // none
  consteval UniqueSet(const char* fields) {  // NOLINT(google-explicit-constructor)
    const detail::UniqueProblem problem = detail::find_unique_set(detail::model_of<M>(), fields, target_);
    if (problem == detail::UniqueProblem::no_such_field) detail::error_of_name<detail::TargetErrors, detail::NamesOfScope<M>>(detail::unknown_in(detail::model_of<M>(), fields))();
    if (problem == detail::UniqueProblem::no_unique_set)
      detail::error_the_conflict_target_must_be_one_unique_set_of_the_model_its_key_a_unique_field_UNIQUE_or_a_unique_INDEX();
  }

  // Whether one was given.
  constexpr bool given() const noexcept { return target_.count > 0; }
  // The places of its fields in the model.
  constexpr const UniqueTarget& target() const noexcept { return target_; }

 private:
  UniqueTarget target_{};
};

}  // namespace promptview

// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <promptview/argument.hpp>
#include <promptview/lookup.hpp>
#include <promptview/model_traits.hpp>
#include <promptview/query.hpp>
#include <promptview/runtime_lookup.hpp>

namespace promptview {

namespace detail {

// Not constexpr on purpose: reaching one of these while a literal is checked is the compile error, and its name the
// message.
inline void error_no_such_field_in_this_model() {}
inline void error_no_such_lookup_see_the_table_of_lookups_in_the_README() {}
inline void error_boolean_fields_have_exact_ne_gt_gte_lt_lte_range_in_isnull() {}
inline void error_number_fields_have_exact_ne_gt_gte_lt_lte_range_in_isnull() {}
inline void error_bytes_fields_have_exact_ne_gt_gte_lt_lte_range_in_isnull() {}
inline void error_uuid_fields_have_exact_ne_gt_gte_lt_lte_range_in_isnull() {}
inline void error_time_fields_have_exact_ne_gt_gte_lt_lte_range_in_isnull() {}
inline void error_json_fields_have_exact_ne_in_isnull() {}
inline void error_array_fields_have_exact_ne_gt_gte_lt_lte_isnull() {}
inline void error_range_fields_have_exact_ne_gt_gte_lt_lte_range_isnull() {}
inline void error_the_value_has_another_type_than_the_field() {}
inline void error_this_field_is_never_null() {}
inline void error_null_can_only_be_compared_by_exact_ne_and_isnull() {}
inline void error_save_fields_takes_no_key_and_no_field_that_the_database_makes() {}
inline void error_order_by_takes_field_names_of_this_model_or_their_names_with_a_minus() {}

using CompileError = void (*)();

constexpr CompileError error_of_class(FieldClass field_class) noexcept {
  switch (field_class) {
    case boolean_class: return error_boolean_fields_have_exact_ne_gt_gte_lt_lte_range_in_isnull;
    case number_class: return error_number_fields_have_exact_ne_gt_gte_lt_lte_range_in_isnull;
    case bytes_class: return error_bytes_fields_have_exact_ne_gt_gte_lt_lte_range_in_isnull;
    case uuid_class: return error_uuid_fields_have_exact_ne_gt_gte_lt_lte_range_in_isnull;
    case time_class: return error_time_fields_have_exact_ne_gt_gte_lt_lte_range_in_isnull;
    case json_class: return error_json_fields_have_exact_ne_in_isnull;
    case array_class: return error_array_fields_have_exact_ne_gt_gte_lt_lte_isnull;
    default: return error_range_fields_have_exact_ne_gt_gte_lt_lte_range_isnull;
  }
}

// The function to call for a problem. It is returned and not called here: compilers print each call on their way to it.
constexpr CompileError error_of(LookupProblem problem, FieldClass field_class) noexcept {
  switch (problem) {
    case LookupProblem::no_such_field: return error_no_such_field_in_this_model;
    case LookupProblem::no_such_lookup: return error_no_such_lookup_see_the_table_of_lookups_in_the_README;
    case LookupProblem::lookup_of_another_type: return error_of_class(field_class);
    case LookupProblem::field_is_never_null: return error_this_field_is_never_null;
    case LookupProblem::null_needs_exact_or_ne: return error_null_can_only_be_compared_by_exact_ne_and_isnull;
    default: return error_the_value_has_another_type_than_the_field;
  }
}

// A text that is surely no literal, so that the message can say what to do with it.
template <class T>
concept TextOfRunTime = std::same_as<T, std::string> || std::same_as<T, std::string_view>;

// The text of a lookup beside a value of type V, checked while it compiles, as std::format_string does.
template <class M, class V>
class CheckedLookup {
 public:
  consteval CheckedLookup(const char* text)  // NOLINT(google-explicit-constructor)
      : resolved_{resolve(model_of<M>(), text, Argument<V>::operand)} {
    static_assert(has_column_type<V>, "the value has no column type: pass a text, a number, or a type with a promptview::TypeMapping");
    if (resolved_.problem != LookupProblem::none)
      error_of(resolved_.problem, field_class(*model_of<M>().fields[resolved_.field].type))();
  }
  template <TextOfRunTime Text>
  CheckedLookup(const Text&) {  // NOLINT(google-explicit-constructor)
    static_assert(!TextOfRunTime<Text>, "a text that is known only when the program runs goes through pv::runtime(text)");
  }

  constexpr ResolvedLookup resolved() const noexcept { return resolved_; }

 private:
  ResolvedLookup resolved_{};
};

// The name of one field, checked while it compiles.
template <class M>
class FieldName {
 public:
  static constexpr std::uint16_t none = UINT16_MAX;
  static constexpr std::uint16_t place_of(std::string_view text) noexcept {
    const std::size_t place = model_of<M>().place_of(text);
    return place == ModelInfo::no_field ? none : static_cast<std::uint16_t>(place);
  }

  consteval FieldName(const char* text) : place_{place_of(text)} {  // NOLINT(google-explicit-constructor)
    if (place_ == none) error_no_such_field_in_this_model();
  }

  constexpr std::uint16_t place() const noexcept { return place_; }

 private:
  std::uint16_t place_;
};

// The name of a field that an UPDATE can write, for save_fields; empty when it was left out.
template <class M>
class SavedField {
 public:
  constexpr SavedField() = default;
  consteval SavedField(const char* text) : place_{FieldName<M>::place_of(text)} {  // NOLINT(google-explicit-constructor)
    if (place_ == FieldName<M>::none) error_no_such_field_in_this_model();
    const ModelInfo& model = model_of<M>();
    const FieldOptions& options = model.fields[place_].options;
    if (model.is_key(place_) || options.auto_now_add || options.row_version ||
        place_ == model.soft_remove || !options.generated.empty())
      error_save_fields_takes_no_key_and_no_field_that_the_database_makes();
  }

  constexpr bool given() const noexcept { return place_ != FieldName<M>::none; }
  constexpr std::uint16_t place() const noexcept { return place_; }

 private:
  std::uint16_t place_ = FieldName<M>::none;
};

// A field to order by: `"age"`, `"-age"` for descending. Checked while it compiles, or at run time from pv::runtime.
template <class M>
class OrderBy {
 public:
  constexpr OrderBy() = default;
  consteval OrderBy(const char* text) {  // NOLINT(google-explicit-constructor)
    if (!resolve_order(model_of<M>(), text, term_)) error_order_by_takes_field_names_of_this_model_or_their_names_with_a_minus();
    given_ = true;
  }
  OrderBy(RuntimeText text) : given_{true} {  // NOLINT(google-explicit-constructor)
    if (!resolve_order(model_of<M>(), text.text, term_)) throw_unknown_field(model_of<M>(), text.text.substr(term_.descending ? 1 : 0));
  }

  template <TextOfRunTime Text>
  OrderBy(const Text&) {  // NOLINT(google-explicit-constructor)
    static_assert(!TextOfRunTime<Text>, "a text that is known only when the program runs goes through pv::runtime(text)");
  }

  constexpr bool given() const noexcept { return given_; }
  constexpr OrderTerm term() const noexcept { return term_; }

 private:
  OrderTerm term_{};
  bool given_ = false;
};

}  // namespace detail
}  // namespace promptview

// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include <promptview/lookups/bound_argument.hpp>
#include <promptview/lookups/lookup_errors.hpp>
#include <promptview/lookups/relation_targets.hpp>
#include <promptview/query/runtime_lookup.hpp>
#include <promptview/query/select.hpp>
#include <promptview/schema/model_traits.hpp>

namespace promptview {

namespace detail {

// A text that is surely no literal, so that the message can say what to do with it.
template <class T>
concept TextOfRunTime = std::same_as<T, std::string> || std::same_as<T, std::string_view>;

// For a name on a path that is none of a field.
constexpr CompileError error_of_path(const RelationTargets& links, const ResolvedLookup& path) noexcept {
  return links_behind(links, path.hops, path.hop_count).error_of_field(path.text.substr(path.begin));
}

// The text of a lookup beside a value of type V, checked while it compiles, as std::format_string does.
template <class M, class V>
class CheckedLookup {
 public:
  consteval CheckedLookup(const char* text)  // NOLINT(google-explicit-constructor)
      : resolved_{resolve(links_of_scope<M>(), text, Argument<V>::operand)} {
    static_assert(is_operand<V>,
                  "the value has no column type: pass a text, a number, or a type with a promptview::TypeMapping");
    constexpr OperandForm form = Argument<V>::operand.form;
    static_assert(form != OperandForm::not_a_column, "a query beside `in` needs one column: use values_list(&Type::member)");
    static_assert(form != OperandForm::unfinished, "end case_when(...) with .otherwise(value) or .or_null()");
    if (resolved_.problem != LookupProblem::none) error_of_text(text)();
  }
  template <TextOfRunTime Text>
  CheckedLookup(const Text&) {  // NOLINT(google-explicit-constructor)
    static_assert(!TextOfRunTime<Text>, "a text that is known only when the program runs goes through pv::runtime(text)");
  }

  template <class Member>
    requires std::is_member_pointer_v<Member>
  CheckedLookup(Member) {  // NOLINT(google-explicit-constructor)
    static_assert(!std::is_member_pointer_v<Member>,
                  "name the field in a text, \"age__gt\", or give a condition: User::f(&User::age) > 5");
  }

  constexpr const ResolvedLookup& resolved() const noexcept { return resolved_; }

 private:
  consteval CompileError error_of_text(std::string_view text) const {
    if (resolved_.problem == LookupProblem::no_such_lookup) return error_of_name<LookupErrors, NamesOfLookups<std::void_t<V>>>(text.substr(resolved_.begin));
    if (resolved_.problem == LookupProblem::no_such_field) return error_of_path(links_of_scope<M>(), resolved_);
    return error_of(resolved_.problem, class_of_subject());
  }
  consteval std::uint16_t class_of_subject() const {
    const bool has_subject = resolved_.problem == LookupProblem::no_such_lookup || resolved_.problem == LookupProblem::lookup_of_another_type;
    return has_subject ? subject_of(scope_of<M>(), resolved_).classes : std::uint16_t{0};
  }

  ResolvedLookup resolved_{};
};

// The name of one field, checked while it compiles.
template <class M>
class FieldName {
 public:
  static constexpr std::uint16_t none = UINT16_MAX;
  static constexpr std::uint16_t place_of(std::string_view text) noexcept {
    const std::size_t place = scope_of<M>().place_of(text);
    return place == ModelInfo::no_field ? none : static_cast<std::uint16_t>(place);
  }

  consteval FieldName(const char* text) : place_{place_of(text)} {  // NOLINT(google-explicit-constructor)
    if (place_ == none) error_of_field<M>(text)();
  }

  constexpr std::uint16_t place() const noexcept { return place_; }

 private:
  std::uint16_t place_;
};

// `text`: without a minus.
template <class M>
constexpr CompileError error_of_order(const OrderName& name, std::string_view text) noexcept {
  if (name.problem == LookupProblem::wrong_value_type)
    return error_order_across_relations_to_many_needs_a_type_with_a_least_value_no_bool_uuid_bytes_json_or_range;
  if (name.problem != LookupProblem::no_such_field) return error_of(name.problem, 0);
  const ResolvedLookup path = resolve_path(links_of_scope<M>(), text);
  if (path.problem == LookupProblem::no_such_field && path.hop_count > 0) return error_of_path(links_of_scope<M>(), path);
  if (path.problem == LookupProblem::no_such_field) return error_of_name<OrderErrors, NamesOfScope<M>>(text);
  return path.hop_count > 0 ? error_no_such_field_in_this_model : OrderErrors::without_suggestion;
}

// The name of a field, or a path to one across relations, without a minus.
template <class M>
class FieldPath {
 public:
  consteval FieldPath(const char* text) {  // NOLINT(google-explicit-constructor)
    resolve_path_to(links_of_scope<M>(), text, name_);
    if (name_.problem == LookupProblem::no_such_field) error_of_path(links_of_scope<M>(), resolve_path(links_of_scope<M>(), text))();
    if (name_.problem != LookupProblem::none) error_of_order<M>(name_, text)();
  }

  OrderTerm term(bool descending = false) const { return make_order_term(scope_of<M>(), name_, descending); }
  bool nullable() const noexcept { return name_.hop_count > 0 || scope_of<M>().fields[name_.field].type->nullable; }

 private:
  OrderName name_{};
};

// What to order by: a field's name, `"-age"` for descending, `"?"` for any order; a pv::runtime text; an expression.
template <class M>
class OrderBy {
 public:
  constexpr OrderBy() = default;
  consteval OrderBy(const char* text) {  // NOLINT(google-explicit-constructor)
    if (!resolve_order(links_of_scope<M>(), text, name_)) error_of_order<M>(name_, text + (text[0] == '-' ? 1 : 0))();
    given_ = true;
  }
  OrderBy(RuntimeText text) : given_{true} {  // NOLINT(google-explicit-constructor)
    if (!resolve_order(registered_links(scope_of<M>()), text.text, name_)) throw_unknown_order(scope_of<M>(), text.text.substr(name_.descending ? 1 : 0));
  }
  consteval OrderBy(NullsOrder order) : OrderBy{order.text} {  // NOLINT(google-explicit-constructor)
    if (name_.hop_count == 0 && !scope_of<M>().fields[name_.field].type->nullable) error_this_field_is_never_null();
    name_.nulls = order.nulls;
  }
  OrderBy(RuntimeNullsOrder order) : OrderBy{order.text} { name_.nulls = order.nulls; }  // NOLINT(google-explicit-constructor)

  // pv::asc or pv::desc, or a computed value; it must live as long as the call that it is passed to.
  template <class By>
    requires requires(const By& by) { by.by(); by.direction(); }
  OrderBy(const By& by)  // NOLINT(google-explicit-constructor)
      : name_{.descending = by.direction().descending, .nulls = by.direction().nulls}, by_{&by.by()}, given_{true} {
    using Of = typename By::ordering_model;
    static_assert(std::is_void_v<Of> || std::same_as<Of, typename ModelOfScope<M>::type>,
                  "the order is one of rows of another model");
  }

  template <TextOfRunTime Text>
  OrderBy(const Text&) {  // NOLINT(google-explicit-constructor)
    static_assert(!TextOfRunTime<Text>, "a text that is known only when the program runs goes through pv::runtime(text)");
  }

  template <class Member>
    requires std::is_member_pointer_v<Member>
  OrderBy(Member) {  // NOLINT(google-explicit-constructor)
    static_assert(!std::is_member_pointer_v<Member>,
                  "name the field in a text, \"-age\", or write pv::desc(&User::age)");
  }

  constexpr bool given() const noexcept { return given_; }
  OrderTerm term() const {
    if (name_.hop_count > 0) return make_order_term(scope_of<M>(), name_, name_.descending);
    OrderTerm made{.field = name_.field, .descending = name_.descending, .nulls = name_.nulls};
    if (by_ != nullptr) made.by.push_back(*by_);
    return made;
  }

 private:
  OrderName name_{};
  const Expression* by_ = nullptr;
  bool given_ = false;
};

}  // namespace detail

// The name of a field that an UPDATE can write, for save_fields; empty when it was left out.
template <class M>
class SavedField {
 public:
  constexpr SavedField() = default;
  consteval SavedField(const char* text) : place_{detail::FieldName<M>::place_of(text)} {  // NOLINT(google-explicit-constructor)
    if (place_ == detail::FieldName<M>::none) detail::error_of_field<M>(text)();
    const ModelInfo& model = detail::scope_of<M>();
    const FieldOptions& options = model.fields[place_].options;
    if (model.is_key(place_) || options.auto_now_add || options.row_version ||
        place_ == model.soft_remove || !options.generated.empty())
      detail::error_save_fields_takes_no_key_and_no_field_that_the_database_makes();
  }

  // Whether one was given.
  constexpr bool given() const noexcept { return place_ != detail::FieldName<M>::none; }
  // Its place among the fields of the model.
  constexpr std::uint16_t place() const noexcept { return place_; }

 private:
  std::uint16_t place_ = detail::FieldName<M>::none;
};

}  // namespace promptview

// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <promptview/query/checked_lookup.hpp>
#include <promptview/schema/model_info.hpp>

namespace promptview {

// The names of the parameters of a query string: `{.filter = "filter[*]", .order = "sort", .limit = "page[size]", .page =
// "page[number]", .ignored = {"utm_*"}}`. A parameter with an empty name is never taken. The names must be literals.
struct ParameterNames {
  std::string_view filter = "*";       // around the lookup, which stands for the asterisk
  std::string_view order = "order";
  std::string_view limit = "limit";
  std::string_view offset = "offset";
  std::string_view page{};             // the number of the page, from 1, instead of an offset
  std::string_view after = "after";    // cursors, where the rules have cursor_pages
  std::string_view before = "before";
  std::vector<std::string_view> ignored{};  // with an asterisk at the end: all that begin with it

  // Whether a parameter of this name is passed over.
  bool ignores(std::string_view name) const noexcept {
    return std::any_of(ignored.begin(), ignored.end(), [&](std::string_view each) {
      return each.ends_with('*') ? name.starts_with(each.substr(0, each.size() - 1)) : name == each;
    });
  }
  // The lookup in a parameter's name. False: it is that of no condition.
  bool find_lookup(std::string_view name, std::string_view& lookup) const noexcept {
    const std::size_t star = filter.find('*');
    if (star == std::string_view::npos) return false;
    const std::string_view head = filter.substr(0, star);
    const std::string_view tail = filter.substr(star + 1);
    if (name.size() < head.size() + tail.size() || !name.starts_with(head) || !name.ends_with(tail)) return false;
    lookup = name.substr(head.size(), name.size() - head.size() - tail.size());
    return true;
  }
};

// The limits that a document of a stranger is held to.
struct DocumentLimits {
  std::vector<std::uint16_t> fields{};     // by their places in the model
  std::int64_t max_limit = 100;            // also where the document says no limit
  std::int64_t max_offset = 10'000;
  std::size_t max_bytes = 65'536;          // of its text
  std::size_t max_depth = 8;               // of and, or and not inside each other
  std::size_t max_conditions = 100;
  std::size_t max_items = 1'000;           // of a list
  bool regex = false;                      // whether it may use regex and iregex, of which some take the server forever

  std::vector<std::string_view> paths{};   // to fields across relations, of literals
  ParameterNames names{};
  bool cursor_pages = false;               // paginate_json and paginate_query_string go by cursors instead of offsets

  // Whether the field at this place of the model may be used.
  bool allows(std::size_t field) const noexcept { return std::find(fields.begin(), fields.end(), field) != fields.end(); }
  // Whether relations lead to a field in this very way.
  bool allows_path(std::string_view path) const noexcept { return std::find(paths.begin(), paths.end(), path) != paths.end(); }
};

// The name of a field, or the path to one across relations: "author__name".
template <class M>
class AllowedField {
 public:
  consteval AllowedField(const char* text) : text_{text} {  // NOLINT(google-explicit-constructor)
    const ResolvedLookup path = detail::resolve_path(detail::links_of_scope<M>(), text);
    if (path.problem == LookupProblem::none && (path.of_relation || path.end != text_.size())) detail::error_no_such_field_in_this_model();
    if (path.problem == LookupProblem::no_such_field) detail::error_of_path(detail::links_of_scope<M>(), path)();
    if (path.problem != LookupProblem::none) detail::error_of(path.problem, 0)();
    place_ = path.field;
    is_path_ = path.hop_count > 0;
  }

  // The name as it was written; the field's place in its model; and whether relations lead to it.
  constexpr std::string_view text() const noexcept { return text_; }
  constexpr std::uint16_t place() const noexcept { return place_; }
  constexpr bool is_path() const noexcept { return is_path_; }

 private:
  std::string_view text_;
  std::uint16_t place_ = 0;
  bool is_path_ = false;
};

// The fields that documents may filter and order by. Each is checked when it compiles, and there is no default.
template <class M>
class AllowedFields {
 public:
  AllowedFields() = delete;
  AllowedFields(std::initializer_list<AllowedField<M>> names) {
    for (const AllowedField<M>& name : names) {
      if (name.is_path())
        paths_.push_back(name.text());
      else
        places_.push_back(name.place());
    }
  }
  // Fields of the model itself, by their places in it; and paths across relations.
  const std::vector<std::uint16_t>& places() const noexcept { return places_; }
  const std::vector<std::string_view>& paths() const noexcept { return paths_; }

 private:
  std::vector<std::uint16_t> places_{};
  std::vector<std::string_view> paths_{};
};

// `{.fields = {"age", "name"}, .max_limit = 50}`; the rest as in DocumentLimits.
template <class M>
struct DocumentRules {
  AllowedFields<M> fields;
  std::int64_t max_limit = 100;
  std::int64_t max_offset = 10'000;
  std::size_t max_bytes = 65'536;
  std::size_t max_depth = 8;
  std::size_t max_conditions = 100;
  std::size_t max_items = 1'000;
  bool regex = false;
  ParameterNames names{};
  bool cursor_pages = false;

  // The same without the type of the model.
  DocumentLimits limits() const {
    return {fields.places(), max_limit, max_offset, max_bytes, max_depth, max_conditions, max_items, regex, fields.paths(), names, cursor_pages};
  }
};

}  // namespace promptview

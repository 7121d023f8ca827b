// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

#include <promptview/links/key_pairs.hpp>
#include <promptview/query/runtime_lookup.hpp>
#include <promptview/schema/model_info.hpp>

namespace promptview {

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // g++ takes the enumerator of a scoped enum for one that hides pv::ignore
#endif
// Whether a key that no field has is an error.
enum class UnknownKeys : std::uint8_t {
  refuse,  // InvalidValue, which names the nearest field
  ignore,
};
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

// Which fields and relations JSON has: all but the hidden ones, or by their names, those of related objects with "__" between:
// pv::only("id", "author__name"), pv::except("bio"). Made by these two; the texts must live as long as it does.
class JsonFields {
 public:
  // Which of them: all that are not hidden, only those that are named, or all but those.
  enum class Choice : unsigned char { all, only, except };

  JsonFields() = default;
  JsonFields(Choice choice, std::initializer_list<std::string_view> names) : choice_{choice}, names_{names} {}

  // Whether a field or relation is written. A hidden one is, where its own name is given to `only`. `path`: from the object
  // that is written; `around`: that of the object that has it.
  bool shows(std::string_view path, std::string_view around, bool hidden) const noexcept {
    if (choice_ != Choice::only) return !hidden && !(choice_ == Choice::except && has(path));
    return asks_for(path) || (!hidden && is_whole(around));
  }
  // Whether it is named in `only`, or something in it.
  bool asks_for(std::string_view path) const noexcept {
    if (choice_ != Choice::only) return false;
    return std::any_of(names_.begin(), names_.end(), [&](std::string_view name) { return name == path || is_inside(name, path); });
  }
  bool is_all() const noexcept { return choice_ == Choice::all; }
  // Throws UnknownField for a name that leads to no field or relation.
  void check(const ModelInfo& model) const {
    for (const std::string_view name : names_) check(model, name);
  }

 private:
  static void check(const ModelInfo& model, std::string_view name) {
    const std::string_view head = name.substr(0, detail::name_at(model, name));
    const std::size_t relation = model.relation_of(head);
    const bool is_whole = head.size() == name.size();
    if (head.empty() || (!is_whole && relation == ModelInfo::no_field)) detail::throw_unknown_field(model, name);
    if (!is_whole) check(detail::model_in(*model.relations[relation].target, model.relations[relation]), name.substr(head.size() + 2));
  }
  bool has(std::string_view path) const noexcept { return std::find(names_.begin(), names_.end(), path) != names_.end(); }
  static bool is_inside(std::string_view name, std::string_view path) noexcept {
    return name.size() > path.size() + 2 && name.starts_with(path) && name.substr(path.size(), 2) == "__";
  }
  // Whether an object, or one around it, is named with nothing behind it, and so wanted as a whole.
  bool is_whole(std::string_view path) const noexcept {
    while (!path.empty()) {
      if (has(path)) return true;
      const std::size_t cut = path.rfind("__");
      path = path.substr(0, cut == std::string_view::npos ? 0 : cut);
    }
    return false;
  }

  Choice choice_ = Choice::all;
  std::vector<std::string_view> names_{};
};

// These fields and relations and no others: `pv::to_json(user, pv::only("id", "name", "author__name"))`. A relation that was
// only assigned is an object where it is named here. (The calls of a query, such as the set operator `a.except(b)`, are others.)
template <class... Name>
[[nodiscard]] JsonFields only(const Name&... names) {
  return {JsonFields::Choice::only, {std::string_view{names}...}};
}
// All but these.
template <class... Name>
[[nodiscard]] JsonFields except(const Name&... names) {
  return {JsonFields::Choice::except, {std::string_view{names}...}};
}

}  // namespace promptview

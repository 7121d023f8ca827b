// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <promptview/base/concat.hpp>
#include <promptview/base/error.hpp>
#include <promptview/links/relation_link.hpp>
#include <promptview/lookups/lookup_errors.hpp>
#include <promptview/lookups/relation_targets.hpp>
#include <promptview/query/checked_lookup.hpp>
#include <promptview/query/runtime_lookup.hpp>
#include <promptview/query/select.hpp>
#include <promptview/queryset/row_type.hpp>
#include <promptview/schema/model_traits.hpp>

// The texts that name relations to load, "posts__tags", and what they do to a query.
namespace promptview::detail {

// As error_of: each function is a message.
inline void error_the_model_of_this_relation_is_not_registered_here_include_its_header() {}
inline void error_the_query_is_on_another_model_than_the_relation() {}
inline void error_name_a_relation() {}
inline void error_join_related_is_for_relations_to_one_use_include_for_those_to_many() {}

// Takes the first relation of a path, the longest that fits, and gives its place in the model; no_field: there is none.
constexpr std::size_t take_relation(const ModelInfo& model, std::string_view& path) noexcept {
  for (std::size_t end = path.size(); end != std::string_view::npos && end > 0; end = path.substr(0, end).rfind("__")) {
    const std::size_t relation = model.relation_of(path.substr(0, end));
    if (relation == ModelInfo::no_field) continue;
    path.remove_prefix(end == path.size() ? end : end + 2);
    return relation;
  }
  return ModelInfo::no_field;
}

// The message for a path from `from`; null for one that is right. `wanted`: the model at its end, or null for any.
constexpr CompileError problem_of_include(RelationTargets from, std::string_view path, const ModelInfo* wanted) noexcept {
  if (path.empty()) return error_name_a_relation;
  while (!path.empty()) {
    const std::size_t relation = take_relation(*from.model, path);
    if (relation == ModelInfo::no_field) return from.error_of_relation(path);
    from = from.target(*from.model, relation);
    if (from.model == nullptr) return error_the_model_of_this_relation_is_not_registered_here_include_its_header;
  }
  const bool is_right = wanted == nullptr || from.model == wanted;
  return is_right ? nullptr : error_the_query_is_on_another_model_than_the_relation;
}

constexpr CompileError problem_of_join(RelationTargets from, std::string_view path) noexcept {
  if (const CompileError error = problem_of_include(from, path, nullptr)) return error;
  while (!path.empty()) {
    const std::size_t relation = take_relation(*from.model, path);
    if (is_to_many(from.model->relations[relation].kind)) return error_join_related_is_for_relations_to_one_use_include_for_those_to_many;
    from = from.target(*from.model, relation);
  }
  return nullptr;
}

// Stands for `Sub` in paths of join_related.
struct JoinedPath {};

// The path of relations of `Scope`'s model; `Sub` is the model of the query that is given for its end, or void.
template <class Scope, class Sub>
class IncludePath<Scope, Sub, void> {
 public:
  consteval IncludePath(const char* text) : text_{text} {  // NOLINT(google-explicit-constructor)
    CompileError error = nullptr;
    if constexpr (std::is_same_v<Sub, JoinedPath>)
      error = problem_of_join(links_of_scope<Scope>(), text);
    else if constexpr (std::is_void_v<Sub>)
      error = problem_of_include(links_of_scope<Scope>(), text, nullptr);
    else
      error = problem_of_include(links_of_scope<Scope>(), text, &model_of<Sub>());
    if (error != nullptr) error();
  }
  IncludePath(RuntimeText text) : text_{text.text} {}  // NOLINT(google-explicit-constructor): checked by add_include
  template <TextOfRunTime Text>
  IncludePath(const Text&) {  // NOLINT(google-explicit-constructor)
    static_assert(!TextOfRunTime<Text>, "a text that is known only when the program runs goes through pv::runtime(text)");
  }
  template <class Member>
    requires std::is_member_pointer_v<Member>
  IncludePath(Member) {  // NOLINT(google-explicit-constructor)
    static_assert(!std::is_member_pointer_v<Member>, "name the relation in a text: include(\"posts__tags\")");
  }

  constexpr std::string_view text() const noexcept { return text_; }

 private:
  std::string_view text_{};
};

[[noreturn]] inline void throw_unknown_relation(const ModelInfo& model, std::string_view path) {
  const std::string_view name = path.substr(0, path.find("__"));
  if (model.relation_count == 0)
    throw UnknownField{concat({model.name, " has no relations, and so none for \"", path, "\": include what a RELATION of it names"})};
  throw UnknownField{concat({model.name, " has no relation for \"", path, "\"", suggest(name, [&model](const auto& offer) {
                               for (std::size_t i = 0; i < model.relation_count; ++i) offer(model.relations[i].name);
                             })})};
}

inline Include* find_include(List<Include>& includes, const RelationInfo& relation) noexcept {
  for (Include& each : includes)
    if (each.relation == &relation) return &each;
  return nullptr;
}

// Adds what is not there yet, at any depth.
inline void merge_includes(Select& into, const List<Include>& more) {
  for (const Include& each : more) {
    Include* const known = find_include(into.includes, *each.relation);
    if (known == nullptr) {
      into.includes.push_back(each);
      continue;
    }
    Select query = *known->query;
    merge_includes(query, (*each.query).includes);
    known->query = SelectBox{std::move(query)};
  }
}

// Loads the relations of the path too. `query`: of what is at its end; null: all, or what was said before. `is_joined`: by
// joins. Throws UnknownField, InvalidValue for a query on another model or a join to many, and RegistrationError.
inline void add_include(Select& select, std::string_view path, const Select* query, bool is_joined = false) {
  const std::string_view whole = path;
  const std::size_t place = take_relation(*select.model, path);
  if (place == ModelInfo::no_field) throw_unknown_relation(*select.model, whole);
  const RelationInfo& relation = select.model->relations[place];
  const ModelInfo& target = model_in(*relation.target, relation);
  Include* include = find_include(select.includes, relation);
  if (include == nullptr) {
    select.includes.push_back({.relation = &relation, .query = SelectBox{Select{.model = &target}}});
    include = &select.includes.back();
  }
  if (is_joined && is_to_many(relation.kind))
    throw InvalidValue{concat({relation_name(relation), " is a relation to many: use include(), join_related() is for those to one"})};
  include->is_joined = (include->is_joined || is_joined) && !include->has_query;
  Select inner = *include->query;
  if (!path.empty()) {
    add_include(inner, path, query, is_joined);
  } else if (query != nullptr) {
    if (query->model != &target)
      throw InvalidValue{concat({relation_name(relation), " leads to ", target.name, ": give include() a query on that, not on ", query->model->name})};
    const List<Include> known = std::move(inner.includes);
    inner = *query;
    merge_includes(inner, known);
    include->has_query = true;
    include->is_joined = false;
  }
  include->query = SelectBox{std::move(inner)};
}

// Carries out QuerySet::include.
template <class M>
struct Includer<M, void> {
  template <class Path>
  static void add(Select& select, const Path& path) {
    add_include(select, path.text(), nullptr);
  }
  template <class Path, class... More>
  static void join(Select& select, const Path& path, const More&... more) {
    add_include(select, path.text(), nullptr, true);
    if constexpr (sizeof...(More) > 0) join(select, more...);
  }
  template <class Path, class T, class Row>
  static void add(Select& select, const Path& path, const QuerySet<T, Row>& query) {
    static_assert(std::is_same_v<typename RowShape<T, Row>::type, T>,
                  "what is included are whole objects: give include() a query without annotate and values; alias is fine");
    add_include(select, path.text(), &query.select());
  }
};

}  // namespace promptview::detail

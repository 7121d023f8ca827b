// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/base/characters.hpp>
#include <promptview/links/relation_link.hpp>
#include <promptview/schema/model_traits.hpp>
#include <promptview/store/namespace_manager.hpp>

// The registered models and their relations as a picture.
namespace promptview {
namespace detail {

// A name that Mermaid takes as one: `_1st_name` of `1st name`. (Of word characters; neither it nor HTML has another meaning for them.)
inline std::string mermaid_word(std::string_view name) {
  std::string word = name.empty() || is_letter(name.front()) || name.front() == '_' ? "" : "_";
  for (const char c : name) word += is_word(c) ? c : '_';
  return word.empty() ? "_" : word;
}

// A text that can stand between quotes, in Mermaid and in HTML.
inline std::string mermaid_text(std::string_view name) {
  constexpr std::string_view special = "\"'\\%#;&<>`{}";
  std::string text;
  for (const char c : name)
    text += static_cast<unsigned char>(c) < ' ' || special.find(c) != std::string_view::npos ? '_' : c;
  return text;
}

// The words that Mermaid does not take as names, in letters of any case.
inline constexpr std::string_view mermaid_keywords[] = {
    "erdiagram", "title", "direction", "style",      "class", "classdef", "acctitle", "accdescr", "one",
    "only",      "zero",  "many",      "optionally", "to",    "u",        "o",        "end",      "subgraph"};
inline constexpr std::string_view mermaid_marks[] = {"pk", "fk", "uk"};

// The name, or another that is none of `words`.
template <std::size_t N>
std::string without_words(std::string name, const std::string_view (&words)[N]) {
  std::string lower;
  for (const char c : name) lower += to_lower(c);
  return std::find(words, words + N, lower) == words + N ? name : "_" + name;
}

inline std::string mermaid_type(const TypeInfo& type) {
  if (type.kind == Kind::array && type.item != nullptr) return mermaid_type(*type.item) + "[]";
  if (type.kind == Kind::range && type.item != nullptr) return mermaid_type(*type.item) + "_range";
  return type.kind == Kind::enumeration ? without_words(mermaid_word(type.sql_name), mermaid_marks)
                                        : std::string{kind_name(type.kind)};
}

class Diagram {
 public:
  explicit Diagram(std::vector<const ModelInfo*> models) : models_{std::move(models)} {}

  std::string text() {
    std::string made = "erDiagram\n";
    for (const ModelInfo* model : models_) names_.push_back(unused_name(*model));
    for (std::size_t i = 0; i < models_.size(); ++i) made += entity(i);
    for (const ModelInfo* model : models_)
      for (std::size_t i = 0; i < model->relation_count; ++i) made += line(model->relations[i]);
    return made;
  }

 private:
  static std::string full_name(const ModelInfo& model) {
    return model.schema().empty() ? std::string{model.table} : concat({model.schema(), ".", model.table});
  }
  std::string unused_name(const ModelInfo& model) const {
    const std::string word = without_words(mermaid_word(full_name(model)), mermaid_keywords);
    std::string name = word;
    for (int number = 2; std::find(names_.begin(), names_.end(), name) != names_.end(); ++number)
      name = word + "_" + std::to_string(number);
    return name;
  }

  std::string entity(std::size_t place) const {
    const ModelInfo& model = *models_[place];
    std::string text = "  " + names_[place];
    if (names_[place] != full_name(model)) text += "[\"" + mermaid_text(full_name(model)) + "\"]";
    text += " {\n";
    for (std::size_t i = 0; i < model.field_count; ++i) text += column(model, i);
    return text + "  }\n";
  }

  static std::string column(const ModelInfo& model, std::size_t place) {
    const FieldInfo& field = model.fields[place];
    const std::string word = without_words(mermaid_word(field.column()), mermaid_marks);
    std::string marks = model.is_key(place) ? "PK" : "";
    if (is_of_foreign_key(model, field.name)) marks += marks.empty() ? "FK" : ", FK";
    if (is_unique(model, field)) marks += marks.empty() ? "UK" : ", UK";
    std::string text = "    " + mermaid_type(*field.type) + " " + word;
    if (!marks.empty()) text += " " + marks;
    if (word != field.column()) text += " \"" + mermaid_text(field.column()) + "\"";
    return text + "\n";
  }
  static bool is_of_foreign_key(const ModelInfo& model, std::string_view field) {
    for (std::size_t i = 0; i < model.relation_count; ++i) {
      const RelationInfo& relation = model.relations[i];
      if (!is_foreign_key(relation.kind)) continue;
      if (relation.name == field) return true;
      for (std::string_view fields = relation.options.fields; !fields.empty();)
        if (take_element(fields) == field) return true;
    }
    return false;
  }
  static bool is_unique(const ModelInfo& model, const FieldInfo& field) {
    if (field.options.unique) return true;
    for (std::size_t i = 0; i < model.item_count; ++i) {
      const TableItem& item = model.items[i];
      const bool is_set =
          item.kind == ItemKind::unique || (item.kind == ItemKind::index && item.unique && item.where.empty());
      if (is_set && element_field(trim(item.text)) == field.name && item.text.find(',') == std::string_view::npos)
        return true;
    }
    return false;
  }

  // The name of a model in the picture; null where it is not in it.
  const std::string* name_of(const ModelInfo* model) const noexcept {
    const auto found = std::find(models_.begin(), models_.end(), model);
    return found == models_.end() ? nullptr : &names_[static_cast<std::size_t>(found - models_.begin())];
  }

  // The line of a relation, from the side that describes it; empty for the other side.
  std::string line(const RelationInfo& relation) const {
    const std::string* const owner = name_of(relation.owner->model.load());
    const std::string* const target = name_of(relation.target->model.load());
    if (owner == nullptr || target == nullptr || relation.kind == RelationKind::has_many ||
        relation.kind == RelationKind::has_one)
      return {};
    const std::string label = " : \"" + std::string{relation.name} + "\"\n";
    if (relation.kind == RelationKind::many_to_many)
      return is_shown(relation) ? "  " + *owner + " }o--o{ " + *target + label : std::string{};
    const RelationLink link = link_of(relation);
    return "  " + *target + (link.can_be_missing ? " |o" : " ||") + (is_one_to_one(link) ? "--o| " : "--o{ ") + *owner +
           label;
  }
  // Whether no two rows have the same key of another: its field is unique, or the whole primary key.
  static bool is_one_to_one(const RelationLink& link) {
    const ModelInfo& owner = *link.owner;
    if (link.relation->kind == RelationKind::one_to_one) return true;
    if (link.pairs.size() == 1 && is_unique(owner, owner.fields[link.pairs.front().owner])) return true;
    for (std::size_t i = 0; i < link.pairs.size(); ++i)
      if (!owner.is_key(link.pairs[i].owner)) return false;
    return link.pairs.size() == owner.key_count;
  }
  // A join model that is in the picture has lines of its own to both sides.
  bool is_shown(const RelationInfo& relation) const {
    const RelationLink link = link_of(relation);
    if (relation.through != nullptr)
      return name_of(link.join.model) == nullptr && is_first_of_join_model(relation, link);
    const RelationInfo* const other = other_side(relation, *link.owner, *link.target);
    return other == nullptr || !is_inverse(relation, *other);
  }
  // Several relations can go through one join model by the same columns; the first of them is shown.
  bool is_first_of_join_model(const RelationInfo& relation, const RelationLink& link) const {
    for (const ModelInfo* model : models_)
      for (std::size_t i = 0; i < model->relation_count; ++i) {
        const RelationInfo& each = model->relations[i];
        if (&each == &relation) return true;
        if (each.through != relation.through || each.target->model.load() != link.owner || model != link.target)
          continue;
        const RelationLink other = link_of(each);
        if (is_same_list(other.join.owner.columns, link.join.target.columns) &&
            is_same_list(other.join.target.columns, link.join.owner.columns))
          return false;
      }
    return true;
  }

  std::vector<const ModelInfo*> models_;
  std::vector<std::string> names_{};
};

inline const ModelInfo* checked_model(const Registration& registration) {
  if (registration.problem.later != nullptr) throw_contradiction(registration.problem);
  return registration.model;
}

inline bool is_before(const ModelInfo* left, const ModelInfo* right) noexcept {
  if (left->schema() != right->schema()) return left->schema() < right->schema();
  return left->table != right->table ? left->table < right->table : left->name < right->name;
}

}  // namespace detail

// The tables of the models and the relations between them, each once, as the text of a Mermaid `erDiagram`. Without models:
// all that are registered, in the order of their tables. Names that Mermaid would not take are changed and shown as texts; the
// result needs no escaping in HTML. Throws RegistrationError for models and relations that do not fit together.
template <class... M>
[[nodiscard]] std::string diagram() {
  std::vector<const ModelInfo*> models;
  if constexpr (sizeof...(M) > 0) {
    (models.push_back(detail::checked_model(detail::register_model(detail::model_of<M>()))), ...);
  } else {
    for (const detail::Registration* each : detail::registrations()) models.push_back(detail::checked_model(*each));
    std::sort(models.begin(), models.end(), detail::is_before);
  }
  return detail::Diagram{std::move(models)}.text();
}

}  // namespace promptview

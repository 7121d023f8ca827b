// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>
#include <type_traits>

#include <promptview/links/loaded_object.hpp>
#include <promptview/model/hooks.hpp>
#include <promptview/schema/macro_rows.hpp>
#include <promptview/schema/model_check.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/schema/model_rules.hpp>

// The compiler's messages for a model whose items do not fit together: see problem_of.
namespace promptview::detail {

constexpr std::string_view words_for(ModelProblem problem) noexcept {
  switch (problem) {
    case ModelProblem::no_fields: return "it has no field: add FIELD(member) for each column"sv;
    case ModelProblem::too_many_fields: return "a model has at most 128 fields"sv;
    case ModelProblem::auto_without_source: return "an Auto of this type needs an expression that makes it: add default_sql=\"...\""sv;
    case ModelProblem::field_twice: return "a FIELD is listed twice: remove one"sv;
    case ModelProblem::two_generated_keys:
      return "several fields are primary_key and one of them is an Auto: mark only one, or write "
             "TABLE(primary_key=\"a, b\") for a composite key"sv;
    case ModelProblem::two_key_declarations: return "a field is primary_key and TABLE has a primary_key too: keep one of both"sv;
    case ModelProblem::unknown_key_field: return "TABLE(primary_key=...) names a field that is not a FIELD"sv;
    case ModelProblem::too_many_key_fields: return "a primary key has at most 8 fields"sv;
    case ModelProblem::unknown_index_field:
      return "an INDEX or UNIQUE names a field that is not a FIELD of this model: correct the name; expressions go in parentheses"sv;
    case ModelProblem::unknown_include_field: return "include=... names a field that is not a FIELD"sv;
    case ModelProblem::no_plain_unique:
      return "UNIQUE takes plain fields: for an order or an expression write INDEX(\"...\", unique)"sv;
    case ModelProblem::two_tables: return "TABLE stands twice: put all its options into one"sv;
    case ModelProblem::no_row_version:
      return "row_version takes one field, a plain integer that is not part of the primary key"sv;
    case ModelProblem::no_soft_remove: return "TABLE(soft_remove=...) names a FIELD that is a std::optional of a timestamp"sv;
    case ModelProblem::deferred_key:
      return "leave out pv::Deferred around fields of the primary key, of a pv::Reference, the row_version and soft_remove: they are always read"sv;
    case ModelProblem::no_fields_of_reference:
      return "RELATION of a pv::Reference needs fields=\"...\" with FIELDs of this model"sv;
    case ModelProblem::null_in_a_field_without:
      return "set_null needs columns that can be NULL: make the relation a pv::OptionalForeignKey or OptionalOneToOne, the "
             "fields of a pv::Reference std::optional; a join table has none"sv;
    case ModelProblem::none: break;
  }
  return {};
}

// The name that is the problem; empty: it is no name.
constexpr std::string_view mistaken_name(const ModelInfo& model, ModelProblem problem) noexcept {
  switch (problem) {
    case ModelProblem::unknown_key_field: return unknown_in(model, model.table_options.primary_key);
    case ModelProblem::no_soft_remove: return unknown_in(model, model.table_options.soft_remove);
    case ModelProblem::no_fields_of_reference:
      for (std::size_t i = 0; i < model.relation_count; ++i)
        if (const std::string_view name = unknown_in(model, model.relations[i].options.fields); !name.empty()) return name;
      return {};
    case ModelProblem::unknown_index_field:
    case ModelProblem::unknown_include_field:
      for (std::size_t i = 0; i < model.item_count; ++i) {
        const TableItem& item = model.items[i];
        if (item.kind != ItemKind::index && item.kind != ItemKind::unique) continue;
        const std::string_view name = unknown_in(model, problem == ModelProblem::unknown_index_field ? item.text : item.include);
        if (!name.empty()) return name;
      }
      return {};
    default: return {};
  }
}

// The problem of a whole model. `Described` has promptview_macro, promptview_info and promptview_problem.
template <class Described>
struct ProblemOfModel {
  static constexpr bool is_there = Described::promptview_problem != ModelProblem::none;
  static constexpr ProblemText text() {
    const ModelInfo& model = Described::promptview_info;
    ProblemText text;
    text.add(Described::promptview_macro).add(": "sv).add(words_for(Described::promptview_problem));
    const std::string_view mistaken = mistaken_name(model, Described::promptview_problem);
    if (mistaken.empty()) return text;
    text.add("; "sv).add(mistaken).add(" is none"sv);
    add_suggestion(text, mistaken, [&model](const auto& offer) {
      for (std::size_t i = 0; i < model.field_count; ++i) offer(model.fields[i].name);
    });
    return text;
  }
};

// Stands for the rows of a model whose items are wrong, so that no other error follows.
struct NoRows {
  static constexpr FieldInfo promptview_fields[] = {{}};
  static constexpr RelationInfo promptview_relations[] = {{}};
  static constexpr TableItem promptview_items[] = {{}};
  using promptview_targets = TypeList<void>;
};

template <class Written>
using RowsIfRight = std::conditional_t<ProblemOfItems<Written>::is_there, NoRows, typename Written::promptview_rows>;

template <class Rows>
constexpr ModelProblem problem_if_right(const ModelInfo& model) noexcept {
  return std::is_same_v<Rows, NoRows> ? ModelProblem::none : problem_of(model);
}

// The name of the table as it was written, or the one that is made.
template <std::size_t N>
constexpr std::string_view table_or(const char (&written)[N], std::string_view made) noexcept {
  return N > 1 ? std::string_view{written, N - 1} : made;
}

template <class M, class Rows>
constexpr ModelInfo model_info(std::string_view backend, std::string_view table) {
  return with_key({
      .name = type_name<M>(),
      .backend = backend,
      .table = table,
      .fields = FieldTable<Rows>::first(),
      .field_count = FieldTable<Rows>::count,
      .items = Rows::promptview_items,
      .item_count = sizeof(Rows::promptview_items) / sizeof(TableItem) - 1,
      .relations = Rows::promptview_relations,
      .relation_count = sizeof(Rows::promptview_relations) / sizeof(RelationInfo) - 1,
      .slot = &model_slot<M>,
      .make = &make_loaded<M>,
      .hooks = hooks_if_any<M>(),
  });
}

}  // namespace promptview::detail

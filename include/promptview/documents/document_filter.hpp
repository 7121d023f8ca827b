// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/documents/document_query.hpp>
#include <promptview/documents/document_rules.hpp>
#include <promptview/documents/document_value.hpp>
#include <promptview/lookups/lookup.hpp>
#include <promptview/query/expression.hpp>
#include <promptview/query/runtime_lookup.hpp>
#include <promptview/query/select.hpp>

namespace promptview::detail {

inline constexpr std::size_t max_order_fields = 8;

inline std::int64_t document_count(const Json& json, std::int64_t least, std::int64_t most, const std::string& path) {
  std::int64_t count = 0;
  if (!whole_number(json, count) || count < least || count > most)
    refuse_document(path, "give a whole number from " + std::to_string(least) + " to " + std::to_string(most) + " instead of " + json_excerpt(json));
  return count;
}

// Makes conditions and orders of a document's parts. Each message begins with the place in the document. What is not
// allowed is not told apart from what does not exist.
class DocumentFilter {
 public:
  DocumentFilter(const ModelInfo& model, const DocumentLimits& limits) : model_{model}, limits_{limits} {
    if (limits.fields.empty() && limits.paths.empty()) throw InvalidValue{std::string{model.name} + ": list the fields that documents may use"};
    if (limits.max_limit < 0 || limits.max_offset < 0)
      throw InvalidValue{std::string{model.name} + ": the limits of documents are numbers from 0"};
  }

  // {"and": [...], "or": [...], "not": {...}, "field__lookup": value}: all of them.
  Expression filter(const Json& json, const std::string& path, std::size_t depth = 0) {
    if (!json.is_object()) refuse_document(path, "give an object of conditions instead of " + json_excerpt(json));
    if (depth > limits_.max_depth) refuse_document(path, "nest at most " + std::to_string(limits_.max_depth) + " conditions in each other");
    Expression all{.op = Expression::Op::all};
    for (const auto& [key, value] : json.items()) {
      const std::string here = path + "/" + shown(key);
      if (key == "and" || key == "or")
        all.parts.push_back(list(key == "and" ? Expression::Op::all : Expression::Op::any, value, here, depth + 1));
      else if (key == "not")
        all.parts.push_back(negate(filter(value, here, depth + 1)));
      else
        all.parts.push_back(lookup(key, value, here));
    }
    if (all.parts.size() == 1) return std::move(all.parts.front());
    return all;
  }

  // One lookup with its value.
  Expression lookup(std::string_view text, const Json& json, const std::string& path) {
    const ResolvedLookup resolved = resolve_allowed(text, path);
    const Lookup& lookup = lookups[resolved.lookup];
    count(path);
    if (json.is_null() && subject(resolved).type->kind != Kind::json) return null_leaf(resolved, path);
    const TypeInfo& type = type_beside(resolved, json);
    if (json.is_array() && json.size() > limits_.max_items)
      refuse_document(path, "give at most " + std::to_string(limits_.max_items) + " items");
    const Value value = document_value(json, type, path);
    if (is_pair(lookup.operand) && value.items.size() != 2) refuse_document(path, "give exactly two values, the lowest and the highest");
    return leaf(resolved, {.write = [](ValueWriter& out, const void* given) { write_value(out, *static_cast<const Value*>(given)); },
                           .value = &value,
                           .type = {.type = &type}}, path);
  }

  // The field and lookup of a text. Throws UnknownField.
  ResolvedLookup resolve_allowed(std::string_view text, const std::string& path) const {
    const ResolvedLookup resolved = resolve(registered_links(model_), text);
    const bool leads_nowhere = resolved.problem == LookupProblem::no_such_field || resolved.problem == LookupProblem::target_not_registered ||
                               resolved.problem == LookupProblem::too_many_relations;
    const bool is_allowed_name = resolved.hop_count == 0 ? limits_.allows(resolved.field) : limits_.allows_path(text.substr(0, resolved.end));
    if (leads_nowhere || !is_allowed_name || !is_plain_utf8(text)) throw_unknown(text, path);
    const std::string_view name = text.substr(0, resolved.end);
    if (resolved.problem == LookupProblem::too_many_steps) throw UnknownField{path + ": too many transforms; 6 are allowed"};
    if (resolved.problem != LookupProblem::none || !is_allowed(lookups[resolved.lookup]))
      throw UnknownField{path + ": no such lookup: " + (resolved.step_count == 0 ? "\"" + std::string{name} + "\"" : "what stands before it") +
                         " has " + allowed_lookups(subject(resolved).classes)};
    return resolved;
  }

  // "field" or "-field".
  OrderTerm order(std::string_view text, const std::string& path) const {
    OrderName name;
    const bool is_known = resolve_order(registered_links(model_), text, name);
    const std::string_view field = text.substr(name.descending ? 1 : 0);
    if (!is_known || !(name.hop_count == 0 ? limits_.allows(name.field) : limits_.allows_path(field))) throw_unknown(field, path);
    return make_order_term(model_, name, name.descending);
  }

  LookupSubject subject(const ResolvedLookup& resolved) const noexcept { return subject_of(model_, resolved); }

  // The type that a value of the document is read as. Beside a JSON value, JSON; `contains` of a range takes a range (a
  // text such as "[1,5)") or a value.
  const TypeInfo& type_beside(const ResolvedLookup& resolved, const Json& json) const {
    const Operand operand = lookups[resolved.lookup].operand;
    const LookupSubject what = subject(resolved);
    if (operand == Operand::json || operand == Operand::nullable_json) return plain_type(Kind::json);
    if (operand == Operand::json_list) return plain_list(Kind::json);
    if (operand != Operand::same_or_item) return operand_type(what, operand, {});
    const std::string text = json.is_string() ? json.get<std::string>() : "";
    return json.is_object() || text.starts_with('[') || text.starts_with('(') || text == "empty" ? *what.type : *what.type->item;
  }

  // A name of the document for messages: cut where it is long, with ? for what a terminal would not show.
  static std::string shown(std::string_view text) {
    std::size_t size = text.size() < 64 ? text.size() : 64;
    while (size > 0 && size < text.size() && (text[size] & '\xC0') == '\x80') --size;
    std::string name{text.substr(0, size)};
    const bool is_utf8 = is_plain_utf8(name);
    for (char& c : name)
      if ((c >= 0 && c < ' ') || c == 127 || (c < 0 && !is_utf8)) c = '?';
    return name + (size < text.size() ? "..." : "");
  }

 private:
  Expression list(Expression::Op op, const Json& json, const std::string& path, std::size_t depth) {
    if (!json.is_array() || json.empty()) refuse_document(path, "give an array of conditions instead of " + (json.is_array() ? "an empty one" : json_excerpt(json)));
    Expression joined{.op = op};
    for (std::size_t i = 0; i < json.size(); ++i) {
      count(path);
      joined.parts.push_back(filter(json[i], path + "/" + std::to_string(i), depth));
    }
    return joined;
  }

  // Counts what the document asks for.
  void count(const std::string& path) {
    if (++conditions_ > limits_.max_conditions) refuse_document(path, "give at most " + std::to_string(limits_.max_conditions) + " conditions");
  }

  Expression null_leaf(const ResolvedLookup& resolved, const std::string& path) const {
    const OperandType null{.form = OperandForm::null};
    if (check_operand(subject(resolved), lookups[resolved.lookup], null) != LookupProblem::none)
      refuse_document(path, "null can only be compared by exact, ne and isnull, on a field that can be null");
    return leaf(resolved, {.write = [](ValueWriter& out, const void*) { out.null(); }, .type = null}, path);
  }

  Expression leaf(const ResolvedLookup& resolved, const BoundArgument& value, const std::string& path) const {
    try {
      return make_leaf(model_, resolved, value);
    } catch (const InvalidValue& error) {
      std::string_view reason{error.what()};
      const std::string place = where_it_is(model_, resolved) + ": ";
      if (reason.starts_with(place)) reason.remove_prefix(place.size());
      refuse_document(path, std::string{reason});
    }
  }

  // Those that a stranger can make the server work hard with, or fail in it, are allowed by `regex` only.
  bool is_allowed(const Lookup& lookup) const noexcept {
    return limits_.regex || !lookup.needs_trust;
  }

  [[noreturn]] void throw_unknown(std::string_view text, const std::string& path) const {
    std::string names;
    for (const std::uint16_t field : limits_.fields) names += (names.empty() ? "" : ", ") + std::string{model_.fields[field].name};
    for (const std::string_view each : limits_.paths) names += (names.empty() ? "" : ", ") + std::string{each};
    throw UnknownField{path + ": there is no field for " + detail::quoted(shown(text)) + ": use " + names};
  }

  std::string allowed_lookups(std::uint16_t classes) const {
    std::string names;
    for (const Lookup& lookup : lookups)
      if ((lookup.classes & classes) != 0 && is_allowed(lookup)) names += (names.empty() ? "" : ", ") + std::string{lookup.name};
    for (const Transform& transform : transforms)
      if ((transform.classes & classes) != 0 && !transform.takes_text) names += ", " + std::string{transform.name};
    return names;
  }

  const ModelInfo& model_;
  const DocumentLimits& limits_;
  std::size_t conditions_ = 0;
};

}  // namespace promptview::detail

// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/json/json_writer.hpp>
#include <promptview/lookups/transform.hpp>
#include <promptview/query/function_table.hpp>
#include <promptview/query/grouping.hpp>

namespace promptview::detail {

// The key of a computed value: of a path "project__slug", of a function its name and its arguments, "length__name". Empty where
// it has none.
inline std::string key_of_column(const Expression& value, const Select& query, const ModelInfo& model) {
  using Op = Expression::Op;
  const auto joined = [](std::string head, const std::string& rest) { return rest.empty() ? head : head.empty() ? rest : head + "__" + rest; };
  const auto name_of = [](const Expression& call) {
    const std::string_view name = functions[call.place].name;
    return std::string{name == "count_rows" ? "count" : name};
  };
  switch (value.op) {
    case Op::field:
      if (value.outer > 0) return {};
      if (value.field < model.field_count) return std::string{model.fields[value.field].name};
      return std::string{query.annotations[value.field - model.field_count].name};
    case Op::related:
    case Op::gathered: {
      const Expression& inside = value.parts[0];
      const ModelInfo& target = model_in(*value.relation->target, *value.relation);
      const std::string path{value.relation->name};
      if (inside.op != Op::function) return joined(path, key_of_column(inside, query, target));
      return joined(name_of(inside), joined(path, inside.parts.empty() ? std::string{} : key_of_column(inside.parts[0], query, target)));
    }
    case Op::transform: return joined(key_of_column(value.parts[0], query, model), std::string{transforms[value.place].takes_text ? "" : transforms[value.place].name});
    case Op::function: {
      if (value.place == function("row")) return {};
      std::string key = name_of(value);
      for (const Expression& part : value.parts)
        if (part.op < Op::distinct) key = joined(key, key_of_column(part, query, model));
      return key;
    }
    default: return {};
  }
}

std::vector<std::string> column_names(const Select& query) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < query.columns.size(); ++i) {
    std::string key = key_of_column(origin_of(query.columns[i], query), query, *query.model);
    names.push_back(key.empty() ? "column " + std::to_string(i + 1) : std::move(key));
  }
  for (const Annotation& annotation : query.annotations)
    if (!annotation.hidden) names.emplace_back(annotation.name);
  std::vector<std::string> sorted = names;
  for (const Include& include : query.includes) sorted.emplace_back(include.relation->name);
  std::sort(sorted.begin(), sorted.end());
  if (const auto twice = std::adjacent_find(sorted.begin(), sorted.end()); twice != sorted.end())
    throw InvalidValue{about(query, "annotate one of the values under another name: two of a row have the key ", twice->c_str())};
  return names;
}

nlohmann::json value_to_json(const TypeInfo& type, WriteValue write, const void* value) {
  JsonWriter writer;
  writer.begin(type);
  write(writer, value);
  return writer.take();
}

}  // namespace promptview::detail

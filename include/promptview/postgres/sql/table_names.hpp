// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <promptview/links/relation_link.hpp>
#include <promptview/query/select.hpp>
#include <promptview/schema/model_info.hpp>

// The names that stand for tables in a query, so that those of common table expressions are none of them.
namespace promptview::postgres {

// Finds a table by its name without a schema, as a common table expression would hide it, in all that a query reads.
class TableSearch {
 public:
  explicit TableSearch(std::string_view name) : name_{name} {}

  // Whatever stands around the rows of a query, but not where these come from.
  bool is_around(const Select& query) const {
    if (is_in(query.where) || is_in(query.columns) || is_in(query.distinct_on) || is_in(query.includes) || is_locked(query)) return true;
    for (const Annotation& each : query.annotations)
      if (is_in(each.value)) return true;
    for (const OrderTerm& term : query.order)
      if (is_in(term.by)) return true;
    return false;
  }
  bool is_in(const Select& query) const {
    for (const Source& each : query.source)
      if (is_in(*each.query) || (each.step && is_in(*each.step))) return true;
    for (const Combination& each : query.combined)
      if (is_in(*each.with)) return true;
    return (query.source.empty() && query.combined.empty() && is(*query.model)) || is_around(query);
  }

 private:
  bool is(const ModelInfo& model) const noexcept { return model.schema().empty() && model.table == name_; }

  bool is_in(const RelationInfo& relation) const {
    const promptview::detail::RelationLink link = promptview::detail::link_of(relation);
    const bool is_join = link.pairs.empty() && link.join.schema.empty() && link.join.table == name_;
    return is_join || is(*link.target);
  }
  bool is_in(const promptview::detail::List<Expression>& expressions) const {
    for (const Expression& each : expressions)
      if (is_in(each)) return true;
    return false;
  }
  bool is_in(const Expression& expression) const {
    if (expression.relation != nullptr && is_in(*expression.relation)) return true;
    return is_in(expression.parts) || (expression.query && is_in(*expression.query));
  }
  bool is_in(const promptview::detail::List<Include>& includes) const {
    for (const Include& each : includes)
      if (each.is_joined && (is_in(*each.relation) || is_in((*each.query).includes))) return true;
    return false;
  }
  bool is_locked(const Select& query) const {
    const ModelInfo* model = query.model;
    for (std::size_t i = 0; i < query.lock.hop_count; ++i) {
      const RelationInfo& relation = model->relations[query.lock.hops[i]];
      if (is_in(relation)) return true;
      model = relation.target->model.load();
    }
    return false;
  }

  std::string_view name_;
};

// The name in WITH of the rows that a query comes from: the user's, unless it hides a table that the query reads.
inline std::string common_table_name(const Select& query) {
  const Source& source = query.source[0];
  std::string name{source.name};
  const auto hides_a_table = [&] {
    const TableSearch search{name};
    return search.is_around(query) || (source.step && (search.is_in(*source.query) || search.is_in(*source.step)));
  };
  for (std::size_t i = 1; hides_a_table(); ++i) name = "pv_cte" + std::to_string(i);
  return name;
}

}  // namespace promptview::postgres

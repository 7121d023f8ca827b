// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include <promptview/error.hpp>
#include <promptview/expression.hpp>
#include <promptview/lookup_resolution.hpp>

// From the relations on the way to a field to expressions.
namespace promptview::detail {

struct RelationPath {
  const RelationInfo* relations[ResolvedLookup::max_hops] = {};
  std::size_t count = 0;
};

// Throws RegistrationError where a model on the way is not registered in this program.
inline RelationPath relation_path(const ModelInfo& model, const std::uint8_t* hops, std::size_t count) {
  RelationPath path{.count = count};
  const ModelInfo* at = &model;
  for (std::size_t i = 0; i < count; ++i) {
    const RelationInfo& relation = *(path.relations[i] = &at->relations[hops[i]]);
    at = relation.target->model.load();
    if (at == nullptr && i + 1 < count)
      throw RegistrationError{std::string{"the model "}.append(relation.target->name).append(" is not registered in this program: include the header with its PROMPTVIEW_MODEL")};
  }
  return path;
}

inline Expression along(Expression::Op op, const RelationInfo& relation, Expression inside) {
  Expression made{.op = op};
  made.parts.push_back(std::move(inside));
  made.relation = &relation;
  return made;
}

// A condition on the rows behind the first `count` relations as one on the rows in front of them.
inline Expression across(const RelationPath& path, std::size_t count, Expression condition) {
  while (count-- > 0) {
    const RelationInfo& relation = *path.relations[count];
    condition = along(is_to_many(relation.kind) ? Expression::Op::some : Expression::Op::related, relation, std::move(condition));
  }
  return condition;
}

// A value behind all relations as one to order by: where there are many, the least or the greatest.
inline Expression order_across(const RelationPath& path, Expression value, bool descending) {
  std::size_t first_many = 0;
  while (first_many < path.count && !is_to_many(path.relations[first_many]->kind)) ++first_many;
  for (std::size_t i = path.count; i-- > 0;) {
    value = along(i < first_many ? Expression::Op::related : Expression::Op::gathered, *path.relations[i], std::move(value));
    value.direction.descending = i >= first_many && descending;
  }
  return value;
}

void share_relations(Expression& condition);

// Puts `part` among the parts of `joined`: into one of the same relation, if there is one.
inline void add_shared(Expression& joined, Expression part) {
  using Op = Expression::Op;
  if (part.op == Op::some || part.op == Op::related) {
    for (Expression& each : joined.parts) {
      if (each.op != part.op || each.relation != part.relation || each.outer != part.outer) continue;
      each.parts[0] = join(joined.op, std::move(each.parts[0]), std::move(part.parts[0]));
      return share_relations(each.parts[0]);
    }
  }
  joined.parts.push_back(std::move(part));
}

// Conditions of one filter that lead along the same relation are made one, so that they are about the same row.
inline void share_relations(Expression& condition) {
  using Op = Expression::Op;
  if (condition.op == Op::lookup || condition.op > Op::related) return;
  for (Expression& part : condition.parts) share_relations(part);
  if (condition.op != Op::all && condition.op != Op::any) return;
  Expression joined{.op = condition.op};
  for (Expression& part : condition.parts) {
    if (part.op != condition.op) {
      add_shared(joined, std::move(part));
      continue;
    }
    for (Expression& inside : part.parts) add_shared(joined, std::move(inside));
  }
  if (joined.parts.size() != 1) {
    condition = std::move(joined);
    return;
  }
  Expression only = std::move(joined.parts[0]);
  condition = std::move(only);
}

}  // namespace promptview::detail

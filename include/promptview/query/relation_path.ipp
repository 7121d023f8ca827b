// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace promptview::detail {

RelationPath relation_path(const ModelInfo& model, const std::uint8_t* hops, std::size_t count) {
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

Expression along(Expression::Op op, const RelationInfo& relation, Expression inside) {
  Expression made{.op = op};
  made.parts.push_back(std::move(inside));
  made.relation = &relation;
  return made;
}

Expression across(const RelationPath& path, std::size_t count, Expression condition) {
  while (count-- > 0) {
    const RelationInfo& relation = *path.relations[count];
    condition = along(is_to_many(relation.kind) ? Expression::Op::some : Expression::Op::related, relation, std::move(condition));
  }
  return condition;
}

Expression order_across(const RelationPath& path, Expression value, bool descending) {
  std::size_t first_many = 0;
  while (first_many < path.count && !is_to_many(path.relations[first_many]->kind)) ++first_many;
  for (std::size_t i = path.count; i-- > 0;) {
    value = along(i < first_many ? Expression::Op::related : Expression::Op::gathered, *path.relations[i], std::move(value));
    value.direction.descending = i >= first_many && descending;
  }
  return value;
}

void share_relations(Expression& condition) {
  using Op = Expression::Op;
  if (condition.op == Op::lookup || condition.op > Op::related) return;
  for (Expression& part : condition.parts) share_relations(part);
  if (condition.op != Op::all && condition.op != Op::any) return;
  SharedJoin joined{condition.op};
  for (Expression& part : condition.parts) joined.add(std::move(part));
  condition = joined.take();
}

}  // namespace promptview::detail

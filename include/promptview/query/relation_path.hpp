// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/lookups/lookup_resolution.hpp>
#include <promptview/query/expression.hpp>

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

// Joins conditions in each of which the relations are shared already.
class SharedJoin {
 public:
  explicit SharedJoin(Expression::Op op) : joined_{.op = op} {}

  // Adds a part. A list of the same kind is added part by part. A part along a relation becomes one more condition of the first
  // part along it.
  void add(Expression&& part) {
    using Op = Expression::Op;
    if (part.op == joined_.op) {
      for (Expression& inside : part.parts) add(std::move(inside));
      return;
    }
    if (part.op == Op::some || part.op == Op::related) {
      for (const std::size_t place : along_) {
        Expression& first = joined_.parts[place];
        if (first.op == part.op && first.relation == part.relation && first.outer == part.outer) return first.parts.push_back(std::move(part.parts[0]));
      }
      along_.push_back(joined_.parts.size());
    }
    joined_.parts.push_back(std::move(part));
  }

  Expression take() {
    for (const std::size_t place : along_) {
      Expression& first = joined_.parts[place];
      if (first.parts.size() == 1) continue;
      SharedJoin inside{joined_.op};
      for (Expression& condition : first.parts) inside.add(std::move(condition));
      first.parts.clear();
      first.parts.push_back(inside.take());
    }
    if (joined_.parts.size() != 1) return std::move(joined_);
    return Expression{std::move(joined_.parts[0])};
  }

 private:
  Expression joined_;
  std::vector<std::size_t> along_{};  // the places of the parts along relations: few, however many conditions there are
};

// Conditions of one filter that lead along the same relation are made one, so that they are about the same row.
inline void share_relations(Expression& condition) {
  using Op = Expression::Op;
  if (condition.op == Op::lookup || condition.op > Op::related) return;
  for (Expression& part : condition.parts) share_relations(part);
  if (condition.op != Op::all && condition.op != Op::any) return;
  SharedJoin joined{condition.op};
  for (Expression& part : condition.parts) joined.add(std::move(part));
  condition = joined.take();
}

}  // namespace promptview::detail

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/base/inline.hpp>
#include <promptview/lookups/lookup_resolution.hpp>
#include <promptview/query/expression.hpp>

// From the relations on the way to a field to expressions.
namespace promptview::detail {

struct RelationPath {
  const RelationInfo* relations[ResolvedLookup::max_hops] = {};
  std::size_t count = 0;
};

// Throws RegistrationError where a model on the way is not registered in this program.
PROMPTVIEW_INLINE RelationPath relation_path(const ModelInfo& model, const std::uint8_t* hops, std::size_t count);

PROMPTVIEW_INLINE Expression along(Expression::Op op, const RelationInfo& relation, Expression inside);

// A condition on the rows behind the first `count` relations as one on the rows in front of them.
PROMPTVIEW_INLINE Expression across(const RelationPath& path, std::size_t count, Expression condition);

// A value behind all relations as one to order by: where there are many, the least or the greatest.
PROMPTVIEW_INLINE Expression order_across(const RelationPath& path, Expression value, bool descending);

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
PROMPTVIEW_INLINE void share_relations(Expression& condition);

}  // namespace promptview::detail

#ifndef PROMPTVIEW_COMPILED
#include <promptview/query/relation_path.ipp>
#endif

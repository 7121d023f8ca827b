// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

#include <promptview/base/list.hpp>
#include <promptview/query/expression.hpp>
#include <promptview/schema/relation_info.hpp>

// The condition on rows of a relation's target that they belong to given owners, which loading and writing need.
namespace promptview::detail {

// `keys`: for each pair of fields of the relation (of many_to_many: for each field of the owner's key) a list of values, all of one
// length; or one query of the owners' keys, with as many columns.
inline Expression linked_to(const RelationInfo& relation, List<Expression> keys) {
  Expression made{.op = Expression::Op::linked};
  for (Expression& key : keys) made.parts.push_back(std::move(key));
  made.relation = &relation;
  return made;
}
// The same for owners with one key field. `keys`: the list of its values.
inline Expression linked_to(const RelationInfo& relation, Value keys) {
  List<Expression> parts;
  parts.push_back({.op = Expression::Op::value, .value = std::move(keys)});
  return linked_to(relation, std::move(parts));
}
inline Expression linked_to(const RelationInfo& relation, SelectBox owners) {
  List<Expression> parts;
  parts.push_back({.op = Expression::Op::query, .query = std::move(owners)});
  return linked_to(relation, std::move(parts));
}

}  // namespace promptview::detail

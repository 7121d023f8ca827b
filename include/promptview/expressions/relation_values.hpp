// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

#include <promptview/expressions/computed.hpp>
#include <promptview/expressions/ordering.hpp>
#include <promptview/query/condition.hpp>
#include <promptview/query/function_table.hpp>
#include <promptview/query/relation_path.hpp>
#include <promptview/schema/macro_rows.hpp>

// Values of related rows: pv::path, and aggregates across relations to many.
namespace promptview {

namespace detail {

template <class R>
concept ManyRelation = RelationType<R> && is_to_many(R::relation_kind);

// The relation that a member pointer means. Throws UnknownField for a member without a RELATION.
template <class M, class R>
const RelationInfo& relation_of_member(R M::*member) {
  const ModelInfo& model = model_of<M>();
  for (std::size_t i = 0; i < model.relation_count; ++i)
    if (model.relations[i].offset == offset_of<M>(member)) return model.relations[i];
  throw UnknownField{std::string{model.name} + ": the member has no RELATION in PROMPTVIEW_MODEL: add one"};
}

// The end that the members of a path lead to, as types: the value, the model whose rows hold it, whether they are many.
template <class Value, class End, bool Many, bool Missing>
struct PathType {
  using value = Value;
  using end = End;
  static constexpr bool is_many = Many;
  static constexpr bool can_be_missing = Missing;
};
struct NoValue {};  // of a relation to many itself

template <class R>
constexpr bool can_lack_target() noexcept {
  if constexpr (HoldsKey<R>)
    return R::is_optional || model_of<typename R::target_type>().soft_remove != ModelInfo::no_field;
  else
    return true;
}

template <class Member>
struct MemberOf;
template <class T, class C>
struct MemberOf<T C::*> {
  using type = T;
  using owner = C;
};

enum class BadPath { another_model, field_before_the_end };
template <BadPath Why>
struct NoPath {
  static constexpr BadPath why = Why;
};

template <class Model, bool Many, bool Missing, class First, class... Rest>
constexpr auto walk_path() noexcept {
  using T = typename MemberOf<First>::type;
  if constexpr (!std::is_base_of_v<typename MemberOf<First>::owner, Model>)
    return NoPath<BadPath::another_model>{};
  else if constexpr (!RelationType<T> && sizeof...(Rest) > 0)
    return NoPath<BadPath::field_before_the_end>{};
  else if constexpr (sizeof...(Rest) > 0)
    return walk_path<typename T::target_type, Many || ManyRelation<T>, Missing || can_lack_target<T>(), Rest...>();
  else if constexpr (RelationType<T> && !HoldsKey<T>)
    return PathType<NoValue, typename T::target_type, Many || ManyRelation<T>, true>{};
  else
    return PathType<computed_t<First>, Model, Many, Missing>{};
}
template <class First, class... Rest>
using walked_path_t = decltype(walk_path<typename MemberOf<First>::owner, false, false, First, Rest...>());
template <class Type>
constexpr bool is_bad(BadPath why) noexcept {
  if constexpr (requires { Type::why; })
    return Type::why == why;
  else
    return false;
}

inline void add_to_path(RelationPath& path, const RelationInfo& relation) {
  if (path.count == ResolvedLookup::max_hops) throw InvalidValue{"pv::path: too many relations; 8 are allowed"};
  path.relations[path.count++] = &relation;
}

}  // namespace detail

// Values across a relation to many: not a value of one row, but what aggregates take. Made by pv::path.
template <class M, class T, class End>
class ManyPath {
 public:
  ManyPath(detail::RelationPath path, Expression value) : path_{path}, value_{std::move(value)} {}

  // `aggregate` of the rows at the end as a value of the rows at the beginning.
  Expression gather(Expression aggregate) const {
    bool many = false;
    std::size_t first = 0;
    for (; first < path_.count && !many; ++first) many = is_to_many(path_.relations[first]->kind);
    for (std::size_t i = path_.count; i-- > 0;)
      aggregate = detail::along(i + 1 < first ? Expression::Op::related : Expression::Op::gathered, *path_.relations[i], std::move(aggregate));
    return aggregate;
  }
  const Expression& value() const noexcept { return value_; }

 private:
  detail::RelationPath path_;
  Expression value_;
};

namespace detail {

template <class M, class T, class End>
struct AsComputed<ManyPath<M, T, End>> {
  using model = M;
  using type = std::conditional_t<std::same_as<T, NoValue>, std::int64_t, T>;
  static Expression make(const ManyPath<M, T, End>&) {
    static_assert(std::is_void_v<M>, "a path across a relation to many has many values: use an aggregate, such as pv::count or pv::max");
    return {};
  }
};
template <class C, RelationType T>
  requires(!HoldsKey<T>)
struct AsComputed<T C::*> {
  using model = C;
  using type = std::int64_t;  // for what is checked before what `make` says
  static Expression make(T C::*) {
    static_assert(!ManyRelation<T>, "a relation to many has no single value: use an aggregate, such as pv::count");
    static_assert(ManyRelation<T>, "name a field behind the relation: pv::path(&Author::profile, &Profile::id)");
    return {};
  }
};

template <class... X>
inline constexpr bool leads_to_many = false;
template <class M, class T, class End, class... X>
inline constexpr bool leads_to_many<ManyPath<M, T, End>, X...> = true;
template <class C, ManyRelation T, class... X>
inline constexpr bool leads_to_many<T C::*, X...> = true;

template <class M, class Type, class... Members>
auto make_path(Members... members) {
  RelationPath path;
  Expression value{.op = Expression::Op::field};
  std::size_t at = 0;
  const auto add = [&]<class T, class C>(T C::*member) {
    if constexpr (RelationType<T>) {
      if (++at < sizeof...(Members) || !HoldsKey<T>) return add_to_path(path, relation_of_member(member));
    } else {
      ++at;
    }
    if constexpr (!RelationType<T> || HoldsKey<T>) value.field = place_of_member<C>(member);
  };
  (add(members), ...);
  if constexpr (Type::is_many) {
    if constexpr (std::same_as<typename Type::value, NoValue>) value.op = Expression::Op::all;
    return ManyPath<M, typename Type::value, typename Type::end>{path, std::move(value)};
  } else {
    static_assert(!std::same_as<typename Type::value, NoValue>, "name a field behind the last relation of the path");
    using T = std::conditional_t<Type::can_be_missing, optional_t<typename Type::value>, typename Type::value>;
    return Computed<M, T>{across(path, path.count, std::move(value))};
  }
}

}  // namespace detail

// `pv::path(&Post::author, &Author::name)`: a value of the row that relations to one lead to; optional where there can be none.
// Across a relation to many, what aggregates take: `pv::sum(pv::path(&Author::posts, &Post::likes, &Like::weight))`. Throws
// UnknownField for a member without FIELD or RELATION, InvalidValue for more than 8 relations.
template <class First, class... Rest>
  requires(std::is_member_object_pointer_v<First> && (std::is_member_object_pointer_v<Rest> && ...))
[[nodiscard]] auto path(First first, Rest... rest) {
  using Type = detail::walked_path_t<First, Rest...>;
  static_assert(!detail::is_bad<Type>(detail::BadPath::another_model), "each member of a path is one of the model that the relation before it leads to");
  static_assert(!detail::is_bad<Type>(detail::BadPath::field_before_the_end), "only the last member of a path is a field; those before it are relations");
  if constexpr (!requires { Type::why; }) return detail::make_path<typename detail::MemberOf<First>::owner, Type>(first, rest...);
}

// An aggregate of related rows, as a subquery of each row. It can be narrowed by a condition on rows of End, those at the end
// of the path: `pv::count(&Author::posts).filter(Post::q("title__startswith", "A"))`.
template <class M, class T, class End>
class RelatedAggregate : public Computed<M, T> {
 public:
  using Computed<M, T>::Computed;

  // Takes equal values once; a count of rows counts each row once.
  [[nodiscard]] RelatedAggregate distinct() const {
    RelatedAggregate made = *this;
    Expression& call = made.function();
    if (call.place == detail::function("count_rows")) {
      call.place = detail::function("count");
      call.parts.push_back(key_of_row());
    }
    call.parts.push_back({.op = Expression::Op::distinct});
    return made;
  }
  template <class Of>
  [[nodiscard]] RelatedAggregate filter(const Q<Of>& condition) const {
    static_assert(std::is_void_v<Of> || std::same_as<Of, End>, "the condition is one on rows of another model than the path ends with");
    RelatedAggregate made = *this;
    Expression wanted = condition.condition();
    detail::share_relations(wanted);
    Expression& call = made.function();
    for (Expression& part : call.parts) {
      if (part.op != Expression::Op::filter) continue;
      part.parts[0] = detail::join(Expression::Op::all, std::move(part.parts[0]), std::move(wanted));
      return made;
    }
    Expression clause{.op = Expression::Op::filter};
    clause.parts.push_back(std::move(wanted));
    call.parts.push_back(std::move(clause));
    return made;
  }
  // The order in which values are collected, for array_agg, string_agg and jsonb_agg.
  template <class... Keys>
  [[nodiscard]] RelatedAggregate order_by(const Keys&... keys) const {
    RelatedAggregate made = *this;
    made.function().parts.push_back(detail::ordering_clause(keys...));
    return made;
  }

 private:
  Expression& function() {
    Expression* at = &this->expression_;
    while (at->op == Expression::Op::related || at->op == Expression::Op::gathered) at = &at->parts[0];
    return *at;
  }
  static Expression key_of_row() {
    const ModelInfo& model = detail::model_of<End>();
    if (model.key_count == 1) return {.op = Expression::Op::field, .field = model.key[0]};
    Expression row{.op = Expression::Op::function, .place = detail::function("row")};
    for (std::size_t i = 0; i < model.key_count; ++i) row.parts.push_back({.op = Expression::Op::field, .field = model.key[i]});
    return row;
  }
};

namespace detail {

template <class T, class M, class V, class End, class... X>
auto gathered_call(std::uint8_t function, const TypeInfo* cast, const ManyPath<M, V, End>& path, const X&... more) {
  Expression made{.op = Expression::Op::function, .place = function};
  made.value.type = cast;
  if constexpr (std::same_as<V, NoValue>)
    made.place = detail::function("count_rows");
  else
    made.parts.push_back(path.value());
  (made.parts.push_back(to_expression(more)), ...);
  return RelatedAggregate<M, T, End>{path.gather(std::move(made))};
}
template <class T, class C, ManyRelation R, class... X>
auto gathered_call(std::uint8_t function, const TypeInfo* cast, R C::*member, const X&... more) {
  return gathered_call<T>(function, cast, path(member), more...);
}
// Only a count can be one of rows.
template <class... X>
inline constexpr bool is_of_rows = false;
template <class M, class End, class... X>
inline constexpr bool is_of_rows<ManyPath<M, NoValue, End>, X...> = true;
template <class C, ManyRelation T, class... X>
inline constexpr bool is_of_rows<T C::*, X...> = true;

}  // namespace detail
}  // namespace promptview

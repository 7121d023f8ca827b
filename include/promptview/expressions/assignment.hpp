// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

#include <promptview/expressions/computed.hpp>
#include <promptview/query/select.hpp>

namespace promptview {

// Sets one field of each row that `update` writes; made by pv::set.
template <class M>
class Assigned {
 public:
  explicit Assigned(Assignment assignment) : assignment_{std::move(assignment)} {}
  // The field and its value, as data. It lives as long as this object.
  const Assignment& assignment() const noexcept { return assignment_; }

 private:
  Assignment assignment_;
};

// `User::query().filter(...).update(pv::set(&User::age, User::f(&User::age) + 1), pv::set(&User::bio, std::nullopt))`
template <class M, class T, class X>
[[nodiscard]] Assigned<M> set(T M::*member, const X& value) {
  using Field = detail::computed_t<T M::*>;
  const std::uint16_t field = detail::place_of_member<M>(member);
  if constexpr (detail::NullLiteral<X>) {
    static_assert(TypeMapping<Field>::type.nullable, "this field is never null");
    return Assigned<M>{{.field = field, .value = detail::value_expression({.type = &TypeMapping<Field>::type})}};
  } else {
    static_assert(detail::IsOf<M, X>::value, "the value is one of rows of another model");
    using Given = detail::computed_t<X>;
    static_assert(detail::accepts(TypeMapping<Field>::type, TypeMapping<Given>::type), "the value has another type than the field: use pv::cast");
    static_assert(TypeMapping<Field>::type.nullable || !TypeMapping<Given>::type.nullable, "the value can be null and the field cannot: use pv::coalesce");
    return Assigned<M>{{.field = field, .value = detail::to_expression(value)}};
  }
}

}  // namespace promptview

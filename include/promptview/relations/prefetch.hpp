// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <promptview/links/relation_types.hpp>
#include <promptview/model/bulk_create.hpp>
#include <promptview/model/database.hpp>
#include <promptview/relations/include_path.hpp>
#include <promptview/relations/load_relations.hpp>
#include <promptview/schema/model_traits.hpp>
#include <promptview/store/namespace_for.hpp>

// Reads rows through relations: `include` of queries, `load()` of relations, and
//
//   pv::prefetch(authors, "posts__tags");
//   pv::prefetch(author, "posts", Post::query().order_by("-id").limit(3));
namespace promptview {

namespace detail {

// The model of what can be given to prefetch: an object, or a contiguous range of them.
template <class Objects>
struct PrefetchedModel {
  using type = Objects;
};
template <class Objects>
  requires(!Registered<Objects> && ContiguousObjects<Objects>)
struct PrefetchedModel<Objects> {
  using type = ObjectOf<Objects>;
};
template <class Objects>
using prefetched_t = typename PrefetchedModel<std::remove_reference_t<Objects>>::type;

template <class Objects>
List<void*> addresses_of(Objects& objects) {
  List<void*> addresses;
  if constexpr (Registered<Objects>) {
    addresses.push_back(&objects);
  } else {
    addresses.reserve(objects.size());
    for (auto& object : objects) addresses.push_back(&object);
  }
  return addresses;
}

}  // namespace detail

// Loads relations into objects that are at hand (an object, std::vector, std::array, std::span), as `include` does while it
// reads: one round trip for each level of the path. What was loaded before is replaced. Throws what a query throws,
// UnknownField for a pv::runtime path, and NotInitialized for an object that was never saved. `database`: where they are from.
template <class Objects>
void prefetch(Objects&& objects, std::type_identity_t<detail::IncludePath<detail::prefetched_t<Objects>, void>> path,
              std::string_view database = {}) {
  using M = detail::prefetched_t<Objects>;
  detail::load_path(detail::namespace_for<M>(), Database{database}.context(), detail::addresses_of(objects), path.text(), nullptr);
}
template <class Objects, class T, class Row>
void prefetch(Objects&& objects, std::type_identity_t<detail::IncludePath<detail::prefetched_t<Objects>, T>> path,
              const QuerySet<T, Row>& query, std::string_view database = {}) {
  using M = detail::prefetched_t<Objects>;
  static_assert(std::is_same_v<typename detail::RowShape<T, Row>::type, T>, "give prefetch() a query without annotate and values");
  detail::load_path(detail::namespace_for<M>(), Database{database}.context(), detail::addresses_of(objects), path.text(), &query.select());
}

}  // namespace promptview

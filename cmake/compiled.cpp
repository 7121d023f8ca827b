// SPDX-License-Identifier: MIT
// What a target that links promptview::promptview compiles once, and not in each of its files: the backend, and the bodies of all
// functions that PROMPTVIEW_INLINE declares.
#undef PROMPTVIEW_COMPILED
#define PROMPTVIEW_INLINE
#include <promptview/promptview.hpp>
#include <promptview/testing.hpp>

namespace promptview::detail {

// Declared in query/select.hpp.
template class List<Value>;
template class List<Expression>;
template class List<OrderTerm>;
template class List<Annotation>;
template class List<Combination>;
template class List<Source>;
template class List<Include>;

}  // namespace promptview::detail

namespace promptview::postgres::detail {

// Weak, as an executable and its libraries may each have one.
bool link_this_target_to_promptview_compiled();
[[gnu::weak]] bool link_this_target_to_promptview_compiled() {
  return promptview::detail::register_backend("postgres", make_postgres_namespace);
}

}  // namespace promptview::postgres::detail

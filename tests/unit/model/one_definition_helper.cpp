// SPDX-License-Identifier: MIT
// The second source file of one_definition_test.cpp.
#include <promptview_test/shared_models.hpp>

namespace promptview_test::shared {

namespace {

// Uses the model while static objects are made, in an order that nothing determines.
const promptview::detail::Registration* const used_early = &promptview::detail::register_model(promptview::detail::model_of<User>());
const promptview::QuerySet<User> early_query = User::query().filter("name__contains", "early").order_by("-id");

}  // namespace

Seen seen_by_helper() {
  const promptview::ModelInfo& model = promptview::detail::model_of<User>();
  return {.model = &model,
          .fields = model.fields,
          .role = &promptview::TypeMapping<Role>::type,
          .codec = model.fields[0].codec,
          .registration = &promptview::detail::register_model(model),
          .used = used_early};
}

promptview::Select query_of_helper(int id) {
  return id == 0 ? early_query.select() : User::query().filter("id", id).filter("role", Role::member).select();
}

}  // namespace promptview_test::shared

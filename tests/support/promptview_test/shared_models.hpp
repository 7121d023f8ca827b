// SPDX-License-Identifier: MIT
#pragma once

#include <promptview/model.hpp>
#include <promptview/types/enumeration.hpp>

// Models that several source files of the tests include, so that what the macros make must be one thing in all of them.
namespace promptview_test::shared {

enum class Role { guest, member };
PROMPTVIEW_ENUM(Role, guest, member)

struct User : promptview::Model<User> {
  promptview::Auto<std::int64_t> id{};
  std::string name{};
  Role role{};
};
PROMPTVIEW_MODEL(User, postgres, "shared_users", FIELD(id, primary_key), FIELD(name, index=btree), FIELD(role),
                 INDEX("name, role", unique))

// What one source file sees of them.
struct Seen {
  const promptview::ModelInfo* model = nullptr;
  const promptview::FieldInfo* fields = nullptr;
  const promptview::TypeInfo* role = nullptr;
  const promptview::Codec* codec = nullptr;
  const promptview::detail::Registration* registration = nullptr;
  const promptview::detail::Registration* used = nullptr;  // while static objects were made
};

// In the file where it is called.
inline Seen see_from_one_place() {
  const promptview::ModelInfo& model = promptview::detail::model_of<User>();
  return {.model = &model,
          .fields = model.fields,
          .role = &promptview::TypeMapping<Role>::type,
          .codec = model.fields[0].codec,
          .registration = &promptview::detail::register_model(model)};
}

Seen seen_by_helper();
promptview::Select query_of_helper(int id);

}  // namespace promptview_test::shared

// SPDX-License-Identifier: MIT
#pragma once

#include <promptview/model.hpp>

namespace library {

struct User : promptview::Model<User> {
  promptview::Auto<std::int64_t> id{};
  std::string name{};
};
PROMPTVIEW_MODEL(User, postgres, "library_users", FIELD(id, primary_key), FIELD(name))

// In the library's only object file, beside the models and the backend.
int touch();

}  // namespace library

// SPDX-License-Identifier: MIT
// expect: Factory

#include <promptview/model.hpp>
#include <promptview/testing.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key))

pv::testing::Factory<User> users{[](std::string& name, int n) { name = std::to_string(n); }};

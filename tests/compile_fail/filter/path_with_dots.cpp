// SPDX-License-Identifier: MIT
// expect-first: error_paths_across_relations_are_written_with_two_underscores_as_in_project__name_and_objects_follow_them_with_an_arrow

#include <promptview/model.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), FIELD(name))

auto rows = User::query().filter("project.name", "x");

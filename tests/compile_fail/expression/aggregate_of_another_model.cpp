// SPDX-License-Identifier: MIT
// expect-first: the value is one of rows of another model

#include <promptview/promptview.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  std::optional<std::string> bio{};
  std::chrono::sys_days born{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), FIELD(name), FIELD(age), FIELD(bio), FIELD(born))

struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::int64_t author_id{};
  std::string title{};
};
PROMPTVIEW_MODEL(Post, postgres, "posts", FIELD(id, primary_key), FIELD(author_id), FIELD(title))

auto sum() { return User::query().aggregate(pv::sum(&Post::author_id)); }

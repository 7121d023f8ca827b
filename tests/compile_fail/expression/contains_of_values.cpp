// SPDX-License-Identifier: MIT
// expect-first: rows of values() hold no object: call this before values()

#include <promptview/promptview.hpp>

namespace pv = promptview;

struct Post;
struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<Post> posts{};
};
struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<User> user{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), FIELD(name), RELATION(posts))
PROMPTVIEW_MODEL(Post, postgres, "posts", FIELD(id, primary_key), RELATION(user))

const bool x = User::query().values(&User::name).contains(User{});

// SPDX-License-Identifier: MIT
// expect: ok

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

auto named = User::query().annotate<"letters">(pv::length(&User::name));
auto filtered = named.filter("letters__gt", 3).filter(named.ref<"letters">() < 9).order_by("-letters", pv::asc(pv::lower(&User::name)));
auto set = pv::set(&User::bio, std::nullopt);
auto has_posts = User::query().filter(pv::exists(Post::query().filter("author_id", pv::outer<Post>(&User::id))));
auto month = User::query().dates("month", &User::born);

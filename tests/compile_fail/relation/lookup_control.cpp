// SPDX-License-Identifier: MIT
// expect: ok

#include <promptview/model.hpp>

namespace pv = promptview;

struct Post;
struct Tag;
struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<Post> posts{};
};
struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  pv::ForeignKey<Author> author{};
  pv::ManyToMany<Tag> tags{};
};
PROMPTVIEW_MODEL(Author, postgres, "authors", FIELD(id, primary_key), FIELD(name), RELATION(posts))
PROMPTVIEW_MODEL(Post, postgres, "posts", FIELD(id, primary_key), FIELD(title), RELATION(author), RELATION(tags))

auto rows = Post::query()
                .filter("author", 5)
                .filter("author__in", {1, 2})
                .filter("author__isnull", false)
                .filter("author__name__icontains", "ann")
                .filter("author__posts__title__in", {"a", "b"})
                .filter("author__posts__isnull", true)
                .filter("tags__isnull", true)
                .order_by("author__name", "-author__posts__title")
                .order_by("author__name", pv::descending);

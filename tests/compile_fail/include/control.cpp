// SPDX-License-Identifier: MIT
// expect: ok
// max_lines: 15

#include <promptview/model.hpp>
#include <promptview/relations.hpp>

namespace pv = promptview;

struct Post;
struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<Post> posts{};
};
struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<Author> author{};
};
PROMPTVIEW_MODEL(Author, postgres, "authors", FIELD(id, primary_key), FIELD(name), RELATION(posts))
PROMPTVIEW_MODEL(Post, postgres, "posts", FIELD(id, primary_key), RELATION(author))

auto joined = Post::query().join_related("author").join_related(pv::runtime("author"));
auto rows = Author::query().include("posts").include("posts__author", Author::query().filter("id", 1).include("posts").limit(2)).include(pv::runtime("posts"));
void load(std::vector<Author>& authors, Author& author) {
  pv::prefetch(authors, "posts__author");
  pv::prefetch(author, "posts", Post::query().order_by("-id"));
  author.posts.load();
}

// SPDX-License-Identifier: MIT
// expect: include <promptview/relations.hpp>
// max_lines: 22

#include <promptview/model.hpp>

namespace pv = promptview;

struct Post;
struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  pv::HasMany<Post> posts{};
};
struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<Author> author{};
};
PROMPTVIEW_MODEL(Author, postgres, "authors", FIELD(id, primary_key), RELATION(posts))
PROMPTVIEW_MODEL(Post, postgres, "posts", FIELD(id, primary_key), RELATION(author))

auto rows = Author::query().include("posts");

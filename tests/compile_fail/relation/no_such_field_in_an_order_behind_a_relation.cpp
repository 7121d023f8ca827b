// SPDX-License-Identifier: MIT
// expect-first: error_no_such_field_in_this_model_did_you_mean
// expect-first: Spelt<4>{"name"}
// max_lines: 15

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

auto rows = Post::query().order_by("-author__nmae");

// SPDX-License-Identifier: MIT
// expect-first: error_no_such_relation_in_this_model_did_you_mean
// expect-first: Spelt<5>{"posts"}
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

auto rows = Author::query().include("post");

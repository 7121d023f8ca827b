// SPDX-License-Identifier: MIT
// expect: a row beside the object is one of the join model: declare pv::ManyToMany<Target, JoinModel>

#include <promptview/promptview.hpp>

namespace pv = promptview;

struct Post;
struct Tag : pv::Model<Tag> {
  pv::Auto<std::int64_t> id{};
};
struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  pv::HasMany<Post> posts{};
};
struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<Author> author{};
  pv::ManyToMany<Tag> tags{};
};
PROMPTVIEW_MODEL(Tag, postgres, "tags", FIELD(id, primary_key))
PROMPTVIEW_MODEL(Author, postgres, "authors", FIELD(id, primary_key), RELATION(posts))
PROMPTVIEW_MODEL(Post, postgres, "posts", FIELD(id, primary_key), RELATION(author), RELATION(tags))

void write(Post& post, const Tag& tag) { post.tags.add(tag, Tag{}); }

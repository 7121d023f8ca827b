// SPDX-License-Identifier: MIT
// expect: ok

#include <promptview/model.hpp>

namespace pv = promptview;

struct Tag;
struct Author;
struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<Author> author{};
  pv::OptionalForeignKey<Author, std::string> editor{};
  std::optional<std::int64_t> reader_id{};
  pv::Reference<Author> reader{};
  pv::ManyToMany<Tag> tags{};
};
PROMPTVIEW_MODEL(Post, postgres, "posts", FIELD(id, primary_key), RELATION(author, on_delete=cascade, related="posts"),
                 RELATION(editor, references="name", on_delete=set_null, on_update=set_null), FIELD(reader_id),
                 RELATION(reader, fields="reader_id", on_delete=set_null), RELATION(tags, through="post_tags", on_delete=restrict))

struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<Post> posts{};
};
PROMPTVIEW_MODEL(Author, postgres, "authors", FIELD(id, primary_key), FIELD(name, unique), RELATION(posts, related="author"))

void assign(Post& post, Author author) {
  post.author = author;
  post.editor = author;
  post.author = 5;
  post.editor = std::nullopt;
}

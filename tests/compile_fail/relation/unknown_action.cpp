// SPDX-License-Identifier: MIT
// expect: RELATION(author): unknown action in 'on_delete=delete_it'; write cascade, restrict, set_null, set_default or no_action

#include <promptview/model.hpp>

namespace pv = promptview;

struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
};
PROMPTVIEW_MODEL(Author, postgres, "authors", FIELD(id, primary_key), FIELD(name))

struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<Author> author{};
};
PROMPTVIEW_MODEL(Post, postgres, "posts", FIELD(id, primary_key), RELATION(author, on_delete=delete_it))

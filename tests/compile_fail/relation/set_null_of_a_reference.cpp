// SPDX-License-Identifier: MIT
// expect: set_null needs columns that can be NULL

#include <promptview/model.hpp>

namespace pv = promptview;

struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
};
PROMPTVIEW_MODEL(Author, postgres, "authors", FIELD(id, primary_key), FIELD(name))

struct Post : pv::Model<Post> {
  std::int64_t author_id{};
  pv::Reference<Author> author{};
};
PROMPTVIEW_MODEL(Post, postgres, "posts", FIELD(author_id), RELATION(author, fields="author_id", on_delete=set_null))

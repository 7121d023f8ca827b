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
  pv::OptionalOneToOne<Author> author{};
};
PROMPTVIEW_MODEL(Post, postgres, "posts", RELATION(author, primary_key, on_update=set_null))

// SPDX-License-Identifier: MIT
// expect: RELATION of a pv::Reference needs fields="..." with FIELDs of this model

#include <promptview/model.hpp>

namespace pv = promptview;

struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
};
PROMPTVIEW_MODEL(Author, postgres, "authors", FIELD(id, primary_key), FIELD(name))

struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::int64_t author_id{};
  pv::Reference<Author> author{};
};
PROMPTVIEW_MODEL(Post, postgres, "posts", FIELD(id, primary_key), RELATION(author, fields="author_id"))

// SPDX-License-Identifier: MIT
// expect: RELATION(author): the member is no relation: write FIELD, or make it a pv::ForeignKey, OneToOne, Reference, HasOne, HasMany or ManyToMany

#include <promptview/model.hpp>

namespace pv = promptview;

struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
};
PROMPTVIEW_MODEL(Author, postgres, "authors", FIELD(id, primary_key), FIELD(name))

struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::int64_t author{};
};
PROMPTVIEW_MODEL(Post, postgres, "posts", FIELD(id, primary_key), RELATION(author))

// SPDX-License-Identifier: MIT
// expect-first: error_the_model_of_this_relation_is_not_registered_here_include_its_header
// max_lines: 15

#include <promptview/model.hpp>
#include <promptview/relations.hpp>

namespace pv = promptview;

struct Post;
struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  pv::HasMany<Post> posts{};
};
PROMPTVIEW_MODEL(Author, postgres, "authors", FIELD(id, primary_key), RELATION(posts))

auto rows = Author::query().include("posts");

// SPDX-License-Identifier: MIT
// expect-first: error_the_primary_key_is_always_read_do_not_defer_it
// max_lines: 15

#include <promptview/model.hpp>

namespace pv = promptview;

struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  pv::Deferred<std::string> body{};
};
PROMPTVIEW_MODEL(Post, postgres, "posts", FIELD(id, primary_key), FIELD(title), FIELD(body))

void read() { (void)Post::query().defer("id"); }

// SPDX-License-Identifier: MIT
// expect-first: error_no_such_field_in_this_model
// expect-first: Spelt<5>{"title"}
// max_lines: 15

#include <promptview/model.hpp>

namespace pv = promptview;

struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  pv::Deferred<std::string> body{};
};
PROMPTVIEW_MODEL(Post, postgres, "posts", FIELD(id, primary_key), FIELD(title), FIELD(body))

void read() { (void)Post::query().only("id", "titel"); }

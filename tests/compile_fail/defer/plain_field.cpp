// SPDX-License-Identifier: MIT
// expect-first: error_make_the_field_a_pv_Deferred_to_leave_it_out_others_cannot_tell_that_they_were_not_read
// max_lines: 15

#include <promptview/model.hpp>

namespace pv = promptview;

struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  pv::Deferred<std::string> body{};
};
PROMPTVIEW_MODEL(Post, postgres, "posts", FIELD(id, primary_key), FIELD(title), FIELD(body))

void read() { (void)Post::query().defer("title"); }

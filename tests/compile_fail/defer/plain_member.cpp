// SPDX-License-Identifier: MIT
// expect: make the field a pv::Deferred to leave it out: others cannot tell that they were not read

#include <promptview/model.hpp>

namespace pv = promptview;

struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  pv::Deferred<std::string> body{};
};
PROMPTVIEW_MODEL(Post, postgres, "posts", FIELD(id, primary_key), FIELD(title), FIELD(body))

void read() { (void)Post::query().defer(&Post::title); }

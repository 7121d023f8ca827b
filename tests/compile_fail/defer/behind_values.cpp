// SPDX-License-Identifier: MIT
// expect: rows of values() hold no object: call this before values()

#include <promptview/expressions.hpp>
#include <promptview/model.hpp>

namespace pv = promptview;

struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  pv::Deferred<std::string> body{};
};
PROMPTVIEW_MODEL(Post, postgres, "posts", FIELD(id, primary_key), FIELD(title), FIELD(body))


void read() { (void)Post::query().values(&Post::title).defer("body"); }

// SPDX-License-Identifier: MIT
// expect: only() leaves out fields of type pv::Deferred<T>, and the model has none: make the large ones that

#include <promptview/model.hpp>

namespace pv = promptview;

struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  std::string body{};
};
PROMPTVIEW_MODEL(Post, postgres, "posts", FIELD(id, primary_key), FIELD(title), FIELD(body))

void read() { (void)Post::query().only("id", "title"); }

// SPDX-License-Identifier: MIT
// expect: ok

#include <promptview/model.hpp>

namespace pv = promptview;

struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  pv::Deferred<std::string> body{};
};
PROMPTVIEW_MODEL(Post, postgres, "posts", FIELD(id, primary_key), FIELD(title), FIELD(body))

void read() {
  (void)Post::query().defer("body");
  (void)Post::query().defer(&Post::body).only("id", "title");
  (void)Post::query().only(&Post::id, &Post::title);
}

// SPDX-License-Identifier: MIT
// Writes go where they were told to, whatever transaction the thread has open.
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

namespace pv = promptview;
using namespace promptview_test;

namespace context_test {

struct Post;
struct Tag : pv::Model<Tag> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
};
struct Comment : pv::Model<Comment> {
  pv::Auto<std::int64_t> id{};
  std::string text{};
  pv::ForeignKey<Post> post{};
};
struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  pv::HasMany<Comment> comments{};
  pv::ManyToMany<Tag> tags{};
};
PROMPTVIEW_MODEL(Tag, postgres, "context_tags", FIELD(id, primary_key), FIELD(name))
PROMPTVIEW_MODEL(Comment, postgres, "context_comments", FIELD(id, primary_key), FIELD(text), RELATION(post))
PROMPTVIEW_MODEL(Post, postgres, "context_posts", FIELD(id, primary_key), FIELD(title), RELATION(comments, related="post"),
                 RELATION(tags, through="context_post_tags"))

using Tags = pv::detail::RelationWriter<Tag>;
using Comments = pv::detail::RelationWriter<Comment>;

// Two databases with the same tables, and in each a post.
struct Blogs : TestDatabase {
  Blogs() {
    execute("CREATE DATABASE second_" + name());
    pv::connect(pv::ConnectOptions{.url = server().url("second_" + name()), .name = "second"});
    for (const char* database : {"", "second"}) {
      const pv::Database on{database};
      on.initialize<Post>();
      on.initialize<Tag>();
      on.initialize<Comment>();
      on.execute("CREATE TABLE IF NOT EXISTS context_post_tags (post_id bigint NOT NULL, tag_id bigint NOT NULL, PRIMARY KEY (post_id, tag_id))");
      on.save(database[0] == 0 ? post : second_post);
    }
  }
  Blogs(const Blogs&) = delete;
  Blogs& operator=(const Blogs&) = delete;
  ~Blogs() { pv::disconnect("second"); }

  // The numbers of tags, of their join rows, and of comments.
  static std::string counts(const char* database = "") {
    const pv::Database on{database};
    return on.raw<std::string>("SELECT concat_ws(' ', (SELECT count(*) FROM context_tags), (SELECT count(*) FROM context_post_tags), "
                               "(SELECT count(*) FROM context_comments))")
        .front();
  }

  Post post{.title = "first"};
  Post second_post{.title = "second"};
};

}  // namespace context_test

using namespace context_test;

TEST_CASE("context: without a transaction a write is one of its own, also while the thread has one open") {
  Blogs blogs;
  {
    pv::Transaction open;
    (void)Tags{pv::Context{}}.create_joined(blogs.post.tags, {.name = "a"});
    Comments{pv::Context{}}.set_children(blogs.post.comments, {});
    Comment comment{.text = "hello"};
    Comments{pv::Context{}}.add_children(blogs.post.comments, {{.object = &comment}});
    std::vector<Tag> tags{{.name = "b"}, {.name = "c"}};
    const pv::Objects objects{.first = tags.data(), .count = tags.size(), .size = sizeof(Tag)};
    (void)pv::detail::insert_objects(pv::detail::namespace_for<Tag>(), pv::Context{}, objects, {.batch_size = 1});
    open.rollback();
  }
  CHECK(Blogs::counts() == "3 1 1");
}

TEST_CASE("context: a write is part of the transaction that it was given, not of that which the thread began last") {
  Blogs blogs;
  pv::Transaction told;
  {
    const pv::Context none;
    pv::Transaction last{{}, &none};  // not inside of `told`
    (void)blogs.post.tags.create({.name = "of the last"});
    const pv::Context context{.transaction = &told};
    (void)Tags{context}.create_joined(blogs.post.tags, {.name = "a"});
    (void)Comments{context}.create_child(blogs.post.comments, {.text = "hello"});
    CHECK(Blogs::counts() == "1 1 0");  // in `last`
    last.rollback();
  }
  CHECK(Blogs::counts() == "1 1 1");  // in `told`
  told.commit();
  CHECK(Blogs::counts() == "1 1 1");
}

TEST_CASE("context: what is whole in a transaction with an open savepoint is part of that") {
  Blogs blogs;
  pv::Transaction told;
  pv::Transaction savepoint;
  int undone = 0;
  savepoint.on_rollback([&] { ++undone; });
  (void)Tags{pv::Context{.transaction = &told}}.create_joined(blogs.post.tags, {.name = "a"});
  CHECK(undone == 0);
  savepoint.rollback();
  CHECK(undone == 1);
  told.commit();
  CHECK(Blogs::counts() == "0 0 0");
}

TEST_CASE("context: a write goes to the database that it was given") {
  Blogs blogs;
  pv::Transaction open;
  const pv::Context context{.database = "second"};
  (void)Tags{context}.create_joined(blogs.second_post.tags, {.name = "a"});
  (void)Comments{context}.create_child(blogs.second_post.comments, {.text = "hello"});
  open.commit();
  CHECK(Blogs::counts() == "0 0 0");
  CHECK(Blogs::counts("second") == "1 1 1");
}

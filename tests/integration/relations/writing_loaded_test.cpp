// SPDX-License-Identifier: MIT
// What was loaded by include or load(), and is then changed and saved.
#include <string>

#include <promptview/json.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

namespace pv = promptview;
using promptview_test::TestDatabase;

namespace writing_loaded {

struct Post;
struct Tag : pv::Model<Tag> {
  std::string name{};
};
struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<Post> posts{};
};
struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  pv::ForeignKey<Author> author{};
  pv::ManyToMany<Tag> tags{};
};

PROMPTVIEW_MODEL(Tag, postgres, "wl_tags", FIELD(name, primary_key))
PROMPTVIEW_MODEL(Author, postgres, "wl_authors", FIELD(id, primary_key), FIELD(name), RELATION(posts))
PROMPTVIEW_MODEL(Post, postgres, "wl_posts", FIELD(id, primary_key), FIELD(title), RELATION(author), RELATION(tags, through = "wl_post_tags"))

struct Blog : TestDatabase {
  Blog() {
    Tag::initialize();
    Author::initialize();
    Post::initialize();
    Author ann{.name = "Ann"};
    const pv::Shared<Post> first = ann.posts.append({.title = "first"});
    first->tags.append({.name = "news"});
    ann.posts.append({.title = "second"});
    pv::save_graph(ann);
  }
  static Author load() { return Author::query().include("posts", Post::query().order_by("id")).include("posts__tags").one(); }
};

}  // namespace writing_loaded
using namespace writing_loaded;

TEST_CASE_METHOD(Blog, "relations, writing what was loaded: lists keep in step, and can be changed at any depth") {
  Author ann = load();
  REQUIRE(ann.posts.size() == 2);
  CHECK(pv::to_json(ann).dump() ==
        R"({"id":1,"name":"Ann","posts":[{"author":1,"id":1,"tags":[{"name":"news"}],"title":"first"},{"author":1,"id":2,"tags":[],"title":"second"}]})");
  ann.posts.create({.title = "third"});
  ann.posts[1].tags.add("news");
  CHECK_FALSE(ann.posts[1].tags.is_loaded());  // only a key was given
  ann.posts[0].tags.clear();
  ann.posts[0].title = "changed";
  ann.posts[0].save();
  const Author again = load();
  REQUIRE(again.posts.size() == 3);
  CHECK(again.posts[0].title == "changed");
  CHECK(again.posts[0].tags.empty());
  CHECK(again.posts[1].tags[0].name == "news");
  CHECK(again.posts[2].title == "third");

  ann.posts.load();
  CHECK(ann.posts.size() == 3);
  CHECK_THROWS_AS(ann.posts.set({ann.posts[0]}), pv::InvalidValue);
  CHECK(ann.posts.size() == 3);
  CHECK(load().posts.size() == 3);
}

TEST_CASE_METHOD(Blog, "relations, writing what was loaded: a graph that was loaded is saved with what is new in it") {
  Author ann = load();
  ann.name = "Ann B.";
  ann.posts.append({.title = "third"})->tags.append({.name = "made"});
  ann.posts[0].tags.append({.name = "more"});
  pv::save_graph(ann);
  Author again = load();
  CHECK(again.name == "Ann B.");
  REQUIRE(again.posts.size() == 3);
  CHECK(again.posts[0].tags.size() == 2);
  CHECK(again.posts[2].tags[0].name == "made");
  pv::save_graph(again);  // nothing is new
  CHECK(pv::to_json(load()) == pv::to_json(again));
}

TEST_CASE_METHOD(Blog, "relations, writing what was loaded: JSON there and back") {
  pv::Json json = pv::to_json(load());
  json["posts"].push_back({{"title", "from JSON"}, {"tags", {{{"name", "json"}}}}});
  Author ann = pv::from_json<Author>(json);
  pv::save_graph(ann);
  const Author again = load();
  REQUIRE(again.posts.size() == 3);
  CHECK(again.posts[2].title == "from JSON");
  CHECK(again.posts[2].tags[0].name == "json");
}

TEST_CASE_METHOD(Blog, "relations, writing what was loaded: an object that was loaded with its foreign key keeps it while the key stays") {
  Post post = Post::query().filter("title", "first").include("author").one();
  post.title = "changed";
  post.save();
  CHECK(post.author->name == "Ann");
  Author bob = Author::create({.name = "Bob"});
  post.author = bob;
  post.save();
  CHECK(post.author->name == "Bob");
  CHECK(Post::query().include("author").filter("author__name", "Bob").one().title == "changed");
  try {
    bob.remove();
    FAIL("nothing was thrown");
  } catch (const pv::ForeignKeyViolation& error) {
    CHECK(error.is_on("author"));
    CHECK(std::string{error.what()}.find("writing_loaded::Post.author") == 0);
  }
}

TEST_CASE_METHOD(Blog, "relations, writing what was loaded: lists can be set to what they hold") {
  Author ann = load();
  ann.posts.set(ann.posts);
  REQUIRE(ann.posts.size() == 2);
  CHECK(ann.posts[0].title == "first");
  CHECK(ann.posts[1].title == "second");
  Post& first = ann.posts[0];
  first.tags.set(first.tags);
  REQUIRE(first.tags.size() == 1);
  CHECK(first.tags[0].name == "news");
  CHECK(first.tags.remove(first.tags) == 1);
  CHECK(first.tags.empty());
}

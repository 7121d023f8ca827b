// SPDX-License-Identifier: MIT
#include <string>
#include <thread>
#include <vector>

#include <promptview_test/catch.hpp>

#include <promptview/promptview.hpp>
#include <promptview_test/database.hpp>

namespace pv = promptview;
using promptview_test::TestDatabase;

namespace writing_many_to_many {

struct Post;
struct Tag : pv::Model<Tag> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::ManyToMany<Post> posts{};
};
struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  pv::ManyToMany<Tag> tags{};
  pv::ManyToMany<Post> similar{};
};
// A key of two fields, of which one is a text.
struct Room : pv::Model<Room> {
  std::int64_t floor = 0;
  std::string name{};
  pv::ManyToMany<Tag> tags{};
};

PROMPTVIEW_MODEL(Tag, postgres, "wmm_tags", FIELD(id, primary_key), FIELD(name, check = "name <> 'bad'"), RELATION(posts, related = "tags"))
PROMPTVIEW_MODEL(Post, postgres, "wmm_posts", FIELD(id, primary_key), FIELD(title), RELATION(tags, through = "wmm \"post\" tags", related = "posts"),
                 RELATION(similar, through = "wmm_similar", source = "a", target = "b"))
PROMPTVIEW_MODEL(Room, postgres, "wmm_rooms", FIELD(floor), FIELD(name), TABLE(primary_key = "floor, name"),
                 RELATION(tags, through = "wmm_room_tags"))

struct Blog : TestDatabase {
  Blog() {
    Tag::initialize();
    Post::initialize();
    Room::initialize();
    execute("CREATE TABLE IF NOT EXISTS \"wmm \"\"post\"\" tags\" (post_id bigint NOT NULL REFERENCES wmm_posts ON DELETE CASCADE, tag_id bigint "
            "NOT NULL REFERENCES wmm_tags ON DELETE CASCADE, PRIMARY KEY (post_id, tag_id))");
    execute("CREATE TABLE IF NOT EXISTS wmm_similar (a bigint NOT NULL, b bigint NOT NULL, PRIMARY KEY (a, b))");
    execute("CREATE TABLE IF NOT EXISTS wmm_room_tags (room_floor bigint NOT NULL, room_name text NOT NULL, tag_id bigint NOT NULL, PRIMARY KEY "
            "(room_floor, room_name, tag_id))");
    for (const char* name : {"a", "b", "c"}) tags.push_back(Tag::create({.name = name}));
    post = Post::create({.title = "Hello"});
  }
  // The names of the tags of the post.
  std::string names(const Post& of) const {
    return ask("SELECT coalesce(string_agg(t.name, ' ' ORDER BY t.name), '') FROM \"wmm \"\"post\"\" tags\" AS j JOIN wmm_tags AS t ON t.id = j.tag_id "
               "WHERE j.post_id = " + std::to_string(*of.id));
  }

  std::vector<Tag> tags{};
  Post post{};
};

template <class E, class F>
std::string message_of(const F& work) {
  try {
    work();
  } catch (const E& error) {
    return error.what();
  }
  return "nothing was thrown";
}

}  // namespace writing_many_to_many
using namespace writing_many_to_many;

TEST_CASE_METHOD(Blog, "relations, writing many_to_many: add, in all forms, twice, from both sides") {
  CHECK(post.tags.add(tags[0]) == 1);
  CHECK(post.tags.add(tags[0]) == 0);
  CHECK(post.tags.add(tags[0].id) == 0);
  CHECK(post.tags.add(*tags[1].id) == 1);
  CHECK(post.tags.add(tags) == 1);
  CHECK(names(post) == "a b c");

  const Post other = Post::create({.title = "Other"});
  CHECK(Post{other}.tags.add({tags[0], tags[1].id, *tags[1].id}) == 2);
  CHECK(names(other) == "a b");
  Post third = Post::create({.title = "Third"});
  CHECK(third.tags.add(std::vector<std::int64_t>{*tags[2].id, *tags[1].id}) == 2);
  CHECK(third.tags.add(std::vector<std::int64_t>{}) == 0);
  CHECK(third.tags.add(pv::Shared{tags[0]}) == 1);
  CHECK(tags[0].posts.remove(third) == 1);
  CHECK(names(third) == "b c");
  CHECK(tags[0].posts.add({post, other, third}) == 1);
  CHECK(names(third) == "a b c");
}

TEST_CASE_METHOD(Blog, "relations, writing many_to_many: remove, clear and set") {
  Post other = Post::create({.title = "Other"});
  other.tags.add(tags);
  post.tags.add(tags);
  CHECK(post.tags.remove(tags[1]) == 1);
  CHECK(post.tags.remove(tags[1]) == 0);
  CHECK(post.tags.remove(std::int64_t{4711}) == 0);
  CHECK(names(post) == "a c");
  post.tags.set({tags[1], tags[2]});
  CHECK(names(post) == "b c");
  post.tags.set(tags);
  CHECK(names(post) == "a b c");
  post.tags.set(std::vector<Tag>{});
  CHECK(names(post).empty());
  post.tags.set({tags[0].id});
  CHECK(names(post) == "a");
  CHECK(post.tags.clear() == 1);
  CHECK(post.tags.clear() == 0);
  CHECK(names(other) == "a b c");  // never touched
}

TEST_CASE_METHOD(Blog, "relations, writing many_to_many: query() is narrowed to the owner") {
  Post other = Post::create({.title = "Other"});
  other.tags.add(tags);
  post.tags.add({tags[0], tags[1]});
  CHECK(post.tags.query().count() == 2);
  CHECK(post.tags.query().filter("name", "b").one().id == tags[1].id);
  CHECK(tags[2].posts.query().one().title == "Other");
  CHECK(post.tags.query().update(pv::set(&Tag::name, std::string{"x"})) == 2);
  CHECK(names(other) == "c x x");
  Room room{.floor = 3, .name = "it's"};
  room.save();
  room.tags.add(tags[2]);
  CHECK(room.tags.query().one().name == "c");
  CHECK(post.tags.query().remove() == 2);
  CHECK(names(other) == "c");
}

TEST_CASE_METHOD(Blog, "relations, writing many_to_many: create inserts both or nothing") {
  const Tag made = post.tags.create({.name = "made"});
  CHECK(made.id.has_value());
  CHECK(names(post) == "made");
  CHECK_THROWS_AS(post.tags.create({.name = "bad"}), pv::CheckViolation);
  CHECK(names(post) == "made");

  post.id = 4711;  // has no row
  CHECK_THROWS_AS(post.tags.create({.name = "lost"}), pv::ForeignKeyViolation);
  CHECK(Tag::query().filter("name", "lost").count() == 0);
  pv::Transaction transaction;
  CHECK_THROWS_AS(post.tags.create({.name = "lost"}), pv::ForeignKeyViolation);
  CHECK(Tag::query().count() == 4);
  transaction.commit();
}

TEST_CASE_METHOD(Blog, "relations, writing many_to_many: relations of a model to itself, and keys of several fields") {
  Post other = Post::create({.title = "Other"});
  CHECK(post.similar.add({post, other}) == 2);
  CHECK(other.similar.clear() == 0);  // the other direction is another row
  CHECK(post.similar.remove(post) == 1);
  CHECK(ask("SELECT a || ' ' || b FROM wmm_similar") == std::to_string(*post.id) + " " + std::to_string(*other.id));

  Room room{.floor = 3, .name = "it's"};
  room.save();
  Room second{.floor = 3, .name = "other"};
  second.save();
  CHECK(second.tags.add(tags) == 3);
  CHECK(room.tags.add({tags[0], tags[1]}) == 2);
  CHECK(room.tags.add(tags) == 1);
  room.tags.set({tags[2]});
  CHECK(ask("SELECT count(*) FROM wmm_room_tags") == "4");
  CHECK(room.tags.remove(tags[2]) == 1);
  CHECK(ask("SELECT count(*) FROM wmm_room_tags") == "3");
}

TEST_CASE_METHOD(Blog, "relations, writing many_to_many: what is not saved is refused, and nothing is written") {
  Tag unsaved{.name = "new"};
  const std::string message = "writing_many_to_many::Post.tags: save the Tag first, or let .tags.create() do it";
  CHECK(message_of<pv::UnsavedRelation>([&] { post.tags.add(unsaved); }) == message);
  CHECK(message_of<pv::UnsavedRelation>([&] { post.tags.add(unsaved.id); }) == message);
  CHECK(message_of<pv::UnsavedRelation>([&] { post.tags.set({tags[0], unsaved}); }) == message);
  CHECK(names(post).empty());

  Post fresh{.title = "new"};
  CHECK_THROWS_AS(fresh.tags.add(tags[0]), pv::NotInitialized);
  post.id.reset();
  CHECK(message_of<pv::UnsavedRelation>([&] { post.tags.add(tags[0]); }) ==
        "writing_many_to_many::Post.tags: save the Post first, or all of it by pv::save_graph(post)");
  CHECK(ask("SELECT count(*) FROM \"wmm \"\"post\"\" tags\"") == "0");
}

TEST_CASE_METHOD(Blog, "relations, writing many_to_many: what is loaded keeps in step, and what only a key is known of is unloaded") {
  pv::detail::RelationAccess::set_loaded(post.tags, {});
  post.tags.add({tags[0], tags[1]});
  post.tags.add(tags[0]);
  REQUIRE(post.tags.size() == 2);
  CHECK(post.tags[1].name == "b");
  post.tags.remove(tags[0]);
  CHECK(post.tags.size() == 1);
  post.tags.create({.name = "made"});
  CHECK(post.tags[1].name == "made");
  post.tags.set({tags[2]});
  REQUIRE(post.tags.size() == 1);
  CHECK(post.tags[0].name == "c");
  post.tags.clear();
  CHECK(post.tags.empty());
  CHECK_THROWS_AS(post.tags.add(std::int64_t{4711}), pv::ForeignKeyViolation);
  CHECK(post.tags.empty());
  post.tags.add(tags[0].id);
  CHECK_FALSE(post.tags.is_loaded());
}

TEST_CASE_METHOD(Blog, "relations, writing many_to_many: connections that add the same at once", "[threads]") {
  std::vector<std::thread> threads;
  std::vector<std::int64_t> written(4, 0);
  std::vector<std::string> problems(4);
  for (std::size_t i = 0; i < written.size(); ++i)
    threads.emplace_back([&, i, mine = post]() mutable {
      try {
        for (const Tag& tag : tags) written[i] += mine.tags.add(tag);
      } catch (const std::exception& error) {
        problems[i] = error.what();
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(written[0] + written[1] + written[2] + written[3] == 3);
  CHECK(problems == std::vector<std::string>(4));
  CHECK(names(post) == "a b c");
}

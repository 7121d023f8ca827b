// SPDX-License-Identifier: MIT
#include <string>
#include <vector>

#include <promptview_test/catch.hpp>

#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/database.hpp>

namespace pv = promptview;
using promptview_test::TestDatabase;

namespace writing_has_many {

struct Post;
struct Profile;
struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<Post> posts{};
  pv::HasMany<Post> edited{};
  pv::HasOne<Profile> profile{};
};
struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  pv::ForeignKey<Author> author{};
  pv::OptionalForeignKey<Author> editor{};
  int saves = 0;
  void before_save() { ++saves; }
};
struct Profile : pv::Model<Profile> {
  pv::Auto<std::int64_t> id{};
  std::string text{};
  pv::OptionalOneToOne<Author> author{};
};

PROMPTVIEW_MODEL(Author, postgres, "whm_authors", FIELD(id, primary_key), FIELD(name), RELATION(posts, related = "author"),
                 RELATION(edited, related = "editor"), RELATION(profile))
PROMPTVIEW_MODEL(Post, postgres, "whm_posts", FIELD(id, primary_key), FIELD(title, check = "title <> 'bad'"), RELATION(author), RELATION(editor))
PROMPTVIEW_MODEL(Profile, postgres, "whm_profiles", FIELD(id, primary_key), FIELD(text), RELATION(author))

struct Blog : TestDatabase {
  Blog() {
    Author::initialize();
    Post::initialize();
    Profile::initialize();
    ann = Author::create({.name = "Ann"});
    bob = Author::create({.name = "Bob"});
  }
  static std::vector<std::string> titles(const pv::QuerySet<Post>& posts) {
    return posts.order_by("title").values_list(&Post::title).execute();
  }
  using Titles = std::vector<std::string>;

  Author ann{};
  Author bob{};
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

}  // namespace writing_has_many
using namespace writing_has_many;

TEST_CASE_METHOD(Blog, "relations, writing has_many: query() is narrowed to the owner and can do all that queries can") {
  Post::create({.title = "a", .author = ann});
  Post::create({.title = "b", .author = ann});
  Post::create({.title = "c", .author = bob});
  CHECK(ann.posts.query().count() == 2);
  CHECK(titles(ann.posts.query().filter("title__ne", "a")) == Titles{"b"});
  CHECK(ann.posts.query().update(pv::set(&Post::title, std::string{"x"})) == 2);
  CHECK(ann.posts.query().remove() == 2);
  CHECK(titles(Post::query()) == Titles{"c"});
  CHECK(ann.edited.query().count() == 0);
}

TEST_CASE_METHOD(Blog, "relations, writing has_many: create and add") {
  const Post made = ann.posts.create({.title = "a"});
  CHECK(made.author.key() == *ann.id);
  CHECK(made.id.has_value());
  CHECK_FALSE(ann.posts.is_loaded());

  Post fresh{.title = "b"};
  Post moved = Post::create({.title = "c", .author = bob});
  moved.title = "not to be written";
  SECTION("each alone") {
    CHECK_NOTHROW(ann.posts.add(fresh));
    CHECK_NOTHROW(ann.posts.add(moved));
  }
  SECTION("listed") { CHECK_NOTHROW(ann.posts.add({fresh, moved})); }
  SECTION("as ranges, of pointers that are shared too") {
    std::vector<Post> posts{fresh};
    CHECK_NOTHROW(ann.posts.add(posts));
    fresh = posts.front();
    std::vector<pv::Shared<Post>> shared{pv::Shared{moved}};
    CHECK_NOTHROW(ann.posts.add(shared));
    moved = *shared.front();
  }
  CHECK(fresh.author.key() == *ann.id);
  CHECK(moved.author.key() == *ann.id);
  CHECK(moved.saves == 2);  // with its hook
  CHECK(titles(ann.posts.query()) == Titles{"a", "b", "c"});
  CHECK(bob.posts.query().count() == 0);
}

TEST_CASE_METHOD(Blog, "relations, writing has_many: objects that nobody keeps can be added") {
  ann.posts.add(Post{.title = "a"});
  ann.posts.add({Post{.title = "b"}, Post{.title = "c"}});
  CHECK(titles(ann.posts.query()) == Titles{"a", "b", "c"});
}

TEST_CASE_METHOD(Blog, "relations, writing has_many: when adding fails, rows and objects are as before") {
  Post moved = Post::create({.title = "c", .author = bob});
  Post fresh{.title = "b"};
  Post bad{.title = "bad"};
  CHECK_THROWS_AS(ann.posts.add({moved, fresh, bad}), pv::CheckViolation);
  CHECK(moved.author.key() == *bob.id);
  CHECK_FALSE(fresh.id.has_value());
  CHECK_FALSE(fresh.author.has_key());
  CHECK(titles(bob.posts.query()) == Titles{"c"});
  CHECK(Post::query().count() == 1);

  pv::Transaction transaction;
  CHECK_THROWS_AS(ann.posts.add({fresh, bad}), pv::CheckViolation);
  CHECK_NOTHROW(ann.posts.add(fresh));
  transaction.commit();
  CHECK(ann.posts.query().count() == 1);
}

TEST_CASE_METHOD(Blog, "relations, writing has_many: remove, clear and set where the key can be NULL") {
  std::vector<Post> posts;
  for (const char* title : {"a", "b", "c", "d"}) posts.push_back(Post::create({.title = title, .author = bob, .editor = ann}));
  SECTION("remove") {
    CHECK(ann.edited.remove(posts[0]) == 1);
    CHECK_FALSE(posts[0].editor.has_key());
    CHECK(ann.edited.remove(posts[0]) == 0);  // it is not there
    CHECK(bob.edited.remove(posts[1]) == 0);  // it is another's
    CHECK(posts[1].editor.key() == *ann.id);
    CHECK(ann.edited.remove({posts[1], posts[2]}) == 2);
    Post unsaved{.title = "new"};
    CHECK(ann.edited.remove(unsaved) == 0);
    CHECK(titles(ann.edited.query()) == Titles{"d"});
  }
  SECTION("clear") {
    CHECK(bob.edited.clear() == 0);
    CHECK(ann.edited.clear() == 4);
    CHECK(Post::query().filter("editor__isnull", true).count() == 4);
  }
  SECTION("set") {
    Post fresh{.title = "new", .author = bob};
    Post other = Post::create({.title = "other", .author = bob, .editor = bob});
    ann.edited.set({posts[1], fresh, other});
    CHECK(titles(ann.edited.query()) == Titles{"b", "new", "other"});
    ann.edited.set(std::vector<Post>{});
    CHECK(ann.edited.query().count() == 0);
    Post bad{.title = "bad", .author = bob};
    ann.edited.set({fresh});
    CHECK_THROWS_AS(ann.edited.set({other, bad}), pv::CheckViolation);
    CHECK(titles(ann.edited.query()) == Titles{"new"});
  }
}

TEST_CASE_METHOD(Blog, "relations, writing has_many: what cannot be NULL is not let go") {
  Post post = ann.posts.create({.title = "a"});
  const std::string message =
      "writing_has_many::Author.posts: a Post cannot be without its author: remove the Post itself, give it another one, or make the key a "
      "pv::OptionalForeignKey";
  CHECK(message_of<pv::InvalidValue>([&] { ann.posts.remove(post); }) == message);
  CHECK(message_of<pv::InvalidValue>([&] { ann.posts.clear(); }) == message);
  Post other{.title = "b"};
  CHECK(message_of<pv::InvalidValue>([&] { ann.posts.set({other}); }) == message);
  CHECK_FALSE(other.author.has_key());
  ann.posts.set({post, other});  // nothing goes
  CHECK(titles(ann.posts.query()) == Titles{"a", "b"});
}

TEST_CASE_METHOD(Blog, "relations, writing has_many: an owner that is not saved") {
  Author unknown{.name = "New"};
  Post post{.title = "a"};
  CHECK(message_of<pv::NotInitialized>([&] { unknown.posts.add(post); }).find("save() it first") != std::string::npos);
  CHECK_THROWS_AS(unknown.posts.query(), pv::NotInitialized);
  CHECK_THROWS_AS(unknown.posts.clear(), pv::NotInitialized);
  unknown.save();
  unknown.id.reset();
  CHECK(message_of<pv::UnsavedRelation>([&] { unknown.posts.add(post); }) ==
        "writing_has_many::Author.posts: save the Author first, or all of it by pv::save_graph(author)");
  CHECK_FALSE(post.author.has_key());
}

TEST_CASE_METHOD(Blog, "relations, writing has_many: what is loaded keeps in step") {
  pv::detail::RelationAccess::set_loaded(ann.edited, {});
  REQUIRE(ann.edited.empty());
  Post first{.title = "a", .author = bob};
  pv::Shared second{Post{.title = "b", .author = bob}};
  ann.edited.add(first);
  const Author copy = ann;
  ann.edited.add(second);
  CHECK(copy.edited.size() == 1);  // its list is its own
  REQUIRE(ann.edited.size() == 2);
  CHECK(*ann.edited[0].id == *first.id);
  CHECK(&ann.edited[1] == &*second);
  ann.edited.add({first, first});
  CHECK(ann.edited.size() == 2);
  ann.edited.create({.title = "c", .author = bob});
  CHECK(ann.edited[2].title == "c");
  ann.edited.remove(first);
  CHECK(ann.edited.size() == 2);
  ann.edited.set({first});
  REQUIRE(ann.edited.size() == 1);
  CHECK(ann.edited[0].editor.key() == *ann.id);
  ann.edited.clear();
  CHECK(ann.edited.empty());
  CHECK(ann.edited.query().count() == 0);
}

TEST_CASE_METHOD(Blog, "relations, writing has_one: set, create, clear and query") {
  const Profile made = ann.profile.create({.text = "first"});
  CHECK(made.author.key() == *ann.id);
  CHECK(ann.profile->text == "first");
  CHECK_THROWS_AS(ann.profile.create({.text = "twice"}), pv::UniqueViolation);
  CHECK(ann.profile.query().one().text == "first");

  Profile other{.text = "other"};
  ann.profile.set(other);
  CHECK(ann.profile->text == "other");
  CHECK(ann.profile.query().one().text == "other");
  CHECK_FALSE(Profile::get(*made.id)->author.has_key());
  bob.profile.set(other);
  CHECK(ann.profile.query().count() == 0);
  CHECK_FALSE(ann.profile.clear());
  CHECK_FALSE(ann.profile.has_value());
  CHECK(bob.profile.clear());
  CHECK(Profile::query().filter("author__isnull", true).count() == 2);
}

TEST_CASE_METHOD(Blog, "relations, writing has_many: ten thousand children") {
  std::vector<Post> posts(10'000);
  for (std::size_t i = 0; i < posts.size(); ++i) posts[i] = {.title = std::to_string(i), .author = ann};
  pv::detail::RelationAccess::set_loaded(bob.edited, {});
  const auto trips = [](const auto& work) { return pv::testing::count_queries(work).round_trips; };
  CHECK(trips([&] { bob.edited.add(posts); }) == 1);
  CHECK(bob.edited.size() == 10'000);
  CHECK(trips([&] { bob.edited.add(posts); }) <= 3);
  CHECK(bob.edited.size() == 10'000);
  posts.resize(9'000);
  bob.edited.set(posts);
  CHECK(bob.edited.query().count() == 9'000);
  CHECK(bob.edited.size() == 9'000);
  CHECK(trips([&] { CHECK(bob.edited.remove(posts) == 9'000); }) == 1);
  CHECK(bob.edited.empty());
}

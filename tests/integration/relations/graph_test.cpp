// SPDX-License-Identifier: MIT
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

namespace pv = promptview;
using promptview_test::TestDatabase;

namespace graph_of_a_blog {

struct Post;
struct Tag;
struct Profile;
struct Mention;
struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<Post> posts{};
  pv::HasOne<Profile> profile{};
};
struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  pv::ForeignKey<Author> author{};
  pv::ManyToMany<Tag> tags{};
  pv::ManyToMany<Author, Mention> mentioned{};
  std::string log{};
  void before_save() { log += author.has_key() ? "known " : "unknown "; }
  void after_save() { log += "saved"; }
};
struct Tag : pv::Model<Tag> {
  std::string name{};
  pv::ManyToMany<Post> posts{};
};
struct Profile : pv::Model<Profile> {
  pv::OneToOne<Author> author{};
  std::string text{};
};
struct Mention : pv::Model<Mention> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<Post> post{};
  pv::ForeignKey<Author> author{};
  int weight = 7;
};

PROMPTVIEW_MODEL(Author, postgres, "gb_authors", FIELD(id, primary_key), FIELD(name, unique), RELATION(posts), RELATION(profile))
PROMPTVIEW_MODEL(Post, postgres, "gb_posts", FIELD(id, primary_key), FIELD(title, check = "title <> 'bad'"), RELATION(author),
                 RELATION(tags, through = "gb_post_tags", related = "posts"), RELATION(mentioned))
PROMPTVIEW_MODEL(Tag, postgres, "gb_tags", FIELD(name, primary_key), RELATION(posts, related = "tags"))
PROMPTVIEW_MODEL(Profile, postgres, "gb_profiles", RELATION(author, primary_key), FIELD(text))
PROMPTVIEW_MODEL(Mention, postgres, "gb_mentions", FIELD(id, primary_key), RELATION(post), RELATION(author), FIELD(weight))

struct Blog : TestDatabase {
  Blog() {
    Author::initialize();
    Tag::initialize();
    Post::initialize();
    Profile::initialize();
    Mention::initialize();
    execute("CREATE TABLE IF NOT EXISTS gb_post_tags (post_id bigint NOT NULL REFERENCES gb_posts ON DELETE CASCADE, tag_id text NOT NULL "
            "REFERENCES gb_tags ON DELETE CASCADE, PRIMARY KEY (post_id, tag_id))");
  }
  static std::string rows() {
    return ask("SELECT (SELECT count(*) FROM gb_authors) || ' authors, ' || (SELECT count(*) FROM gb_posts) || ' posts, ' || (SELECT count(*) "
               "FROM gb_tags) || ' tags, ' || (SELECT count(*) FROM gb_post_tags) || ' joins, ' || (SELECT count(*) FROM gb_profiles) || "
               "' profiles, ' || (SELECT count(*) FROM gb_mentions) || ' mentions'");
  }
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

}  // namespace graph_of_a_blog
using namespace graph_of_a_blog;

TEST_CASE_METHOD(Blog, "relations, graph: a new object with all that it holds, on both sides") {
  Author ann{.name = "Ann"};
  const pv::Shared first = ann.posts.append({.title = "first"});
  const pv::Shared second = ann.posts.append({.title = "second"});
  const pv::Shared news{Tag{.name = "news"}};
  first->tags.append(news);
  second->tags.append(news);
  second->tags.append({.name = "other"});
  ann.profile.assign({.text = "hello"});
  const pv::Shared bob{Author{.name = "Bob"}};
  first->mentioned.append(bob);
  first->mentioned.append(pv::Shared<Author>{Author{.name = "Cid"}});

  pv::save_graph(ann);
  CHECK(rows() == "3 authors, 2 posts, 2 tags, 3 joins, 1 profiles, 2 mentions");
  CHECK(first->author.key() == *ann.id);
  CHECK(first->log == "known saved");
  CHECK(ann.profile->author.key() == *ann.id);
  CHECK(ask("SELECT string_agg(weight::text, ' ') FROM gb_mentions") == "7 7");
  CHECK(first->tags.query().one().name == "news");
  CHECK(second->tags.query().count() == 2);
  CHECK(ann.posts.size() == 2);

  // Once more: nothing new.
  second->title = "not the root, has a row: left alone";
  ann.name = "Ann B.";
  pv::save_graph(ann);
  CHECK(rows() == "3 authors, 2 posts, 2 tags, 3 joins, 1 profiles, 2 mentions");
  CHECK(Post::get(*second->id)->title == "second");
  CHECK(Author::get(*ann.id)->name == "Ann B.");
}

TEST_CASE_METHOD(Blog, "relations, graph: objects that are assigned come first, and a shared one is saved once") {
  const pv::Shared ann{Author{.name = "Ann"}};
  std::vector<Post> posts{{.title = "a", .author = ann}, {.title = "b", .author = ann}};
  Post copied{.title = "c", .author = Author{.name = "Bob"}};
  pv::save_graph(posts, copied);
  CHECK(rows() == "2 authors, 3 posts, 0 tags, 0 joins, 0 profiles, 0 mentions");
  CHECK(posts[0].author.key() == *ann->id);
  CHECK(posts[1].author.key() == *ann->id);
  CHECK(posts[0].author->name == "Ann");
  CHECK(copied.author.key() == *copied.author->id);
}

TEST_CASE_METHOD(Blog, "relations, graph: children that have rows change their owner, and nothing else") {
  Author ann = Author::create({.name = "Ann"});
  Post post = Post::create({.title = "a", .author = ann});
  Author bob{.name = "Bob"};
  pv::Shared held{post};
  held->title = "not written";
  bob.posts.append(held);
  pv::save_graph(bob);
  CHECK(Post::get(*post.id)->author.key() == *bob.id);
  CHECK(Post::get(*post.id)->title == "a");
  CHECK(held->author.key() == *bob.id);
}

TEST_CASE_METHOD(Blog, "relations, graph: when it throws, rows and keys are as before") {
  Author ann{.name = "Ann"};
  const pv::Shared good = ann.posts.append({.title = "good"});
  const pv::Shared bad = ann.posts.append({.title = "bad"});
  good->tags.append({.name = "news"});
  const auto is_as_before = [&] {
    return !ann.id.has_value() && !good->id.has_value() && !good->author.has_key() && !bad->author.has_key() && ann.posts.size() == 2 &&
           good->tags.size() == 1 && rows() == "0 authors, 0 posts, 0 tags, 0 joins, 0 profiles, 0 mentions";
  };
  SECTION("alone") {
    CHECK_THROWS_AS(pv::save_graph(ann), pv::CheckViolation);
    CHECK(is_as_before());
    bad->title = "fine";
    pv::save_graph(ann);
    CHECK(rows() == "1 authors, 2 posts, 1 tags, 1 joins, 0 profiles, 0 mentions");
  }
  SECTION("in a transaction, which goes on") {
    pv::Transaction transaction;
    CHECK_THROWS_AS(pv::save_graph(ann), pv::CheckViolation);
    CHECK(Author::query().count() == 0);
    transaction.commit();
    CHECK(is_as_before());
  }
  SECTION("with the place of an object that was given") {
    std::vector<Author> authors{{.name = "x"}, {.name = "x"}};
    try {
      pv::save_graph(ann, authors);
      FAIL("nothing was thrown");
    } catch (const pv::UniqueViolation& error) {
      CHECK(error.place() == 2);
    }
    CHECK(is_as_before());
  }
  SECTION("by its own transaction's rollback") {
    bad->title = "fine";
    pv::Transaction transaction;
    pv::save_graph(ann);
    CHECK(Post::query().count() == 2);
    transaction.rollback();
    CHECK(rows() == "0 authors, 0 posts, 0 tags, 0 joins, 0 profiles, 0 mentions");
  }
}

TEST_CASE_METHOD(Blog, "relations, graph: missing keys and lists that are not loaded are refused") {
  Post post{.title = "alone"};
  CHECK(message_of<pv::InvalidValue>([&] { pv::save_graph(post); }) ==
        "graph_of_a_blog::Post.author: assign its Author, or the key, first: the column cannot be NULL");
  Author ann = Author::create({.name = "Ann"});
  CHECK(message_of<pv::RelationNotLoaded>([&] { ann.posts.append({.title = "a"}); }) ==
        "graph_of_a_blog::Author.posts is not loaded: call .load() before .append(), or use .add()");
  CHECK_FALSE(ann.posts.is_loaded());
}

TEST_CASE_METHOD(Blog, "relations, graph: the number of round trips does not grow with the objects") {
  const auto trips_for = [](int count) {
    std::vector<Author> authors;
    for (int i = 0; i < count; ++i) {
      Author& author = authors.emplace_back(Author{.name = std::to_string(count) + " " + std::to_string(i)});
      for (int j = 0; j < 3; ++j) author.posts.append({.title = "x"})->tags.append({.name = "t" + std::to_string(j)});
    }
    return pv::testing::count_queries([&] { pv::save_graph(authors); }).round_trips;
  };
  CHECK(trips_for(2) == 6);  // BEGIN, authors, tags, posts, join rows, COMMIT
  CHECK(rows() == "2 authors, 6 posts, 3 tags, 6 joins, 0 profiles, 0 mentions");
  CHECK(trips_for(200) == 6);
  CHECK(rows() == "202 authors, 606 posts, 3 tags, 606 joins, 0 profiles, 0 mentions");
}

TEST_CASE_METHOD(Blog, "relations, graph: ten thousand children") {
  Author ann{.name = "Ann"};
  std::vector<pv::Shared<Post>> posts;
  for (int i = 0; i < 10'000; ++i) posts.push_back(pv::Shared{Post{.title = std::to_string(i)}});
  const pv::Shared shared{ann};
  for (const pv::Shared<Post>& post : posts) post->author = shared;
  CHECK(pv::testing::count_queries([&] { pv::save_graph(posts); }).round_trips == 4);
  CHECK(rows() == "1 authors, 10000 posts, 0 tags, 0 joins, 0 profiles, 0 mentions");
  CHECK(*posts.back()->author->id == posts.front()->author.key());
}

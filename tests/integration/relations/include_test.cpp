// SPDX-License-Identifier: MIT
#include <cstdint>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace include_test {

struct Post;
struct Like;
struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<Post> posts{};
};
struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  pv::ForeignKey<Author> author{};
  pv::OptionalForeignKey<Author> editor{};
  pv::HasMany<Like> likes{};
};
struct Like : pv::Model<Like> {
  pv::Auto<std::int64_t> id{};
  int weight{};
  pv::ForeignKey<Post> post{};
};
PROMPTVIEW_MODEL(Author, postgres, "include_authors", FIELD(id, primary_key), FIELD(name), RELATION(posts, related="author"))
PROMPTVIEW_MODEL(Post, postgres, "include_posts", FIELD(id, primary_key), FIELD(title), RELATION(author, related="posts"), RELATION(editor),
                 RELATION(likes))
PROMPTVIEW_MODEL(Like, postgres, "include_likes", FIELD(id, primary_key), FIELD(weight), RELATION(post))

// Both ways of loading: all in one round trip, and level by level.
inline std::vector<pv::ConnectOptions> ways() { return {{}, {.pipelining = false}, {.statement_cache = 0}}; }

inline void initialize() {
  Author::initialize();
  Post::initialize();
  Like::initialize();
}

// The naive loop.
inline std::vector<std::int64_t> ids_of(const std::vector<Post>& posts) {
  std::vector<std::int64_t> ids;
  for (const Post& post : posts) ids.push_back(*post.id);
  return ids;
}
inline std::vector<std::int64_t> ids_of(const pv::HasMany<Post>& posts) {
  std::vector<std::int64_t> ids;
  for (const Post& post : posts) ids.push_back(*post.id);
  return ids;
}

}  // namespace include_test

using namespace include_test;

TEST_CASE("include: grids of three levels, in order, both ways") {
  for (const pv::ConnectOptions& options : ways()) {
    CAPTURE(options.pipelining);
    const TestDatabase database{options};
    initialize();
    for (int authors = 1; authors <= 3; ++authors)
      for (int posts = 2; posts <= 5; ++posts)
        for (int likes = 2; likes <= 4; ++likes) {
          CAPTURE(authors, posts, likes);
          TestDatabase::execute("TRUNCATE include_likes, include_posts, include_authors RESTART IDENTITY");
          std::vector<Author> all_authors(static_cast<std::size_t>(authors));
          Author::save_all(all_authors);
          std::vector<Post> all_posts;
          for (int i = 0; i < posts * authors; ++i)  // dealt out in turn
            all_posts.push_back({.title = "p" + std::to_string(i), .author = *all_authors[static_cast<std::size_t>(i % authors)].id});
          Post::save_all(all_posts);
          std::vector<Like> all_likes;
          for (int i = 0; i < likes * posts * authors; ++i)
            all_likes.push_back({.weight = i, .post = *all_posts[static_cast<std::size_t>(i) % all_posts.size()].id});
          Like::save_all(all_likes);

          const std::vector<Author> found = Author::query().order_by("id").include("posts__likes").execute();
          REQUIRE(found.size() == static_cast<std::size_t>(authors));
          bool right = true;
          for (const Author& author : found) {
            right = right && author.posts.size() == static_cast<std::size_t>(posts);
            right = right && ids_of(author.posts) == ids_of(Post::query().filter("author", *author.id).order_by("id").execute());
            for (const Post& post : author.posts) {
              right = right && post.likes.size() == static_cast<std::size_t>(likes) && !post.author.is_loaded();
              std::size_t at = 0;
              for (const Like& like : Like::query().filter("post", *post.id).order_by("id").execute()) {
                right = right && *post.likes[at].id == *like.id && post.likes[at].weight == like.weight;
                ++at;
              }
            }
          }
          CHECK(right);
        }
  }
}

TEST_CASE("include: one round trip, one statement for each relation, however many rows") {
  const TestDatabase database;
  initialize();
  pv::execute("INSERT INTO include_authors (name) SELECT 'a' || i FROM generate_series(1, $1) AS i", 1000);
  pv::execute("INSERT INTO include_posts (title, author_id) SELECT 'p' || i, 1 + i % $1 FROM generate_series(1, 10000) AS i", std::int64_t{1000});
  pv::execute("INSERT INTO include_likes (weight, post_id) SELECT i, 1 + i % $1 FROM generate_series(1, 30000) AS i", std::int64_t{10000});
  std::vector<Author> authors;
  const auto sent = pv::testing::count_queries([&] { authors = Author::query().include("posts__likes").include("posts__author").execute(); });
  CHECK(sent.round_trips == 1);
  CHECK(sent.statements == 4);
  REQUIRE(authors.size() == 1000);
  std::size_t posts = 0, likes = 0;
  for (const Author& author : authors)
    for (const Post& post : author.posts) {
      ++posts;
      likes += post.likes.size();
      if (post.author->name != author.name) FAIL("another author");
    }
  CHECK(posts == 10'000);
  CHECK(likes == 30'000);

  const auto by_level = pv::testing::count_queries([&] { pv::prefetch(authors, "posts__likes"); });
  CHECK(by_level.round_trips == 2);
  CHECK(by_level.statements == 2);
  CHECK(authors[7].posts[3].likes.size() == 3);
}

TEST_CASE("include: what was not included is not there; what has no rows is empty; NULL is null") {
  for (const pv::ConnectOptions& options : ways()) {
    const TestDatabase database{options};
    initialize();
    std::vector<Author> authors{{.name = "Ann"}, {.name = "Bob"}};
    Author::save_all(authors);
    CHECK_THROWS_AS(authors[0].posts.size(), pv::RelationNotLoaded);
    Post{.title = "x", .author = *authors[0].id}.save();
    Post{.title = "y", .author = *authors[0].id, .editor = *authors[1].id}.save();

    const auto plain = Author::query().order_by("id").execute();
    CHECK_FALSE(plain[0].posts.is_loaded());
    CHECK_THROWS_WITH(plain[0].posts.size(), "Author.posts is not loaded: add .include(\"posts\") to the query, or call .posts.load() or "
                                             "pv::prefetch(objects, \"posts\")");
    const auto found = Author::query().order_by("id").include("posts").execute();
    CHECK(found[0].posts.size() == 2);
    CHECK(found[1].posts.empty());
    CHECK_FALSE(found[0].posts[0].likes.is_loaded());
    CHECK_THROWS_AS(found[0].posts[0].author->name, pv::RelationNotLoaded);

    const auto posts = Post::query().order_by("id").include("editor").include("author").execute();
    CHECK(posts[0].editor.is_loaded());
    CHECK_THROWS_AS(posts[0].editor.get(), pv::NotFound);
    CHECK(posts[1].editor->name == "Bob");
    CHECK(&*posts[0].author == &*posts[1].author);  // one row, one object
    CHECK(posts[0].author->name == "Ann");

    TestDatabase::execute("ALTER TABLE include_posts DROP CONSTRAINT IF EXISTS include_posts_editor_id_fkey");
    pv::execute("UPDATE include_posts SET editor_id = $1", 77);
    const auto dangling = Post::query().include("editor").execute();
    CHECK(dangling[0].editor.is_loaded());
    CHECK(dangling[0].editor.key() == 77);
    CHECK_THROWS_AS(dangling[0].editor.get(), pv::NotFound);
  }
}

TEST_CASE("include: filters, orders and limits of its own, for each object") {
  for (const pv::ConnectOptions& options : ways()) {
    const TestDatabase database{options};
    initialize();
    std::vector<Author> authors(3);
    Author::save_all(authors);
    std::vector<Post> posts;
    for (int i = 0; i < 30; ++i)
      posts.push_back({.title = (i % 3 == 0 ? "A" : "B") + std::to_string(i), .author = *authors[static_cast<std::size_t>(i % 2)].id});
    Post::save_all(posts);
    const auto same = [](const pv::QuerySet<Post>& query) {
      bool right = true;
      for (const Author& author : Author::query().include("posts", query).execute())
        right = right && ids_of(author.posts) == ids_of(query.filter("author", *author.id).execute());
      return right;
    };
    CHECK(same(Post::query().order_by("-id")));
    CHECK(same(Post::query().filter("title__startswith", "A").order_by("-title")));
    CHECK(same(Post::query().exclude("title__startswith", "A").order_by("id")));
    CHECK(same(Post::query().none().order_by("id")));
    CHECK(same(Post::query().order_by(pv::asc(pv::length(&Post::title)), "-title")));
    const auto sliced = [](const pv::QuerySet<Post>& unsliced, std::int64_t limit, std::int64_t offset) {
      bool right = true;
      for (const Author& author : Author::query().include("posts", unsliced.limit(limit).offset(offset)).execute())
        right = right && ids_of(author.posts) == ids_of(unsliced.filter("author", *author.id).limit(limit).offset(offset).execute());
      return right;
    };
    CHECK(sliced(Post::query().order_by("-id"), 3, 0));
    CHECK(sliced(Post::query().order_by("-id"), 3, 2));
    CHECK(sliced(Post::query().filter("title__startswith", "A").order_by(pv::desc(pv::length(&Post::title)), "id"), 2, 1));
    CHECK(sliced(Post::query().order_by("id"), 0, 0));
    CHECK(sliced(Post::query().order_by("id"), 2, 100));

    // A later include of the same path replaces its query, and keeps what is behind it.
    const auto replaced = Author::query().order_by("id").include("posts__author").include("posts", Post::query().order_by("-id").limit(1)).execute();
    CHECK(replaced[0].posts.size() == 1);
    CHECK(replaced[0].posts[0].author->id == authors[0].id);
    const auto nested = Author::query().order_by("id").include("posts", Post::query().include("author").order_by("id").limit(2)).execute();
    CHECK(nested[0].posts.size() == 2);
    CHECK(nested[0].posts[1].author.is_loaded());

    // The parents' own slice.
    const auto last = Author::query().order_by("-id").limit(2).offset(1).include("posts").execute();
    REQUIRE(last.size() == 2);
    CHECK(last[0].posts.size() == 15);
    CHECK(last[1].posts.size() == 15);
    const auto random = Author::query().order_by("?").limit(1).include("posts").execute();
    CHECK(random[0].posts.size() == (*random[0].id == 3 ? 0U : 15U));
  }
}

TEST_CASE("include with all ways to run a query") {
  for (const pv::ConnectOptions& options : ways()) {
    const TestDatabase database{options};
    initialize();
    std::vector<Author> authors{{.name = "a"}, {.name = "b"}, {.name = "c"}};
    Author::save_all(authors);
    for (int i = 0; i < 6; ++i) Post{.title = "t", .author = *authors[static_cast<std::size_t>(i % 3)].id}.save();
    const auto query = Author::query().order_by("id").include("posts");

    for (const Author& author : query) CHECK(author.posts.size() == 2);
    CHECK(query.first()->posts[0].id == 1);
    CHECK(query.last()->posts[0].id == 3);
    CHECK(query.filter("name", "b").one().posts[1].id == 5);
    CHECK(query.count() == 3);
    CHECK(query.exists());
    CHECK(query.in_bulk({1, 3}).at(3).posts.size() == 2);
    std::size_t streamed = 0;
    for (const Author& author : query.stream(2)) {
      CHECK(author.posts.size() == 2);
      CHECK(author.posts[0].id == *author.id);
      ++streamed;
    }
    CHECK(streamed == 3);
    {
      pv::Transaction transaction;
      for (const Author& author : query.stream(2)) CHECK(author.posts.size() == 2);
      CHECK(query.select_for_update().execute()[2].posts.size() == 2);
      transaction.commit();
    }
    CHECK_THROWS_AS(query.copy_out().begin(), pv::InvalidValue);
    const auto page = query.page_after("", 2);
    CHECK(page.rows[1].posts.size() == 2);
    CHECK(query.page_after(page.next, 2).rows[0].posts.size() == 2);

    auto [rows, posts, one, count] = pv::pipeline(query, Post::query().order_by("id").include("author").limit(2), query.first_query(), query.count_query());
    CHECK(rows[2].posts[1].id == 6);
    CHECK(posts[1].author->name == "b");
    CHECK(one->posts.size() == 2);
    CHECK(count == 3);

    for (const auto& [author, n] : query.annotate<"n">(pv::length(&Author::name))) {
      CHECK(author.posts.size() == 2);
      CHECK(n == 1);
    }
    CHECK(query.alias<"n">(pv::length(&Author::name)).filter("n", 1).execute()[0].posts.size() == 2);
    CHECK(query.union_with(Author::query().order_by("id")).execute()[0].posts.size() == 2);
    CHECK(query.limit(2).as_cte<"two">().order_by("-id").execute()[0].posts[0].id == 2);
    CHECK(query.values_list(&Author::name).execute().size() == 3);
    CHECK(std::get<0>(query.aggregate(pv::max(&Author::id))) == 3);
    CHECK(query.none().execute().empty());
    CHECK(query.distinct_on("name").order_by("name").execute()[1].posts.size() == 2);
  }
}

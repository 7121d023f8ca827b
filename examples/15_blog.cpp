// SPDX-License-Identifier: MIT
// A blog: authors, their posts, tags and likes. Relations are declared once, asked across, and loaded in one go.
//
// expect: graph saved: Ann has 3 posts
// expect: posts with the tag c++, by authors named an: Aliasing, Boost
// expect: authors with a post that is tagged c++: Ann, Bob
// expect: authors with no post on sql: Bob, Cyd
// expect: Ann: Concepts [], Boost [c++ 1 like], Aliasing [c++ sql 2 likes]
// expect: Bob: Dijkstra [c++ 1 like]
// expect: Cyd:
// expect: that took 1 round trip and 4 statements
// expect: Author.posts is not loaded: add .include("posts") to the query, or call .posts.load()
// expect: the last post of Ann is Concepts
// expect: Aliasing has the tags c++, modern
// expect: 2 posts are left when Ann is gone
#include <fmt/format.h>

#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>

namespace pv = promptview;

// The models refer to each other; forward declarations are enough, in headers too.
struct Post;
struct Tag;
struct Like;

struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<Post> posts{};
};
PROMPTVIEW_MODEL(Author, postgres, "example_blog_authors", FIELD(id, primary_key), FIELD(name), RELATION(posts))

struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  pv::ForeignKey<Author> author{};  // the key; the object when it was loaded or assigned
  pv::ManyToMany<Tag> tags{};
  pv::HasMany<Like> likes{};
};
PROMPTVIEW_MODEL(Post, postgres, "example_blog_posts", FIELD(id, primary_key), FIELD(title),
                 RELATION(author, on_delete=cascade, related="posts"), RELATION(tags, through="example_blog_post_tags"), RELATION(likes))

struct Tag : pv::Model<Tag> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::ManyToMany<Post> posts{};
};
PROMPTVIEW_MODEL(Tag, postgres, "example_blog_tags", FIELD(id, primary_key), FIELD(name, unique), RELATION(posts, related="tags"))

struct Like : pv::Model<Like> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<Post> post{};
};
PROMPTVIEW_MODEL(Like, postgres, "example_blog_likes", FIELD(id, primary_key), RELATION(post, on_delete=cascade))

template <class Rows, class Text>
std::string list(const Rows& rows, const Text& text) {
  std::string all;
  for (const auto& row : rows) all += (all.empty() ? "" : ", ") + text(row);
  return all;
}

int main() {
  pv::postgres::connect_or_embed();
  pv::NamespaceManager::drop_all();
  pv::NamespaceManager::initialize_all();  // tables first, foreign keys after

  // Objects that hold each other are saved together, each behind those whose keys it needs.
  Author ann{.name = "Ann"};
  pv::Shared aliasing = ann.posts.append({.title = "Aliasing"});
  pv::Shared boost = ann.posts.append({.title = "Boost"});
  ann.posts.append({.title = "Concepts"});
  pv::Shared cpp = aliasing->tags.append({.name = "c++"});
  aliasing->tags.append({.name = "sql"});
  boost->tags.append(cpp);  // the same tag
  Author bob{.name = "Bob"};
  pv::Shared dijkstra = bob.posts.append({.title = "Dijkstra"});
  dijkstra->tags.append(cpp);
  pv::save_graph(ann, bob);
  Author cyd = Author::create({.name = "Cyd"});
  fmt::print("graph saved: {} has {} posts\n", ann.name, ann.posts.query().count());
  aliasing->likes.add(std::vector<Like>(2));
  boost->likes.create({});
  dijkstra->likes.create({});

  const auto titles = [](const Post& post) { return post.title; };
  const auto names = [](const Author& author) { return author.name; };
  fmt::print("posts with the tag c++, by authors named an: {}\n",
             list(Post::query().filter("author__name__icontains", "an").filter("tags__name", "c++").order_by("title").execute(), titles));
  const auto authors = Author::query().order_by("name");
  fmt::print("authors with a post that is tagged c++: {}\n", list(authors.filter("posts__tags__name", "c++").execute(), names));
  fmt::print("authors with no post on sql: {}\n", list(authors.exclude("posts__tags__name", "sql").execute(), names));

  // Three levels in one round trip; the posts in an order of their own.
  std::vector<Author> all;
  const auto listing = pv::testing::count_queries([&] {
    all = authors.include("posts", Post::query().order_by("-title")).include("posts__tags").include("posts__likes").execute();
  });
  for (const Author& author : all)
    fmt::print("{}: {}\n", author.name, list(author.posts, [](const Post& post) {
                 std::string about = list(post.tags, [](const Tag& tag) { return tag.name; });
                 for (std::size_t comma = about.find(','); comma != std::string::npos; comma = about.find(',')) about.erase(comma, 1);
                 if (!post.likes.empty()) about += fmt::format(" {} like{}", post.likes.size(), post.likes.size() == 1 ? "" : "s");
                 return fmt::format("{} [{}]", post.title, about);
               }));
  fmt::print("that took {} round trip and {} statements\n", listing.round_trips, listing.statements);

  // What was not loaded is not there; nothing is fetched behind your back.
  Author again = Author::get(*ann.id).value();
  try {
    fmt::print("{}\n", again.posts.size());
  } catch (const pv::RelationNotLoaded& error) {
    fmt::print("{}\n", error.what());
  }
  const std::optional<Post> last = again.posts.query().order_by("-id").first();
  fmt::print("the last post of {} is {}\n", again.name, last->title);

  const Tag modern = Tag::create({.name = "modern"});
  aliasing->tags.set({cpp, modern});  // what is not in the list goes, what is new comes
  fmt::print("{} has the tags {}\n", aliasing->title, list(aliasing->tags.query().order_by("name").execute(), [](const Tag& tag) { return tag.name; }));

  Post::create({.title = "Erlang", .author = cyd});
  ann.remove();  // on_delete=cascade
  fmt::print("{} posts are left when {} is gone\n", Post::query().count(), ann.name);
}

// SPDX-License-Identifier: MIT
// Random filters across relations give what a look at all rows in memory gives.
#include <promptview/promptview.hpp>
#include <promptview_test/blog.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace pv = promptview;
using namespace promptview_test::blog;

namespace {

struct Row {
  int age = 0;                   // of authors
  std::optional<int> company{};  // places, from 0
};
struct PostRow {
  int author = 0;
  std::optional<int> reviewer{};
  std::optional<std::string> body{};
  std::vector<int> tags{};
};
struct World {
  int companies = 0;
  int tags = 0;
  std::vector<Row> authors{};
  std::vector<PostRow> posts{};
};

using Random = std::mt19937;
int below(Random& random, int end) { return static_cast<int>(random() % static_cast<unsigned>(end)); }
std::string letter(int number) { return {static_cast<char>('a' + number)}; }

World make_world(Random& random) {
  World world{.companies = 1 + below(random, 2), .tags = 1 + below(random, 3)};
  const auto maybe = [&](int end) { return end > 0 && below(random, 3) > 0 ? std::optional{below(random, end)} : std::nullopt; };
  for (int i = 1 + below(random, 4); i > 0; --i) world.authors.push_back({.age = below(random, 3), .company = maybe(world.companies)});
  const int authors = static_cast<int>(world.authors.size());
  for (int i = below(random, 7); i > 0; --i) {
    PostRow post{.author = below(random, authors), .reviewer = maybe(authors)};
    if (below(random, 2) > 0) post.body = letter(below(random, 3));
    for (int tag = 0; tag < world.tags; ++tag)
      if (below(random, 2) > 0) post.tags.push_back(tag);
    world.posts.push_back(std::move(post));
  }
  return world;
}

std::string number(std::optional<int> place) { return place ? std::to_string(*place + 1) : "NULL"; }

void store(const World& world) {
  std::string sql = "TRUNCATE blog_companies, blog_authors, blog_posts, blog_tags, blog_post_tags, blog_likes, blog_profiles RESTART IDENTITY;";
  for (int i = 0; i < world.companies; ++i) sql += "INSERT INTO blog_companies (name) VALUES ('" + letter(i) + "');";
  for (int i = 0; i < world.tags; ++i) sql += "INSERT INTO blog_tags (name) VALUES ('" + letter(i) + "');";
  for (const Row& author : world.authors)
    sql += "INSERT INTO blog_authors (name, age, company_id) VALUES ('x', " + std::to_string(author.age) + ", " + number(author.company) + ");";
  for (std::size_t i = 0; i < world.posts.size(); ++i) {
    const PostRow& post = world.posts[i];
    sql += "INSERT INTO blog_posts (title, body, author_id, reviewer_id) VALUES ('t', " + (post.body ? "'" + *post.body + "'" : "NULL") + ", " +
           number(post.author) + ", " + number(post.reviewer) + ");";
    for (const int tag : post.tags) sql += "INSERT INTO blog_post_tags VALUES (" + std::to_string(i + 1) + ", " + std::to_string(tag + 1) + ");";
  }
  promptview_test::TestDatabase::execute(sql);
}

// A condition on posts, for the server and in memory. A condition on NULL does not hold, and its negation does.
struct Condition {
  pv::Q<Post> q{};
  std::function<bool(const World&, const PostRow&)> holds{};
};

Condition make_leaf(Random& random) {
  const int n = below(random, 3);
  switch (below(random, 11)) {
    case 0: return {Post::q("author__age", n), [n](const World& w, const PostRow& p) { return w.authors[static_cast<std::size_t>(p.author)].age == n; }};
    case 1:
      return {Post::q("reviewer__age__gt", n),
              [n](const World& w, const PostRow& p) { return p.reviewer && w.authors[static_cast<std::size_t>(*p.reviewer)].age > n; }};
    case 2:
      return {Post::q("reviewer__age__ne", n),
              [n](const World& w, const PostRow& p) { return !p.reviewer || w.authors[static_cast<std::size_t>(*p.reviewer)].age != n; }};
    case 3: return {Post::q("reviewer__age__isnull", true), [](const World&, const PostRow& p) { return !p.reviewer; }};
    case 4:
      return {Post::q("author__company__name", letter(n)), [n](const World& w, const PostRow& p) {
                return w.authors[static_cast<std::size_t>(p.author)].company == n;
              }};
    case 5:
      return {Post::q("reviewer__company__isnull", true), [](const World& w, const PostRow& p) {
                return !p.reviewer || !w.authors[static_cast<std::size_t>(*p.reviewer)].company;
              }};
    case 6:
      return {Post::q("author__posts__body", letter(n)), [n](const World& w, const PostRow& p) {
                for (const PostRow& each : w.posts)
                  if (each.author == p.author && each.body == letter(n)) return true;
                return false;
              }};
    case 7:
      return {Post::q("reviewer__posts__isnull", n == 0), [n](const World& w, const PostRow& p) {
                bool has = false;
                for (const PostRow& each : w.posts) has = has || (p.reviewer && each.author == *p.reviewer);
                // Of a reviewer who is not there, nothing is; and no posts, too.
                return n == 0 ? !has : has;
              }};
    case 8: return {Post::q("body", letter(n)), [n](const World&, const PostRow& p) { return p.body == letter(n); }};
    case 9: return {Post::q("reviewer__id__in", {n + 1, 2}), [n](const World&, const PostRow& p) { return p.reviewer && (*p.reviewer == n || *p.reviewer == 1); }};
    default: return {Post::q("tags__isnull", n == 0), [n](const World&, const PostRow& p) { return p.tags.empty() == (n == 0); }};
  }
}

// Conditions on the tags of a post, which are about one tag where they stand together.
struct TagCondition {
  pv::Q<Post> q{};
  std::function<bool(int)> holds{};
};
TagCondition make_tag_condition(Random& random, int depth) {
  const int n = below(random, 3);
  if (depth == 0 || below(random, 2) == 0) {
    if (below(random, 2) == 0) return {Post::q("tags__name", letter(n)), [n](int tag) { return tag == n; }};
    return {Post::q("tags__id__gt", n), [n](int tag) { return tag + 1 > n; }};
  }
  const TagCondition left = make_tag_condition(random, depth - 1);
  const TagCondition right = make_tag_condition(random, depth - 1);
  if (below(random, 2) == 0) return {left.q && right.q, [=](int tag) { return left.holds(tag) && right.holds(tag); }};
  return {left.q || right.q, [=](int tag) { return left.holds(tag) || right.holds(tag); }};
}

Condition make_condition(Random& random, int depth) {
  if (depth == 0 || below(random, 4) == 0) return make_leaf(random);
  switch (below(random, 4)) {
    case 0: {
      const Condition inside = make_condition(random, depth - 1);
      return {!inside.q, [=](const World& w, const PostRow& p) { return !inside.holds(w, p); }};
    }
    case 1: {
      const Condition left = make_condition(random, depth - 1), right = make_condition(random, depth - 1);
      return {left.q || right.q, [=](const World& w, const PostRow& p) { return left.holds(w, p) || right.holds(w, p); }};
    }
    case 2: {
      const Condition left = make_condition(random, depth - 1), right = make_condition(random, depth - 1);
      return {left.q ^ right.q, [=](const World& w, const PostRow& p) { return left.holds(w, p) != right.holds(w, p); }};
    }
    default: {
      const Condition left = make_leaf(random), right = make_leaf(random);
      // Not of the same relation to many, of which a conjunction would be about one row.
      return {left.q || !right.q, [=](const World& w, const PostRow& p) { return left.holds(w, p) || !right.holds(w, p); }};
    }
  }
}

}  // namespace

TEST_CASE("relations: random filters against a look at all rows") {
  const promptview_test::TestDatabase database;
  Company::initialize();
  Author::initialize();
  Profile::initialize();
  Tag::initialize();
  Post::initialize();
  Like::initialize();
  database.execute("CREATE TABLE IF NOT EXISTS blog_post_tags (post_id bigint, tag_id bigint, PRIMARY KEY (post_id, tag_id))");
  Random random{20240229};
  for (int round = 0; round < 40; ++round) {
    const World world = make_world(random);
    store(world);
    for (int filter = 0; filter < 12; ++filter) {
      const Condition first = make_condition(random, 3), second = make_condition(random, 2);
      const TagCondition tags = make_tag_condition(random, 2);
      const bool excludes = below(random, 2) == 0;
      pv::QuerySet<Post> query = Post::query().filter(first.q).filter(second.q).filter(tags.q);
      if (excludes) query = Post::query().exclude(first.q).filter(second.q).exclude(tags.q);
      std::vector<std::int64_t> wanted;
      for (std::size_t i = 0; i < world.posts.size(); ++i) {
        const PostRow& post = world.posts[i];
        bool tagged = false;
        for (const int tag : post.tags) tagged = tagged || tags.holds(tag);
        if (first.holds(world, post) != excludes && second.holds(world, post) && tagged != excludes) wanted.push_back(static_cast<std::int64_t>(i + 1));
      }
      INFO("round " << round << ", filter " << filter << ": " << query.to_sql());
      CHECK(query.order_by("id").values_list(&Post::id).execute() == wanted);
      CHECK(query.count() == static_cast<std::int64_t>(wanted.size()));
      if (filter % 4 == 0) CHECK(query.update(pv::set(&Post::title, "t")) == static_cast<std::int64_t>(wanted.size()));
    }
  }
}

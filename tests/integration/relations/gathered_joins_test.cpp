// SPDX-License-Identifier: MIT
// Conditions and orders on aggregates across relations, however they are joined: the rows that a look at all of them in
// memory gives.
#include <promptview/promptview.hpp>
#include <promptview_test/blog.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

#include <algorithm>
#include <functional>
#include <optional>
#include <random>
#include <vector>

namespace pv = promptview;
using namespace promptview_test::blog;

namespace {

using Ids = std::vector<std::int64_t>;

struct Counts {
  std::int64_t id = 0;
  int age = 0;
  std::int64_t posts = 0;
  std::int64_t reviews = 0;
  std::optional<std::string> body{};  // the greatest, which is NULL where all are
};

// Some authors have no posts, and some posts no body and no reviewer.
std::vector<Counts> store(unsigned seed) {
  std::mt19937 random{seed};
  std::vector<Author> authors;
  for (int i = 0; i < 8; ++i) authors.push_back({.name = "x", .age = static_cast<int>(random() % 3)});
  Author::save_all(authors);
  std::vector<Counts> counts;
  for (const Author& author : authors) counts.push_back({.id = *author.id, .age = author.age});
  std::vector<Post> posts;
  for (int i = 0; i < 14; ++i) {
    Counts& author = counts[random() % 6];
    Post post{.title = "t", .author = author.id};
    if (random() % 2 == 0) post.body = std::string{static_cast<char>('a' + random() % 3)};
    if (random() % 3 > 0) {
      Counts& reviewer = counts[random() % 8];
      post.reviewer = reviewer.id;
      ++reviewer.reviews;
    }
    ++author.posts;
    if (post.body && (!author.body || *author.body < *post.body)) author.body = post.body;
    posts.push_back(std::move(post));
  }
  Post::save_all(posts);
  return counts;
}

Ids ids(const std::vector<Counts>& all, const std::function<bool(const Counts&)>& holds) {
  Ids found;
  for (const Counts& each : all)
    if (holds(each)) found.push_back(each.id);
  return found;
}
Ids first_ids(std::vector<Counts> all, std::size_t count, const std::function<bool(const Counts&, const Counts&)>& less) {
  std::sort(all.begin(), all.end(), [&](const Counts& a, const Counts& b) { return less(a, b) || (!less(b, a) && a.id < b.id); });
  Ids found;
  for (std::size_t i = 0; i < count; ++i) found.push_back(all[i].id);
  return found;
}

template <class Query>
Ids ids_of(const Query& query) {
  Ids found;
  for (const auto& row : query) found.push_back(*std::get<0>(row).id);
  return found;
}
Ids ids_of(const pv::QuerySet<Author>& query) { return query.values_list(&Author::id).execute(); }

}  // namespace

TEST_CASE("conditions and orders on aggregates across relations give the rows of a look at all") {
  const promptview_test::TestDatabase database;
  Company::initialize();
  Author::initialize();
  Profile::initialize();
  Tag::initialize();
  Post::initialize();
  Like::initialize();
  for (unsigned seed = 1; seed <= 12; ++seed) {
    database.execute("TRUNCATE blog_authors, blog_posts RESTART IDENTITY CASCADE");
    const std::vector<Counts> all = store(seed);
    const auto counted = Author::query().annotate<"n">(pv::count(&Author::posts)).order_by("id");
    const auto both = counted.annotate<"reviewed">(pv::count(&Author::reviews));
    const auto best = Author::query().annotate<"best">(pv::max(pv::path(&Author::posts, &Post::body))).order_by("id");
    CAPTURE(seed);

    for (const int n : {0, 1, 2}) {
      CHECK(ids_of(counted.filter("n", n)) == ids(all, [&](const Counts& each) { return each.posts == n; }));
      CHECK(counted.filter("n__lte", n).count() == static_cast<std::int64_t>(ids(all, [&](const Counts& each) { return each.posts <= n; }).size()));
      CHECK(ids_of(counted.exclude("n", n)) == ids(all, [&](const Counts& each) { return each.posts != n; }));
      CHECK(ids_of(counted.filter("n", n).filter("age", 1)) == ids(all, [&](const Counts& each) { return each.posts == n && each.age == 1; }));
      CHECK(counted.filter("n", n).exists() == !ids(all, [&](const Counts& each) { return each.posts == n; }).empty());
      CHECK(ids_of(both.filter("n__gt", n).filter("reviewed__gt", n)) == ids(all, [&](const Counts& each) { return each.posts > n && each.reviews > n; }));
      CHECK(ids_of(both.filter(both.q("n", n) || both.q("reviewed", n))) == ids(all, [&](const Counts& each) { return each.posts == n || each.reviews == n; }));
      const std::string body{static_cast<char>('a' + n)};
      CHECK(ids_of(best.filter("best", body)) == ids(all, [&](const Counts& each) { return each.body == body; }));
      CHECK(ids_of(best.exclude("best", body)) == ids(all, [&](const Counts& each) { return each.body != body; }));
      CHECK(ids_of(best.exclude("best", body).filter("age", 1)) == ids(all, [&](const Counts& each) { return each.body != body && each.age == 1; }));
    }
    const auto asked = Author::query().annotate<"n">(pv::subquery(Post::query().filter("author", pv::outer<Post>(&Author::id)).values_list(pv::count()))).order_by("id");
    CHECK(ids_of(asked.filter("n__lt", 2)) == ids(all, [](const Counts& each) { return each.posts < 2; }));
    CHECK(asked.filter("n__lt", 2).count() == counted.filter("n__lt", 2).count());
    CHECK(ids_of(best.filter("best__isnull", true)) == ids(all, [](const Counts& each) { return !each.body; }));
    CHECK(ids_of(counted.order_by("-n", "id").limit(5)) == first_ids(all, 5, [](const Counts& a, const Counts& b) { return a.posts > b.posts; }));
    CHECK(ids_of(counted.filter("n__gte", 0).order_by("n", "id").limit(5)) == first_ids(all, 5, [](const Counts& a, const Counts& b) { return a.posts < b.posts; }));
    const auto by_body = [](const Counts& a, const Counts& b) { return b.body && a.body ? *a.body > *b.body : !a.body && b.body; };  // NULLs first
    CHECK(ids_of(Author::query().order_by("-posts__body", "id").limit(5)) == first_ids(all, 5, by_body));
    for (const auto& [author, n] : counted.order_by("-n", "id").limit(8)) CHECK(n == all[static_cast<std::size_t>(*author.id - all[0].id)].posts);

    const pv::Transaction transaction;
    CHECK(ids_of(counted.filter("n__gt", 1).select_for_update()) == ids(all, [](const Counts& each) { return each.posts > 1; }));
  }
}

// SPDX-License-Identifier: MIT
// Aggregates across relations on a real server: none multiplies another.
#include <promptview/promptview.hpp>
#include <promptview_test/blog.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

#include <string>
#include <tuple>
#include <vector>

namespace pv = promptview;
using namespace promptview_test::blog;

namespace {

// So many authors, posts of each and likes of each post; the weight of a like is its number, each post is reviewed by its author.
struct Grid : promptview_test::TestDatabase {
  Grid(int authors, int posts, int likes) {
    Company::initialize();
    Author::initialize();
    Profile::initialize();
    Tag::initialize();
    Post::initialize();
    Like::initialize();
    execute("CREATE TABLE IF NOT EXISTS blog_post_tags (post_id bigint, tag_id bigint, PRIMARY KEY (post_id, tag_id))");
    const auto number = [](int value) { return std::to_string(value); };
    execute("INSERT INTO blog_authors (name, age) SELECT 'author ' || n, n FROM generate_series(1, " + number(authors) + ") AS n");
    execute("INSERT INTO blog_posts (title, author_id, reviewer_id) SELECT 'post ' || a || '.' || p, a, a FROM generate_series(1, " + number(authors) +
            ") AS a, generate_series(1, " + number(posts) + ") AS p ORDER BY a, p");
    execute("INSERT INTO blog_likes (post_id, weight) SELECT p.id, n FROM blog_posts AS p, generate_series(1, " + number(likes) + ") AS n ORDER BY p.id, n");
    execute("INSERT INTO blog_tags (name) VALUES ('all')");
    execute("INSERT INTO blog_post_tags SELECT id, 1 FROM blog_posts");
  }
};

}  // namespace

TEST_CASE("relations: counts of two relations to many do not multiply") {
  for (int authors = 1; authors <= 3; ++authors)
    for (int posts = 2; posts <= 5; ++posts)
      for (int likes = 2; likes <= 4; ++likes) {
        INFO(authors << " x " << posts << " x " << likes);
        const Grid grid{authors, posts, likes};
        const auto counted = Author::query()
                                 .annotate<"posts_">(pv::count(&Author::posts))
                                 .annotate<"reviews_">(pv::count(&Author::reviews))
                                 .annotate<"likes">(pv::count(pv::path(&Author::posts, &Post::likes)))
                                 .annotate<"weight">(pv::sum(pv::path(&Author::posts, &Post::likes, &Like::weight)))
                                 .annotate<"tags">(pv::count(pv::path(&Author::posts, &Post::tags)).distinct())
                                 .order_by("id");
        std::int64_t id = 0;
        for (const auto& [author, posts_, reviews, likes_, weight, tags] : counted) {
          CHECK(*author.id == ++id);
          CHECK(posts_ == posts);
          CHECK(reviews == posts);
          CHECK(likes_ == posts * likes);
          CHECK(weight == posts * likes * (likes + 1) / 2);
          CHECK(tags == 1);
        }
        CHECK(id == authors);
        CHECK(Author::query().filter("posts__likes__weight__gte", 1).count() == authors);
        const auto titles = Post::query().filter("likes__weight", likes).order_by("id").values_list(&Post::id).execute();
        REQUIRE(titles.size() == static_cast<std::size_t>(authors * posts));
        for (std::size_t i = 0; i < titles.size(); ++i) CHECK(titles[i] == static_cast<std::int64_t>(i + 1));
      }
}

TEST_CASE("relations: aggregates of related rows can be narrowed, named and ordered by") {
  const Grid grid{3, 4, 2};
  Grid::execute("DELETE FROM blog_likes WHERE post_id IN (SELECT id FROM blog_posts WHERE author_id = 3);"
                "DELETE FROM blog_post_tags WHERE post_id IN (SELECT id FROM blog_posts WHERE author_id = 3);"
                "DELETE FROM blog_posts WHERE author_id = 3; INSERT INTO blog_posts (title, author_id) VALUES ('new', 2)");
  using Names = std::vector<std::string>;
  const auto authors = Author::query();
  const auto counted = authors.annotate<"n">(pv::count(&Author::posts));
  CHECK(counted.filter("n__gt", 4).count() == 1);
  CHECK(std::get<1>(counted.order_by("-n").first().value()) == 5);
  CHECK(std::get<1>(counted.order_by("n").first().value()) == 0);
  CHECK(authors.alias<"n">(pv::count(&Author::posts).filter(Post::q("title__endswith", "1"))).filter("n", 1).count() == 2);
  CHECK(authors.alias<"n">(pv::count(&Author::posts).filter(Post::q("reviewer__age", 2)).filter(Post::q("likes__isnull", false)))
            .filter("n", 4)
            .one()
            .name == "author 2");
  CHECK(authors.order_by("id").values_list(pv::max(pv::path(&Author::posts, &Post::title))).execute() ==
        std::vector<std::optional<std::string>>{"post 1.4", "post 2.4", std::nullopt});
  CHECK(authors.filter("id", 2).values_list(pv::array_agg(pv::path(&Author::posts, &Post::title)).order_by(pv::desc(&Post::title))).one() ==
        Names{"post 2.4", "post 2.3", "post 2.2", "post 2.1", "new"});
  CHECK(authors.filter("id", 1).values_list(pv::string_agg(pv::path(&Author::posts, &Post::title), "/").order_by(&Post::id)).one() ==
        "post 1.1/post 1.2/post 1.3/post 1.4");
  CHECK(counted.aggregate(pv::sum(counted.ref<"n">()), pv::max(counted.ref<"n">())) == std::tuple{std::optional{pv::Numeric{"9"}}, std::optional<std::int64_t>{5}});
  CHECK(Post::query().filter("id", 1).values_list(pv::count(pv::path(&Post::author, &Author::posts))).one() == 4);
  CHECK(authors.filter(pv::count(&Author::posts) > 4).one().name == "author 2");
}

TEST_CASE("relations: values across relations to one, and groups by them") {
  const Grid grid{2, 3, 1};
  Grid::execute("UPDATE blog_posts SET reviewer_id = NULL WHERE author_id = 2");
  const auto posts = Post::query();
  CHECK(posts.values(pv::path(&Post::author, &Author::name)).annotate<"n">(pv::count()).order_by("-author__name").execute() ==
        std::vector<std::tuple<std::string, std::int64_t>>{{"author 2", 3}, {"author 1", 3}});
  CHECK(posts.filter("id", 6).values_list(pv::path(&Post::reviewer, &Author::name)).one() == std::nullopt);
  CHECK(posts.filter("id", 1).values(&Post::author, &Post::reviewer).one() == std::tuple{std::int64_t{1}, std::optional<std::int64_t>{1}});
  CHECK(posts.aggregate(pv::max(pv::path(&Post::reviewer, &Author::age))) == std::tuple{std::optional<int>{1}});
  CHECK(posts.annotate<"n">(pv::count(&Post::body)).order_by("author__name", "-id").execute().size() == 6);
  CHECK(posts.update(pv::set(&Post::body, pv::path(&Post::reviewer, &Author::name))) == 6);
  CHECK(posts.filter("body__isnull", true).count() == 3);
  CHECK(posts.filter("body", pv::path(&Post::author, &Author::name)).count() == 3);
  CHECK(Like::query().filter("post__title", pv::path(&Like::post, &Post::title)).count() == 6);
  CHECK(posts.filter(pv::path(&Post::author, &Author::age) > 1).count() == 3);
}

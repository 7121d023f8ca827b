// SPDX-License-Identifier: MIT
#include <string>

#include <promptview/json.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;

namespace json_of_relations {

struct Post;
struct Profile;
struct Order;
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
  pv::OptionalForeignKey<Author> editor{};
};
struct Profile : pv::Model<Profile> {
  pv::OneToOne<Author> author{};
  std::string text{};
};
struct Line : pv::Model<Line> {
  pv::Auto<std::int64_t> id{};
  std::int64_t tenant = 0;
  std::string number{};
  pv::Reference<Order> order{};
};
struct Order : pv::Model<Order> {
  std::int64_t tenant = 0;
  std::string number{};
  pv::HasMany<Line> lines{};
};

PROMPTVIEW_MODEL(Author, postgres, "jr_authors", FIELD(id, primary_key), FIELD(name), RELATION(posts, related = "author"), RELATION(profile))
PROMPTVIEW_MODEL(Post, postgres, "jr_posts", FIELD(id, primary_key), FIELD(title), RELATION(author), RELATION(editor))
PROMPTVIEW_MODEL(Profile, postgres, "jr_profiles", RELATION(author, primary_key), FIELD(text))
PROMPTVIEW_MODEL(Line, postgres, "jr_lines", FIELD(id, primary_key), FIELD(tenant), FIELD(number), RELATION(order, fields = "tenant, number"))
PROMPTVIEW_MODEL(Order, postgres, "jr_orders", FIELD(tenant), FIELD(number), RELATION(lines), TABLE(primary_key = "tenant, number"))

template <class T>
std::string text_of(const T& object) {
  return pv::to_json(object).dump();
}
template <class T>
T object_of(const char* text, pv::UnknownKeys unknown = pv::UnknownKeys::refuse) {
  return pv::from_json<T>(pv::Json::parse(text), unknown);
}
template <class T>
std::string problem_of(const char* text) {
  try {
    (void)object_of<T>(text);
  } catch (const pv::InvalidValue& error) {
    return error.what();
  }
  return "nothing was thrown";
}

}  // namespace json_of_relations
using namespace json_of_relations;

TEST_CASE("relations, json: a foreign key is its key, or its object when that is loaded") {
  Post post{.id = 7, .title = "A", .author = 5};
  CHECK(text_of(post) == R"({"author":5,"editor":null,"id":7,"title":"A"})");
  const Author ann{.id = 5, .name = "Ann"};
  post.author = ann;
  CHECK(text_of(post) == R"({"author":5,"editor":null,"id":7,"title":"A"})");  // only assigned
  CHECK(pv::to_json(post, pv::only("author", "id")).dump() == R"({"author":{"id":5,"name":"Ann"},"id":7})");
  post.author = Author{.name = "New"};
  CHECK(text_of(post) == R"({"author":null,"editor":null,"id":7,"title":"A"})");
  pv::detail::RelationAccess::set_loaded(post.author, pv::Shared<Author>{ann}.pointer());
  CHECK(text_of(post) == R"({"author":{"id":5,"name":"Ann"},"editor":null,"id":7,"title":"A"})");
  pv::detail::RelationAccess::set_loaded(post.editor, {});
  CHECK(text_of(post) == R"({"author":{"id":5,"name":"Ann"},"editor":null,"id":7,"title":"A"})");
}

TEST_CASE("relations, json: others are there only when they are loaded") {
  Author author{.id = 5, .name = "Ann"};
  CHECK(text_of(author) == R"({"id":5,"name":"Ann"})");
  author.posts.append({.id = 1, .title = "A", .author = 5});
  author.posts.append({.title = "B"});
  author.profile.assign({.author = 5, .text = "hello"});
  CHECK(text_of(author) == R"({"id":5,"name":"Ann","posts":[{"author":5,"editor":null,"id":1,"title":"A"},)"
                           R"({"author":null,"editor":null,"id":null,"title":"B"}],"profile":{"author":5,"text":"hello"}})");
  pv::detail::RelationAccess::set_loaded(author.posts, {});
  pv::detail::RelationAccess::set_loaded(author.profile, {});
  CHECK(text_of(author) == R"({"id":5,"name":"Ann","posts":[],"profile":null})");
}

TEST_CASE("relations, json: circles end with the key") {
  const pv::Shared author{Author{.id = 5, .name = "Ann"}};
  const pv::Shared post = author->posts.append({.id = 1, .title = "A"});
  post->author = author;
  post->editor = author;
  CHECK(text_of(*author) == R"({"id":5,"name":"Ann","posts":[{"author":5,"editor":5,"id":1,"title":"A"}]})");
  CHECK(text_of(*post) == R"({"author":5,"editor":5,"id":1,"title":"A"})");
  pv::detail::RelationAccess::set_loaded(post->author, author.pointer());
  pv::detail::RelationAccess::set_loaded(post->editor, author.pointer());
  CHECK(text_of(*author) == R"({"id":5,"name":"Ann","posts":[{"author":null,"editor":null,"id":1,"title":"A"}]})");
  CHECK(text_of(*post) == R"({"author":{"id":5,"name":"Ann","posts":[1]},"editor":{"id":5,"name":"Ann","posts":[1]},"id":1,"title":"A"})");
  author->posts.unload();

  const pv::Shared order{Order{.tenant = 3, .number = "x"}};
  const pv::Shared line = order->lines.append({.tenant = 3, .number = "x"});
  pv::detail::RelationAccess::set_loaded(line->order, order.pointer());
  CHECK(text_of(*order) ==
        R"({"lines":[{"id":null,"number":"x","order":{"number":"x","tenant":3},"tenant":3}],"number":"x","tenant":3})");
  line->order.unload();
}

TEST_CASE("relations, json: keys and objects are read") {
  const Post by_key = object_of<Post>(R"({"id":7,"title":"A","author":5})");
  CHECK(by_key.author.key() == 5);
  CHECK_FALSE(by_key.author.is_loaded());
  CHECK_FALSE(by_key.editor.has_key());

  const Post by_object = object_of<Post>(R"({"title":"A","author":{"id":5,"name":"Ann"},"editor":{"name":"New"}})");
  CHECK(by_object.author.key() == 5);
  CHECK(by_object.author->name == "Ann");
  CHECK_FALSE(by_object.editor.has_key());
  CHECK(by_object.editor->name == "New");

  const char* const whole = R"({"id":5,"name":"Ann","posts":[{"author":5,"editor":null,"id":1,"title":"A"}],"profile":{"author":5,"text":"hello"}})";
  const Author author = object_of<Author>(whole);
  CHECK(author.posts[0].title == "A");
  CHECK(text_of(author) == whole);
  CHECK_FALSE(object_of<Author>(R"({"name":"Ann","profile":null})").profile.has_value());
  CHECK_FALSE(object_of<Author>(R"({"name":"Ann"})").posts.is_loaded());

  Post changed{.id = 7, .title = "A", .author = Author{.id = 5, .name = "Ann"}};
  pv::from_json(pv::Json::parse(R"({"author":6})"), changed);
  CHECK(changed.author.key() == 6);
  CHECK_FALSE(changed.author.is_loaded());
}

TEST_CASE("relations, json: what does not fit is refused, with its place") {
  CHECK(problem_of<Post>(R"({"author":"x"})").find("json_of_relations::Post.author: give a whole number") == 0);
  CHECK(problem_of<Post>(R"({"author":null})").find("json_of_relations::Post.author: give") == 0);
  CHECK(problem_of<Post>(R"({"author":{"id":"x"}})").find("json_of_relations::Post.author.id: give a whole number") == 0);
  CHECK(problem_of<Author>(R"({"posts":5})") == "json_of_relations::Author.posts: give an array of objects instead of 5");
  CHECK(problem_of<Author>(R"({"posts":[{"title":"A"},5]})") == "json_of_relations::Author.posts[1]: give an object instead of 5");
  CHECK(problem_of<Author>(R"({"posts":[{"titel":"A"}]})").find("json_of_relations::Author.posts[0]: no field has the key \"titel\"") == 0);
  CHECK(object_of<Author>(R"({"posts":[{"titel":"A"}]})", pv::UnknownKeys::ignore).posts.size() == 1);
  CHECK(problem_of<Author>(R"({"profile":5})") == "json_of_relations::Author.profile: give an object instead of 5");
}

TEST_CASE("relations, json: objects can be nested deep, but not without end") {
  const auto nested = [](int depth) {
    std::string text = "null";
    for (int i = 0; i < depth; ++i) text = R"({"editor":{"name":"x","posts":[)" + (text == "null" ? "" : text) + "]}}";
    return text;
  };
  CHECK(object_of<Post>(nested(33).c_str()).editor->posts.size() == 1);  // 99 levels of objects and arrays
  for (const int depth : {34, 5000})
    CHECK(problem_of<Post>(nested(depth).c_str()) == "json_of_relations::Post: nest at most 100 arrays and objects of JSON in each other");
}

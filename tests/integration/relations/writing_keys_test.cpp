// SPDX-License-Identifier: MIT
#include <string>
#include <vector>

#include <promptview_test/catch.hpp>

#include <promptview/promptview.hpp>
#include <promptview_test/database.hpp>

namespace pv = promptview;
using promptview_test::TestDatabase;

namespace writing_keys {

struct Post;
struct Writer : pv::Model<Writer> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<Post> posts{};
};
struct Country : pv::Model<Country> {
  std::string code{};
  std::string name{};
};
struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  pv::ForeignKey<Writer> author{};
  pv::OptionalForeignKey<Writer> editor{};
  pv::OptionalForeignKey<Country, std::string> country{};
};
// Its key is that of its post.
struct Summary : pv::Model<Summary> {
  pv::OneToOne<Post> post{};
  std::string text{};
};
struct Remark : pv::Model<Remark> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<Summary> summary{};
  pv::ForeignKey<Writer> by{};  // the first one where it is not given
};

PROMPTVIEW_MODEL(Writer, postgres, "wk_writers", FIELD(id, primary_key), FIELD(name), RELATION(posts, related = "author"))
PROMPTVIEW_MODEL(Country, postgres, "wk_countries", FIELD(code, primary_key), FIELD(name))
PROMPTVIEW_MODEL(Post, postgres, "wk_posts", FIELD(id, primary_key), FIELD(title), RELATION(author, related = "posts"), RELATION(editor),
                 RELATION(country, column = "country_code"))
PROMPTVIEW_MODEL(Summary, postgres, "wk_summaries", RELATION(post, primary_key), FIELD(text))
PROMPTVIEW_MODEL(Remark, postgres, "wk_remarks", FIELD(id, primary_key), RELATION(summary), RELATION(by, column = "by_id", default_sql = "1"))

struct Tables : TestDatabase {
  Tables() {
    Writer::initialize();
    Country::initialize();
    Post::initialize();
    Summary::initialize();
    Remark::initialize();
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

}  // namespace writing_keys
using namespace writing_keys;

TEST_CASE_METHOD(Tables, "relations, writing keys: an assigned object gives its key, and stays readable") {
  Writer ann{.name = "Ann"};
  Post post{.title = "Hello"};
  SECTION("saved before it was assigned") {
    ann.save();
    post.author = ann;
    CHECK_FALSE(post.author.has_key());
  }
  SECTION("assigned by its key") {
    ann.save();
    post.author = *ann.id;
    CHECK(post.author.key() == *ann.id);
    CHECK_FALSE(post.author.is_loaded());
    post.author = ann;
  }
  SECTION("saved after it was assigned, being shared") {
    pv::Shared shared{ann};
    post.author = shared;
    CHECK_NOTHROW(shared->save());
    ann = *shared;
  }
  post.save();
  CHECK(post.author.key() == *ann.id);
  CHECK(post.author->name == "Ann");
  CHECK(Post::get(*post.id)->author.key() == *ann.id);
  CHECK_FALSE(Post::get(*post.id)->editor.has_key());
}

TEST_CASE_METHOD(Tables, "relations, writing keys: an unsaved object is refused before anything is sent") {
  Post post{.title = "Hello", .author = Writer{.name = "Ann"}};
  const auto save = [&] { post.save(); };
  CHECK(message_of<pv::UnsavedRelation>(save) ==
        "writing_keys::Post.author: save the Writer first, or both by pv::save_graph(post)");
  CHECK_FALSE(post.id.has_value());
  CHECK_FALSE(post.author.has_key());
  CHECK(post.author->name == "Ann");

  std::vector<Post> posts{{.title = "a", .author = 1}, {.title = "b", .author = Writer{}}};
  try {
    Post::bulk_create(posts);
    FAIL("nothing was thrown");
  } catch (const pv::UnsavedRelation& error) {
    CHECK(error.place() == 1);
  }
  CHECK_THROWS_AS(Post::save_all(posts), pv::UnsavedRelation);
  CHECK(Post::query().count() == 0);
}

TEST_CASE_METHOD(Tables, "relations, writing keys: a required key that is missing is refused before anything is sent") {
  Post post{.title = "Hello"};
  const std::string message = "writing_keys::Post.author: assign its Writer, or the key, first: the column cannot be NULL";
  CHECK(message_of<pv::InvalidValue>([&] { post.save(); }) == message);
  CHECK(message_of<pv::InvalidValue>([&] { post.insert(); }) == message);
  CHECK(message_of<pv::InvalidValue>([&] { post.upsert(); }) == message);
  CHECK(message_of<pv::InvalidValue>([&] { (void)Post::create(post); }) == message);

  Writer ann{.name = "Ann"};
  ann.save();
  post.author = ann;
  post.save();
  post.author.reset();
  CHECK(message_of<pv::InvalidValue>([&] { post.update(); }) == message);
  post.title = "Changed";
  post.save_fields("title");  // the key is no part of it
  CHECK(message_of<pv::InvalidValue>([&] { post.save_fields("author"); }) == message);
  CHECK(Post::get(*post.id)->title == "Changed");
  CHECK(Post::get(*post.id)->author.key() == *ann.id);
}

TEST_CASE_METHOD(Tables, "relations, writing keys: optional ones become NULL, and remain the relation that they are") {
  Writer ann{.name = "Ann"};
  ann.save();
  Post post{.title = "Hello", .author = ann, .editor = ann};
  post.save();
  CHECK(Post::get(*post.id)->editor.key() == *ann.id);
  SECTION("by nullopt") { CHECK_NOTHROW(post.editor = std::nullopt); }
  SECTION("by reset") { CHECK_NOTHROW(post.editor.reset()); }
  CHECK_FALSE(post.editor);
  post.save();
  CHECK_FALSE(Post::get(*post.id)->editor.has_key());
  post.editor.unload();
  CHECK(message_of<pv::RelationNotLoaded>([&] { (void)post.editor.get(); }).find("Post.editor is not loaded") == 0);
}

TEST_CASE_METHOD(Tables, "relations, writing keys: keys of texts, and keys that are foreign keys themselves") {
  Country country{.code = "NO", .name = "Norway"};
  country.save();
  Writer ann{.name = "Ann"};
  ann.save();
  Post post{.title = "Hello", .author = ann, .country = country};
  post.save();
  CHECK(Post::get(*post.id)->country.key() == "NO");

  pv::Shared summary{Summary{.post = post, .text = "Short"}};
  Remark remark{.summary = summary};
  CHECK(message_of<pv::UnsavedRelation>([&] { remark.save(); }).find("Remark.summary: save the Summary first") != std::string::npos);
  pv::save(*summary);
  CHECK(summary->post.key() == *post.id);
  remark.save();
  CHECK(remark.summary.key() == *post.id);
  CHECK(remark.by.key() == 1);  // made by the database
  CHECK(Remark::get(*remark.id)->by.key() == 1);
}

TEST_CASE_METHOD(Tables, "relations, writing keys: all ways to write take the keys") {
  Writer ann{.name = "Ann"};
  ann.save();
  std::vector<Post> posts{{.title = "a", .author = ann}, {.title = "b", .author = ann}};
  Post::bulk_create(posts);
  Writer bob{.name = "Bob"};
  bob.save();
  for (Post& post : posts) post.author = bob;
  SECTION("save_all") { CHECK_NOTHROW(Post::save_all(posts)); }
  SECTION("update_all") { CHECK_NOTHROW(Post::update_all(posts)); }
  SECTION("bulk_update") { CHECK(Post::bulk_update(posts, "author") == 2); }
  CHECK(Post::query().filter("author", *bob.id).count() == 2);
}

TEST_CASE_METHOD(Tables, "relations, writing keys: query() is the row of the key") {
  Writer ann{.name = "Ann"};
  ann.save();
  Post post{.title = "Hello"};
  CHECK_THROWS_AS(post.author.query(), pv::NotInitialized);
  post.author = ann;
  post.save();
  CHECK(post.author.query().one().name == "Ann");
  CHECK(post.author.query().update(pv::set(&Writer::name, std::string{"Anna"})) == 1);
  CHECK(Writer::get(*ann.id)->name == "Anna");
  CHECK(post.editor.query().count() == 0);
  CHECK(post.country.query().count() == 0);
  CHECK(Post::query().update(pv::set(&Post::editor, Post::f(&Post::author)), pv::set(&Post::country, std::nullopt)) == 1);
  CHECK(Post::get(*post.id)->editor.key() == *ann.id);
}

// SPDX-License-Identifier: MIT
// A file as users write it, with models and no backend: it must reach no driver, and be quick to parse.

#include <promptview/model.hpp>

namespace pv = promptview;

namespace blog {

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  std::string email{};
  std::optional<std::string> bio{};
  int age{};
  bool active = true;
};
PROMPTVIEW_MODEL(User, postgres, "users",
                 FIELD(id, primary_key),
                 FIELD(name, index=btree, max_length=100),
                 FIELD(email, unique),
                 FIELD(bio),
                 FIELD(age, check="age >= 0"),
                 FIELD(active, default_sql="true"),
                 INDEX("name, age DESC"))

struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::int64_t author_id{};
  std::string title{};
  std::string body{};
  std::vector<std::string> keywords{};
  std::optional<double> rating{};
  std::int64_t views{};
};
PROMPTVIEW_MODEL(Post, postgres, "posts",
                 FIELD(id, primary_key),
                 FIELD(author_id, index=btree),
                 FIELD(title, max_length=200),
                 FIELD(body),
                 FIELD(keywords, index=gin),
                 FIELD(rating),
                 FIELD(views, default_sql="0"),
                 UNIQUE("author_id, title"),
                 CONSTRAINT("rating BETWEEN 0 AND 5", name="rating_in_stars"))

struct Tag : pv::Model<Tag> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  std::optional<std::string> color{};
  std::optional<std::int64_t> parent_id{};
  int weight{};
};
PROMPTVIEW_MODEL(Tag, postgres, "",
                 FIELD(id, primary_key),
                 FIELD(name, unique, column="tag_name"),
                 FIELD(color, max_length=7),
                 FIELD(parent_id, index=btree),
                 FIELD(weight),
                 TABLE(comment="what posts are about"))

}  // namespace blog

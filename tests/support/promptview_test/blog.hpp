// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <promptview/model.hpp>

// Models with relations of all kinds, for tests: a blog.
namespace promptview_test::blog {

namespace pv = promptview;

struct Company;
struct Author;
struct Profile;
struct Post;
struct Tag;
struct Like;

struct Company : pv::Model<Company> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<Author> authors{};
};
struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  pv::OptionalForeignKey<Company> company{};
  pv::HasMany<Post> posts{};
  pv::HasMany<Post> reviews{};
  pv::HasOne<Profile> profile{};
};
struct Profile : pv::Model<Profile> {
  pv::Auto<std::int64_t> id{};
  pv::OneToOne<Author> author{};
  std::optional<std::string> motto{};
};
struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  std::optional<std::string> body{};
  pv::ForeignKey<Author> author{};
  pv::OptionalForeignKey<Author> reviewer{};
  pv::ManyToMany<Tag> tags{};
  pv::HasMany<Like> likes{};
};
struct Tag : pv::Model<Tag> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::ManyToMany<Post> posts{};
};
struct Like : pv::Model<Like> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<Post> post{};
  int weight{};
};

PROMPTVIEW_MODEL(Company, postgres, "blog_companies", FIELD(id, primary_key), FIELD(name), RELATION(authors))
PROMPTVIEW_MODEL(Author, postgres, "blog_authors", FIELD(id, primary_key), FIELD(name), FIELD(age), RELATION(company), RELATION(posts),
                 RELATION(reviews), RELATION(profile))
PROMPTVIEW_MODEL(Profile, postgres, "blog_profiles", FIELD(id, primary_key), RELATION(author, on_delete=cascade), FIELD(motto))
PROMPTVIEW_MODEL(Post, postgres, "blog_posts", FIELD(id, primary_key), FIELD(title), FIELD(body),
                 RELATION(author, column="author_id", on_delete=cascade, related="posts"), RELATION(reviewer, related="reviews"),
                 RELATION(tags, through="blog_post_tags"), RELATION(likes))
PROMPTVIEW_MODEL(Tag, postgres, "blog_tags", FIELD(id, primary_key), FIELD(name), RELATION(posts, related="tags"))
PROMPTVIEW_MODEL(Like, postgres, "blog_likes", FIELD(id, primary_key), RELATION(post), FIELD(weight))

}  // namespace promptview_test::blog

// SPDX-License-Identifier: MIT
#include <promptview/diagram.hpp>
#include <promptview/model.hpp>
#include <promptview/types/enumeration.hpp>
#include <promptview/types/range.hpp>
#include <promptview_test/catch.hpp>

#include <string>
#include <vector>

namespace pv = promptview;

namespace diagram_test {

enum class Mood { good, bad };
PROMPTVIEW_ENUM(Mood, good, bad)
enum class Pk { one };
PROMPTVIEW_ENUM(Pk, one)

struct Post;
struct Tag;
struct Profile;
struct Course;
struct Enrolment;

struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string email{};
  std::optional<Mood> mood{};
  pv::HasMany<Post> posts{};
  pv::HasOne<Profile> profile{};
  pv::ManyToMany<Course, Enrolment> courses{};
};
PROMPTVIEW_MODEL(Author, postgres, "diagram_authors", FIELD(id, primary_key), FIELD(email, unique), FIELD(mood), RELATION(posts, related="author"),
                 RELATION(profile), RELATION(courses))

struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  std::vector<std::string> words{};
  pv::ForeignKey<Author> author{};
  pv::OptionalForeignKey<Author> editor{};
  pv::OptionalForeignKey<Post> answers{};
  pv::ManyToMany<Tag> tags{};
};
PROMPTVIEW_MODEL(Post, postgres, "diagram_posts", FIELD(id, primary_key), FIELD(words), RELATION(author), RELATION(editor), RELATION(answers),
                 RELATION(tags))

struct Tag : pv::Model<Tag> {
  std::string slug{};
  pv::ManyToMany<Post> posts{};
};
PROMPTVIEW_MODEL(Tag, postgres, "diagram_tags", FIELD(slug, primary_key), RELATION(posts, related="tags"), TABLE(schema="lists"))

struct Profile : pv::Model<Profile> {
  pv::OneToOne<Author> author{};
  pv::OptionalOneToOne<Author, std::string> mirror{};
};
PROMPTVIEW_MODEL(Profile, postgres, "diagram_profiles", RELATION(author, primary_key, unique=false), RELATION(mirror, references="email"))

struct Course : pv::Model<Course> {
  std::int64_t tenant{};
  int number{};
  pv::ManyToMany<Author, Enrolment> authors{};
};
PROMPTVIEW_MODEL(Course, postgres, "diagram_courses", FIELD(tenant), FIELD(number), RELATION(authors), TABLE(primary_key="tenant, number"))

struct Enrolment : pv::Model<Enrolment> {
  pv::ForeignKey<Author> author{};
  std::int64_t tenant{};
  int number{};
  pv::Reference<Course> course{};
  pv::Range<int> weeks{};
};
PROMPTVIEW_MODEL(Enrolment, postgres, "diagram_enrolments", RELATION(author), FIELD(tenant), FIELD(number), RELATION(course, fields="tenant, number"),
                 FIELD(weeks), TABLE(primary_key="author, tenant, number"))

struct Hostile : pv::Model<Hostile> {
  std::int64_t id{};
  std::int64_t up{};
  pv::ForeignKey<Hostile> other{};
};
PROMPTVIEW_MODEL(Hostile, postgres, "a \"b\"; <script>%% 'c'\n}", FIELD(id, primary_key, column="1st \"key\""), FIELD(up, column="naïve"),
                 RELATION(other, column="x--y{"))
struct Twin : pv::Model<Twin> {
  std::int64_t id{};
};
PROMPTVIEW_MODEL(Twin, postgres, "a b", FIELD(id))
struct OtherTwin : pv::Model<OtherTwin> {
  std::int64_t id{};
};
PROMPTVIEW_MODEL(OtherTwin, postgres, "a_b", FIELD(id))
struct Keyword : pv::Model<Keyword> {
  std::int64_t id{};
  Pk fk{};
};
PROMPTVIEW_MODEL(Keyword, postgres, "Class", FIELD(id), FIELD(fk, column="FK"))

// The registry without what the rest of the program has registered, while this lives.
class EmptyRegistry {
 public:
  EmptyRegistry() { std::swap(models_, pv::detail::registry().models); }
  EmptyRegistry(const EmptyRegistry&) = delete;
  EmptyRegistry& operator=(const EmptyRegistry&) = delete;
  ~EmptyRegistry() {
    for (const pv::detail::Registration* made : pv::detail::registry().models) delete made;
    std::swap(models_, pv::detail::registry().models);
  }

 private:
  pv::detail::List<pv::detail::Registration*> models_{};
};

}  // namespace diagram_test

using namespace diagram_test;

TEST_CASE("a diagram has the columns, keys and cardinalities of the models") {
  CHECK(pv::diagram<Author, Post, Tag, Profile, Course, Enrolment>() == R"(erDiagram
  diagram_authors {
    int64 id PK
    text email UK
    mood mood
  }
  diagram_posts {
    int64 id PK
    text[] words
    int64 author_id FK
    int64 editor_id FK
    int64 answers_id FK
  }
  lists_diagram_tags["lists.diagram_tags"] {
    text slug PK
  }
  diagram_profiles {
    int64 author_id PK, FK
    text mirror_id FK, UK
  }
  diagram_courses {
    int64 tenant PK
    int32 number PK
  }
  diagram_enrolments {
    int64 author_id PK, FK
    int64 tenant PK, FK
    int32 number PK, FK
    int32_range weeks
  }
  diagram_authors ||--o{ diagram_posts : "author"
  diagram_authors |o--o{ diagram_posts : "editor"
  diagram_posts |o--o{ diagram_posts : "answers"
  diagram_posts }o--o{ lists_diagram_tags : "tags"
  diagram_authors ||--o| diagram_profiles : "author"
  diagram_authors |o--o| diagram_profiles : "mirror"
  diagram_authors ||--o{ diagram_enrolments : "author"
  diagram_courses ||--o{ diagram_enrolments : "course"
)");
}

TEST_CASE("a diagram of some models has the relations among them; a join model that it lacks is a line") {
  CHECK(pv::diagram<Course, Author>() == R"(erDiagram
  diagram_courses {
    int64 tenant PK
    int32 number PK
  }
  diagram_authors {
    int64 id PK
    text email UK
    mood mood
  }
  diagram_courses }o--o{ diagram_authors : "authors"
)");
  CHECK(pv::diagram<Tag>() == "erDiagram\n  lists_diagram_tags[\"lists.diagram_tags\"] {\n    text slug PK\n  }\n");
}

TEST_CASE("names that Mermaid or a page would take for something else") {
  CHECK(pv::diagram<Hostile, Twin, OtherTwin, Keyword>() == R"(erDiagram
  a__b____script_____c___["a _b__ _script___ _c___"] {
    int64 _1st__key_ PK "1st _key_"
    int64 na__ve "naïve"
    int64 x__y_ FK "x--y_"
  }
  a_b["a b"] {
    int64 id
  }
  a_b_2["a_b"] {
    int64 id
  }
  _Class["Class"] {
    int64 id
    _pk _FK "FK"
  }
  a__b____script_____c___ ||--o{ a__b____script_____c___ : "other"
)");
}

TEST_CASE("without models a diagram has all that are registered, in the order of their tables") {
  const EmptyRegistry registry;
  CHECK(pv::diagram() == "erDiagram\n");
  for (const pv::ModelInfo* each : {&pv::detail::model_of<Twin>(), &pv::detail::model_of<Post>(), &pv::detail::model_of<Keyword>()})
    pv::detail::register_model(*each);
  CHECK(pv::diagram() == pv::diagram<Keyword, Twin, Post>());

  static constexpr pv::FieldInfo id{.name = "id", .type = &pv::TypeMapping<int>::type};
  static constexpr pv::ModelInfo same_table{.name = "Other", .backend = "postgres", .table = "a b", .fields = &id, .field_count = 1};
  pv::detail::register_model(same_table);
  CHECK_THROWS_AS(pv::diagram(), pv::RegistrationError);
}

// SPDX-License-Identifier: MIT
// Relations of which no tables are made.
#include <promptview/model.hpp>
#include <promptview/postgres/ddl/relation_ddl.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;
namespace ddl = promptview::postgres::ddl;
using pv::detail::model_of;

namespace relation_problems_test {

struct Unknown;
struct Tag : pv::Model<Tag> {
  std::string slug{};
  std::string label{};
  std::string language{};
  bool is_old{};
};
PROMPTVIEW_MODEL(Tag, postgres, "rp_tags", FIELD(slug, primary_key), FIELD(label), FIELD(language), FIELD(is_old),
                 INDEX("label", unique, where="NOT is_old"), UNIQUE("language, label"))

struct Lost : pv::Model<Lost> {
  std::int64_t id{};
  pv::ForeignKey<Unknown> unknown{};
};
PROMPTVIEW_MODEL(Lost, postgres, "rp_lost", FIELD(id, primary_key), RELATION(unknown))

struct Quiet : pv::Model<Quiet> {
  std::int64_t id{};
};
PROMPTVIEW_MODEL(Quiet, postgres, "rp_quiet", FIELD(id, primary_key))

struct LostToo : pv::Model<LostToo> {
  std::int64_t id{};
  pv::ManyToMany<Unknown> unknown{};
  pv::ManyToMany<Quiet> quiet{};
};
PROMPTVIEW_MODEL(LostToo, postgres, "rp_lost_too", FIELD(id, primary_key), RELATION(unknown), RELATION(quiet))

// The other side is not in the program, which is no matter of this table.
struct Patient : pv::Model<Patient> {
  std::int64_t id{};
  pv::HasMany<Unknown> unknown{};
};
PROMPTVIEW_MODEL(Patient, postgres, "rp_patients", FIELD(id, primary_key), RELATION(unknown))

struct Shared : pv::Model<Shared> {
  std::int64_t id{};
  pv::ForeignKey<Tag, std::string> tag{};
};
PROMPTVIEW_MODEL(Shared, postgres, "rp_shared", FIELD(id, primary_key), RELATION(tag, references="label"))

struct SharedToo : pv::Model<SharedToo> {
  std::int64_t id{};
  std::string a{};
  std::string b{};
  pv::Reference<Tag> good{};
  pv::Reference<Tag> bad{};
};
PROMPTVIEW_MODEL(SharedToo, postgres, "rp_shared_too", FIELD(id, primary_key), FIELD(a), FIELD(b), RELATION(good, fields="a, b", references="label, language"),
                 RELATION(bad, fields="a, b", references="slug, label"))

struct Ambiguous;
struct Parent : pv::Model<Parent> {
  std::int64_t id{};
  pv::HasMany<Ambiguous> rows{};
};
PROMPTVIEW_MODEL(Parent, postgres, "rp_parents", FIELD(id, primary_key), RELATION(rows))
struct Ambiguous : pv::Model<Ambiguous> {
  std::int64_t id{};
  pv::ForeignKey<Parent> one{};
  pv::ForeignKey<Parent> two{};
};
PROMPTVIEW_MODEL(Ambiguous, postgres, "rp_ambiguous", FIELD(id, primary_key), RELATION(one), RELATION(two))

// Join tables that are taken.
struct Video : pv::Model<Video> {
  std::int64_t id{};
  pv::ManyToMany<Tag> tags{};
};
PROMPTVIEW_MODEL(Video, postgres, "rp_videos", FIELD(id, primary_key), RELATION(tags, through="rp_marks"))
struct Sound : pv::Model<Sound> {
  std::int64_t id{};
  pv::ManyToMany<Tag> tags{};
};
PROMPTVIEW_MODEL(Sound, postgres, "rp_sounds", FIELD(id, primary_key), RELATION(tags, through="rp_marks"))
struct Text : pv::Model<Text> {
  std::int64_t id{};
  pv::ManyToMany<Tag> tags{};
};
PROMPTVIEW_MODEL(Text, postgres, "rp_texts", FIELD(id, primary_key), RELATION(tags, through="rp_shared"))
struct Elsewhere : pv::Model<Elsewhere> {
  std::int64_t id{};
  pv::ManyToMany<Tag> tags{};
};
PROMPTVIEW_MODEL(Elsewhere, postgres, "rp_elsewhere", FIELD(id, primary_key), RELATION(tags, through="rp_marks"), TABLE(schema="else"))

struct Theirs : pv::Model<Theirs> {
  std::int64_t id{};
  std::string label{};
  pv::ManyToMany<Tag> tags{};
};
PROMPTVIEW_MODEL(Theirs, postgres, "rp_theirs", FIELD(id, primary_key), FIELD(label), RELATION(tags), TABLE(managed=false))
struct OfTheirs : pv::Model<OfTheirs> {
  std::int64_t id{};
  pv::ForeignKey<Theirs, std::string> theirs{};
};
PROMPTVIEW_MODEL(OfTheirs, postgres, "rp_of_theirs", FIELD(id, primary_key), RELATION(theirs, references="label"))

template <class M>
std::string problem() {
  try {
    ddl::check_relations(model_of<M>());
    (void)ddl::create_foreign_keys(model_of<M>());
    (void)ddl::create_join_tables(model_of<M>());
  } catch (const pv::RegistrationError& error) {
    return error.what();
  }
  return "none";
}

}  // namespace relation_problems_test

using namespace relation_problems_test;

TEST_CASE("no tables for a foreign key or a join table without its target") {
  const std::string remedy = ": the model relation_problems_test::Unknown is not registered in this program: include the header with its "
                             "PROMPTVIEW_MODEL";
  CHECK(problem<Lost>() == "relation_problems_test::Lost.unknown" + remedy);
  CHECK(problem<LostToo>() == "relation_problems_test::LostToo.unknown" + remedy);
  CHECK(problem<Patient>() == "none");
}

TEST_CASE("a model is not kept from its tables by what others lack") {
  CHECK_THROWS_AS(ddl::create_join_tables(model_of<LostToo>()), pv::RegistrationError);
  CHECK(ddl::create_join_tables_around(model_of<Quiet>()).size() == 1);
}

TEST_CASE("a foreign key refers to what no two rows share") {
  CHECK(problem<Shared>() == "relation_problems_test::Shared.tag: rows of relation_problems_test::Tag can share \"label\": add unique to its FIELD, or "
                             "UNIQUE(\"label\") to its model");
  CHECK(problem<SharedToo>() == "relation_problems_test::SharedToo.bad: rows of relation_problems_test::Tag can share \"slug, label\": add unique to its "
                                "FIELD, or UNIQUE(\"slug, label\") to its model");
  CHECK(problem<OfTheirs>() == "none");
}

TEST_CASE("what is ambiguous is told before any table is made") {
  CHECK(problem<Parent>() == "relation_problems_test::Parent.rows: ambiguous: relation_problems_test::Ambiguous has several foreign keys to "
                             "relation_problems_test::Parent: one, two; write related=\"...\" with one of them");
  CHECK(problem<Ambiguous>() == "none");
}

TEST_CASE("each join table is of one relation") {
  const std::string remedy = " too: give each one of its own by through=\"...\"";
  CHECK(problem<Video>() == "relation_problems_test::Video.tags: its join table \"rp_marks\" is that of relation_problems_test::Sound.tags" + remedy);
  CHECK(problem<Sound>() == "relation_problems_test::Sound.tags: its join table \"rp_marks\" is that of relation_problems_test::Video.tags" + remedy);
  CHECK(problem<Elsewhere>() == "none");
  CHECK(problem<Text>() == "relation_problems_test::Text.tags: its join table \"rp_shared\" is the table of relation_problems_test::Shared: write "
                           "pv::ManyToMany<T, relation_problems_test::Shared>, or through=\"...\" with another name");
}

TEST_CASE("the join tables of a model that is not managed are left alone") {
  CHECK(ddl::create_join_tables(model_of<Theirs>()).empty());
  CHECK(ddl::join_tables_around(model_of<Theirs>()).empty());
}

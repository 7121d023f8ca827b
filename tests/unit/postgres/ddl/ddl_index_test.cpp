// SPDX-License-Identifier: MIT
#include <promptview/model.hpp>
#include <promptview/postgres/ddl/table_ddl.hpp>
#include <promptview_test/catch.hpp>

#include <set>

namespace pv = promptview;
namespace ddl = promptview::postgres::ddl;
using pv::detail::model_of;

namespace {

using Statements = std::vector<std::string>;

struct Methods : pv::Model<Methods> {
  int a{}, b{}, c{}, d{}, e{}, f{}, g{};
};
PROMPTVIEW_MODEL(Methods, postgres, "m", FIELD(a, index=btree), FIELD(b, index=hash), FIELD(c, index=gin),
                 FIELD(d, index=gist), FIELD(e, index=spgist), FIELD(f, index=brin), FIELD(g))

struct Person : pv::Model<Person> {
  std::string name{};
  int age{};
  std::optional<std::string> bio{};
};
PROMPTVIEW_MODEL(Person, postgres, "index_people",
                 FIELD(name, column="full name"), FIELD(age), FIELD(bio),
                 INDEX("name"),
                 INDEX("name, age DESC"),
                 INDEX("age DESC NULLS LAST", unique, where="age > 0 AND bio = 'x, y'"),
                 INDEX("name", method=spgist, name="names; only"),
                 INDEX("age", include="bio, name"),
                 INDEX("(lower(bio)), age"),
                 INDEX("(upper(bio)) DESC"),
                 INDEX("lower(bio) DESC, name COLLATE \"C\""),
                 INDEX("bio", method=gin, unique=false, where="bio IS NOT NULL", include="age", name="all"),
                 INDEX("  age  ,  bio  "))

// Two indexes on the same columns must not share a name: the second would silently not be made.
struct Twice : pv::Model<Twice> {
  std::string name{};
  std::string tags{};
};
PROMPTVIEW_MODEL(Twice, postgres, "twice", FIELD(name, index=btree), FIELD(tags, index=btree),
                 INDEX("tags", method=gin), INDEX("name DESC"), INDEX("name", unique), INDEX("(lower(name))"),
                 INDEX("(lower(tags))"), INDEX("tags", name="twice_tags_idx2"))

std::string names_of(const Statements& statements) {
  std::string names;
  for (const std::string& statement : statements) {
    const std::size_t begin = statement.find('"');
    names += statement.substr(begin, statement.find('"', begin + 1) + 1 - begin) + " ";
  }
  return names;
}

}  // namespace

TEST_CASE("every index method") {
  CHECK(ddl::create_indexes(model_of<Methods>()) ==
        Statements{R"(CREATE INDEX IF NOT EXISTS "m_a_idx" ON "m" USING btree ("a"))",
                   R"(CREATE INDEX IF NOT EXISTS "m_b_idx" ON "m" USING hash ("b"))",
                   R"(CREATE INDEX IF NOT EXISTS "m_c_idx" ON "m" USING gin ("c"))",
                   R"(CREATE INDEX IF NOT EXISTS "m_d_idx" ON "m" USING gist ("d"))",
                   R"(CREATE INDEX IF NOT EXISTS "m_e_idx" ON "m" USING spgist ("e"))",
                   R"(CREATE INDEX IF NOT EXISTS "m_f_idx" ON "m" USING brin ("f"))"});
}

TEST_CASE("INDEX with each of its options") {
  const Statements made = ddl::create_indexes(model_of<Person>());
  REQUIRE(made.size() == 10);
  CHECK(made[0] == R"(CREATE INDEX IF NOT EXISTS "index_people_full name_idx" ON "index_people" USING btree ("full name"))");
  CHECK(made[1] ==
        R"(CREATE INDEX IF NOT EXISTS "index_people_full name_age_idx" ON "index_people" USING btree ("full name", "age" DESC))");
  CHECK(made[2] == R"(CREATE UNIQUE INDEX IF NOT EXISTS "index_people_age_idx" ON "index_people" )"
                   R"(USING btree ("age" DESC NULLS LAST) WHERE age > 0 AND bio = 'x, y')");
  CHECK(made[3] == R"(CREATE INDEX IF NOT EXISTS "names; only" ON "index_people" USING spgist ("full name"))");
  CHECK(made[4] == R"(CREATE INDEX IF NOT EXISTS "index_people_age_idx1" ON "index_people" )"
                   R"(USING btree ("age") INCLUDE ("bio", "full name"))");
  CHECK(made[5] == R"(CREATE INDEX IF NOT EXISTS "index_people_expr_age_idx" ON "index_people" USING btree ((lower(bio)), "age"))");
  CHECK(made[6] == R"(CREATE INDEX IF NOT EXISTS "index_people_expr_idx" ON "index_people" USING btree ((upper(bio)) DESC))");
  CHECK(made[7] == R"(CREATE INDEX IF NOT EXISTS "index_people_expr_full name_idx" ON "index_people" )"
                   R"(USING btree (lower(bio) DESC, "full name" COLLATE "C"))");
  CHECK(made[8] ==
        R"(CREATE INDEX IF NOT EXISTS "all" ON "index_people" USING gin ("bio") INCLUDE ("age") WHERE bio IS NOT NULL)");
  CHECK(made[9] == R"(CREATE INDEX IF NOT EXISTS "index_people_age_bio_idx" ON "index_people" USING btree ("age", "bio"))");
}

TEST_CASE("two indexes on the same columns have different names") {
  CHECK(names_of(ddl::create_indexes(model_of<Twice>())) ==
        R"("twice_name_idx" "twice_tags_idx" "twice_tags_idx1" "twice_name_idx1" "twice_name_idx2" )"
        R"("twice_expr_idx" "twice_expr_idx1" "twice_tags_idx2" )");
}

TEST_CASE("a made name of at most 63 bytes is left as it is, a longer one ends in a hash of the whole") {
  CHECK(ddl::made_name("t", {"a", "b"}, "idx") == "t_a_b_idx");
  const std::string fits(63 - 6, 'x');
  CHECK(ddl::made_name(fits, {"a"}, "idx") == fits + "_a_idx");

  const std::string longer = fits + "x";
  const std::string start(50, 'x');
  CHECK(ddl::made_name(longer, {"a"}, "idx") == start + "_91ff5601_idx");
  CHECK(ddl::made_name(longer, {"a"}, "key") == start + "_8772eea5_key");
  CHECK(ddl::made_name(longer, {"a"}, "idx").size() == 63);
}

TEST_CASE("made names that were shortened stay different") {
  const std::string table(60, 't');
  std::set<std::string> names;
  for (int i = 0; i < 1000; ++i) {
    const std::string name = ddl::made_name(table, {"column_" + std::to_string(i)}, "idx");
    CHECK(name.size() <= 63);
    names.insert(name);
  }
  names.insert(ddl::made_name(table, {"column_1", "column_2"}, "idx"));
  names.insert(ddl::made_name(table, {"column_1"}, "key"));
  CHECK(names.size() == 1002);
}

TEST_CASE("a made name is not cut inside a letter of several bytes") {
  for (std::size_t ascii = 0; ascii < 4; ++ascii) {
    std::string table(ascii, 'x');
    for (int i = 0; i < 20; ++i) table += "\U0001F600";
    const std::string name = ddl::made_name(table, {"a"}, "idx");
    CHECK(name.size() <= 63);
    const std::size_t tail = name.size() - 13;  // _ 8 digits _idx
    CHECK(name.substr(0, tail) == table.substr(0, ascii + (tail - ascii) / 4 * 4));
    CHECK(tail > 46);
  }
}

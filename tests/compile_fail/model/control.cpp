// SPDX-License-Identifier: MIT
// expect: ok

#include <promptview/model.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  std::optional<std::string> bio{};
  pv::Auto<std::string> code{};
  std::string shout{};
};
PROMPTVIEW_MODEL(User, postgres, "users",
                 FIELD(id, primary_key),
                 FIELD(name, index=btree, unique, max_length=50, column="full_name", check="name <> ''"),
                 FIELD(age, unique=false, index = hash, default_sql="18", comment="in years, not months"),
                 FIELD(bio, type="citext"),
                 FIELD(code, default_sql="md5(random()::text)"),
                 FIELD(shout, generated="upper(full_name)"),
                 INDEX("name, age DESC", method=btree, unique, where="age > 0", include="bio", name="by_name"),
                 INDEX("(lower(full_name)), age"),
                 UNIQUE("name, age", name="one_name_an_age"),
                 CONSTRAINT("age >= 0", name="positive"),
                 TABLE(schema="app", comment="people", managed=false))

auto users = User::query();

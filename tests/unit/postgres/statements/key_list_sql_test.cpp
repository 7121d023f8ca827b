// SPDX-License-Identifier: MIT
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <promptview/model.hpp>
#include <promptview/postgres/statements/key_list_sql.hpp>
#include <promptview/types/enumeration.hpp>
#include <promptview/types/time.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;

namespace key_list_sql_test {

enum class Color { red, green };
PROMPTVIEW_ENUM(Color, red, green)

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  std::optional<std::chrono::sys_time<std::chrono::microseconds>> gone{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key, column="user id"), FIELD(name), FIELD(gone), TABLE(schema="staff", soft_remove="gone"))

struct Paint : pv::Model<Paint> {
  Color color{};
};
PROMPTVIEW_MODEL(Paint, postgres, "paints", FIELD(color, primary_key))

struct Code : pv::Model<Code> {
  std::string code{};
};
PROMPTVIEW_MODEL(Code, postgres, "codes", FIELD(code, primary_key, type="character(4)"))

template <class M>
std::string text() {
  return pv::postgres::key_list_sql::get(pv::detail::model_of<M>());
}

}  // namespace key_list_sql_test

using namespace key_list_sql_test;

TEST_CASE("the statement of get_many") {
  CHECK(text<User>() ==
        "SELECT r.*, k.n FROM UNNEST($1::bigint[]) WITH ORDINALITY AS k(v, n) CROSS JOIN LATERAL (SELECT t.\"user id\", t.\"name\", t.\"gone\" "
        "FROM \"staff\".\"users\" AS t WHERE t.\"user id\" = k.v AND t.\"gone\" IS NULL LIMIT 1) AS r");
  CHECK(text<Paint>() ==
        "SELECT r.*, k.n FROM UNNEST($1::\"color\"[]) WITH ORDINALITY AS k(v, n) CROSS JOIN LATERAL (SELECT t.\"color\" FROM \"paints\" AS t "
        "WHERE t.\"color\" = k.v LIMIT 1) AS r");
  CHECK(text<Code>() ==
        "SELECT r.*, k.n FROM UNNEST($1::bpchar[]) WITH ORDINALITY AS k(v, n) CROSS JOIN LATERAL (SELECT t.\"code\"::text FROM \"codes\" AS t "
        "WHERE t.\"code\" = k.v LIMIT 1) AS r");
}

// SPDX-License-Identifier: MIT
// The SQL of "these rows belong to those owners", which loading is made of.
#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/promptview.hpp>
#include <promptview/query/relation_expressions.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;

namespace {

struct Note;
struct Badge;
struct Line;
struct Owner : pv::Model<Owner> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<Note> notes{};
  pv::ManyToMany<Badge> badges{};
};
struct Note : pv::Model<Note> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<Owner> owner{};
};
struct Badge : pv::Model<Badge> {
  std::string code{};
};
struct Order : pv::Model<Order> {
  std::int64_t tenant{};
  std::int64_t number{};
  pv::HasMany<Line> lines{};
};
struct Line : pv::Model<Line> {
  pv::Auto<std::int64_t> id{};
  std::int64_t tenant{};
  std::int64_t number{};
  pv::Reference<Order> order{};
};
PROMPTVIEW_MODEL(Owner, postgres, "linked_owners", FIELD(id, primary_key), FIELD(name), RELATION(notes),
                 RELATION(badges, through="linked\"badges"))
PROMPTVIEW_MODEL(Note, postgres, "linked_notes", FIELD(id, primary_key), RELATION(owner, column="owner_id"))
PROMPTVIEW_MODEL(Badge, postgres, "linked_badge", FIELD(code, primary_key, type="citext"))
PROMPTVIEW_MODEL(Order, postgres, "linked_orders", FIELD(tenant, primary_key), FIELD(number, primary_key), RELATION(lines))
PROMPTVIEW_MODEL(Line, postgres, "linked_lines", FIELD(id, primary_key), FIELD(tenant), FIELD(number),
                 RELATION(order, fields="tenant, number"))

const pv::RelationInfo& relation_of(const pv::ModelInfo& model, std::string_view name) { return model.relations[model.relation_of(name)]; }

pv::Value list(std::initializer_list<std::int64_t> numbers) {
  pv::Value made{.type = &pv::detail::plain_list(pv::Kind::int64), .null = false};
  for (const std::int64_t number : numbers) made.items.push_back(pv::detail::integer_value(number, pv::Kind::int64));
  return made;
}

template <class M>
std::string where(pv::Expression condition) {
  const std::string sql = M::query().filter(pv::Q<M>{std::move(condition)}).to_sql(pv::SqlText::placeholders);
  return sql.substr(sql.find(" WHERE ") + 7);
}

}  // namespace

TEST_CASE("rows that belong to owners by a column of theirs") {
  const pv::RelationInfo& notes = relation_of(pv::detail::model_of<Owner>(), "notes");
  CHECK(where<Note>(pv::detail::linked_to(notes, list({1, 2}))) == "\"owner_id\" = ANY($1)\n-- $1 = '{\"1\",\"2\"}'::bigint[]");
  pv::Select owners = pv::detail::keys_of(Owner::query().filter("name", "x").select());
  CHECK(where<Note>(pv::detail::linked_to(notes, pv::SelectBox{owners})) ==
        "\"owner_id\" IN (SELECT \"id\" FROM \"linked_owners\" AS \"pv1\" WHERE \"name\" = $1)\n-- $1 = 'x'");
  const pv::RelationInfo& owner = relation_of(pv::detail::model_of<Note>(), "owner");
  CHECK(where<Owner>(pv::detail::linked_to(owner, list({3}))) == "\"id\" = ANY($1)\n-- $1 = '{\"3\"}'::bigint[]");
}

TEST_CASE("rows that belong to owners by a join table") {
  const pv::RelationInfo& badges = relation_of(pv::detail::model_of<Owner>(), "badges");
  CHECK(where<Badge>(pv::detail::linked_to(badges, list({1}))) ==
        "\"code\" IN (SELECT \"badge_id\" FROM \"linked\"\"badges\" WHERE \"owner_id\" = ANY($1))\n-- $1 = '{\"1\"}'::bigint[]");
  pv::Select owners = pv::detail::keys_of(Owner::query().select());
  CHECK(where<Badge>(pv::detail::linked_to(badges, pv::SelectBox{owners})) ==
        "\"code\" IN (SELECT \"badge_id\" FROM \"linked\"\"badges\" WHERE \"owner_id\" IN (SELECT \"id\" FROM \"linked_owners\" AS \"pv1\"))");
}

TEST_CASE("rows that belong to owners by several columns") {
  const pv::RelationInfo& lines = relation_of(pv::detail::model_of<Order>(), "lines");
  pv::detail::List<pv::Expression> keys;
  keys.push_back({.op = pv::Expression::Op::value, .value = list({1, 1})});
  keys.push_back({.op = pv::Expression::Op::value, .value = list({7, 8})});
  CHECK(where<Line>(pv::detail::linked_to(lines, std::move(keys))) ==
        "(\"tenant\", \"number\") IN (SELECT * FROM unnest($1, $2))\n-- $1 = '{\"1\",\"1\"}'::bigint[], $2 = '{\"7\",\"8\"}'::bigint[]");
}

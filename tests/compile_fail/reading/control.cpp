// SPDX-License-Identifier: MIT
// expect: ok

#include <promptview/document.hpp>
#include <promptview/in_bulk.hpp>
#include <promptview/json.hpp>
#include <promptview/model.hpp>
#include <promptview/page.hpp>
#include <promptview/postgres.hpp>
#include <promptview/stream.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  std::optional<std::string> bio{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), FIELD(name), FIELD(age), FIELD(bio))

const auto users = User::query();
const pv::DocumentRules<User> rules{.fields = {"age", "name"}, .max_limit = 5};

void all() {
  for (const User& user : users.stream(100)) (void)user;
  (void)users.order_by(pv::nulls_last("-bio"), pv::nulls_first(pv::runtime("bio"))).reverse().slice(0, 5);
  (void)users.earliest("age");
  (void)users.latest("bio");
  (void)users.in_bulk({1, 2});
  (void)users.in_bulk(std::vector<std::int64_t>{});
  (void)users.contains(User{});
  (void)users.filter_if(true, "age__gt", 5).exclude_if(false, User::q("name", "x")).none().all();
  (void)users.page_after("", 20);
  (void)users.page_before("", 20).rows;
  (void)users.explain({.analyze = true, .buffers = true, .format = pv::ExplainFormat::json});
  (void)users.to_sql(pv::SqlText::placeholders);
  (void)pv::apply_json(users, "{}", rules);
  (void)pv::apply_json(users, pv::Json::object(), {.fields = {"bio"}});
  (void)pv::apply_query_string(users, "age=1", {.fields = {"age"}});
  (void)pv::raw<User>("SELECT", 1, "x", nullptr, std::optional<int>{}, std::vector<int>{});
  (void)pv::raw<std::tuple<int, std::optional<std::string>>>("SELECT");
  (void)pv::on("other").raw<bool>("SELECT", true);
  (void)pv::execute("UPDATE", 2.5);
}

// SPDX-License-Identifier: MIT
// Which keys JSON has: lists of fields, hidden and read-only ones, and the names of computed values.
#include <string>
#include <vector>

#include <promptview/json.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>

namespace json_fields_test {

namespace pv = promptview;

struct Issue;
struct Project : pv::Model<Project> {
  pv::Auto<std::int64_t> id{};
  std::string slug{};
  std::string token{};
  pv::HasMany<Issue> issues{};
};
struct Issue : pv::Model<Issue> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  int votes{};
  pv::ForeignKey<Project> project{};
};
PROMPTVIEW_MODEL(Project, postgres, "jf_projects", FIELD(id, primary_key, read_only), FIELD(slug), FIELD(token, hidden), RELATION(issues))
PROMPTVIEW_MODEL(Issue, postgres, "jf_issues", FIELD(id, primary_key), FIELD(title), FIELD(votes), RELATION(project))

}  // namespace json_fields_test

namespace pv = promptview;
using namespace promptview_test;
using json_fields_test::Issue;
using json_fields_test::Project;

namespace {

Issue issue() {
  Issue made{.id = 7, .title = "A", .votes = 3};
  pv::detail::RelationAccess::set_loaded(made.project, pv::Shared<Project>{Project{.id = 5, .slug = "pv", .token = "secret"}}.pointer());
  return made;
}
template <class Query>
std::vector<std::string> keys(const Query& query) {
  return pv::detail::column_names(query.select());
}
using Keys = std::vector<std::string>;

}  // namespace

TEST_CASE("json fields: only and except") {
  CHECK(pv::to_json(issue()).dump() == R"({"id":7,"project":{"id":5,"slug":"pv"},"title":"A","votes":3})");
  CHECK(pv::to_json(issue(), pv::only("id", "title")).dump() == R"({"id":7,"title":"A"})");
  CHECK(pv::to_json(issue(), pv::only("id", "project__slug")).dump() == R"({"id":7,"project":{"slug":"pv"}})");
  CHECK(pv::to_json(issue(), pv::only("project")).dump() == R"({"project":{"id":5,"slug":"pv"}})");
  CHECK(pv::to_json(issue(), pv::except("votes", "project")).dump() == R"({"id":7,"title":"A"})");
  CHECK(pv::to_json(issue(), pv::except("project__id")).dump() == R"({"id":7,"project":{"slug":"pv"},"title":"A","votes":3})");
  CHECK_THROWS_AS(pv::to_json(issue(), pv::only("titel")), pv::UnknownField);
  CHECK_THROWS_AS(pv::to_json(issue(), pv::except("project__slag")), pv::UnknownField);
  CHECK_THROWS_AS(pv::to_json(issue(), pv::only("title__slug")), pv::UnknownField);
}

TEST_CASE("json fields: hidden and read-only ones") {
  const Project project{.id = 5, .slug = "pv", .token = "secret"};
  CHECK(pv::to_json(project).dump() == R"({"id":5,"slug":"pv"})");
  CHECK(pv::to_json(project, pv::except("slug")).dump() == R"({"id":5})");
  CHECK(pv::to_json(project, pv::only("token")).dump() == R"({"token":"secret"})");
  CHECK(pv::to_json(issue(), pv::only("project__token")).dump() == R"({"project":{"token":"secret"}})");
  CHECK(pv::Json(project).dump() == R"({"id":5,"slug":"pv"})");
  CHECK(pv::from_json<Project>(pv::Json{{"slug", "x"}, {"token", "t"}}).token == "t");
  CHECK_THROWS_MATCHES(pv::from_json<Project>(pv::Json{{"id", 9}}), pv::InvalidValue,
                       message("json_fields_test::Project.id: leave it out, it is read only (promptview::UnknownKeys::ignore skips such keys)"));
  CHECK_FALSE(pv::from_json<Project>(pv::Json{{"id", 9}}, pv::UnknownKeys::ignore).id.has_value());
}

TEST_CASE("json fields: the keys of computed values") {
  const auto issues = Issue::query();
  CHECK(keys(issues.values(&Issue::title, pv::path(&Issue::project, &Project::slug))) == Keys{"title", "project__slug"});
  CHECK(keys(issues.values(pv::length(&Issue::title), pv::lower(pv::path(&Issue::project, &Project::slug)))) == Keys{"length__title", "lower__project__slug"});
  CHECK(keys(issues.values(&Issue::project, pv::sum(&Issue::votes), pv::count())) == Keys{"project", "sum__votes", "count"});
  CHECK(keys(issues.values(&Issue::title).annotate<"n">(pv::count())) == Keys{"title", "n"});
  CHECK(keys(Project::query().values(&Project::slug, pv::count(&Project::issues))) == Keys{"slug", "count__issues"});
  CHECK(keys(issues.values(&Issue::title, pv::sql<int>("1 + 1"))) == Keys{"title", "column 2"});
  CHECK_THROWS_MATCHES(keys(issues.values(pv::length(&Issue::title), pv::length(&Issue::title))), pv::InvalidValue,
                       message("json_fields_test::Issue: annotate one of the values under another name: two of a row have the key length__title"));
}

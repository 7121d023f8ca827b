// SPDX-License-Identifier: MIT
// Random rows, random paths, random slices: what include loads is what a loop of single queries finds.
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace include_property_test {

struct B;
struct C;
struct J;
struct A : pv::Model<A> {
  pv::Auto<std::int64_t> id{};
  pv::OptionalForeignKey<A> up{};
  pv::HasMany<A> down{};
  pv::HasMany<B> bs{};
  pv::ManyToMany<C, J> cs{};
};
struct B : pv::Model<B> {
  pv::Auto<std::int64_t> id{};
  std::optional<int> kind{};
  pv::OptionalForeignKey<A> a{};
  pv::ForeignKey<C> c{};
};
struct C : pv::Model<C> {
  pv::Auto<std::int64_t> id{};
  pv::HasMany<B> bs{};
  pv::ManyToMany<A, J> as{};
  pv::HasMany<J> js{};
};
struct J : pv::Model<J> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<A> a{};
  pv::ForeignKey<C> c{};
};
PROMPTVIEW_MODEL(A, postgres, "property_a", FIELD(id, primary_key), RELATION(up, related="down"), RELATION(down), RELATION(bs), RELATION(cs))
PROMPTVIEW_MODEL(C, postgres, "property_c", FIELD(id, primary_key), RELATION(bs), RELATION(as), RELATION(js))
PROMPTVIEW_MODEL(B, postgres, "property_b", FIELD(id, primary_key), FIELD(kind), RELATION(a), RELATION(c))
PROMPTVIEW_MODEL(J, postgres, "property_j", FIELD(id, primary_key), RELATION(a), RELATION(c))

// The ids of the rows that belong to the row $1, in order, by SQL of the test's own.
const std::map<std::string, std::string>& single_queries() {
  static const std::map<std::string, std::string> all{
      {"A.up", "SELECT up_id FROM property_a WHERE id = $1 AND up_id IS NOT NULL"},
      {"A.down", "SELECT id FROM property_a WHERE up_id = $1 ORDER BY id"},
      {"A.bs", "SELECT id FROM property_b WHERE a_id = $1 ORDER BY id"},
      {"A.cs", "SELECT id FROM property_c WHERE id IN (SELECT c_id FROM property_j WHERE a_id = $1) ORDER BY id"},
      {"B.a", "SELECT a_id FROM property_b WHERE id = $1 AND a_id IS NOT NULL"},
      {"B.c", "SELECT c_id FROM property_b WHERE id = $1"},
      {"C.bs", "SELECT id FROM property_b WHERE c_id = $1 ORDER BY id"},
      {"C.as", "SELECT id FROM property_a WHERE id IN (SELECT a_id FROM property_j WHERE c_id = $1) ORDER BY id"},
      {"C.js", "SELECT id FROM property_j WHERE c_id = $1 ORDER BY id"},
      {"J.a", "SELECT a_id FROM property_j WHERE id = $1"},
      {"J.c", "SELECT c_id FROM property_j WHERE id = $1"},
  };
  return all;
}

struct Step {
  const pv::RelationInfo* relation = nullptr;
  std::int64_t limit = pv::Select::no_limit;
  std::int64_t offset = 0;
};
using Path = std::vector<Step>;

// `4(7 9)`: the ids of a row and, in parentheses, of what belongs to it.
std::string expected(std::int64_t id, const Path& path, std::size_t at) {
  std::string text = std::to_string(id);
  if (at == path.size()) return text;
  const std::string name{pv::detail::unqualified(path[at].relation->owner->name)};
  const auto ids = pv::raw<std::int64_t>(single_queries().at(name + "." + std::string{path[at].relation->name}), id);
  text += '(';
  std::int64_t place = 0;
  for (const std::int64_t each : ids) {
    const bool is_there = place >= path[at].offset && (path[at].limit == pv::Select::no_limit || place < path[at].offset + path[at].limit);
    if (is_there) text += ' ' + expected(each, path, at + 1);
    ++place;
  }
  return text + ')';
}

std::string loaded(const pv::ModelInfo& model, void* object, const Path& path, std::size_t at) {
  std::string text = std::to_string(**static_cast<pv::Auto<std::int64_t>*>(model.fields[0].address(object)));
  if (at == path.size()) return text;
  const pv::RelationInfo& relation = *path[at].relation;
  const pv::ModelInfo& target = *relation.target->model.load();
  const pv::detail::RelationMember& member = *relation.member(object);
  text += '(';
  if (pv::is_to_many(relation.kind)) {
    for (const auto& each : pv::detail::RelationAccess::list(member)) text += ' ' + loaded(target, each.object(), path, at + 1);
  } else if (void* const one = pv::detail::RelationAccess::object(member)) {
    text += ' ' + loaded(target, one, path, at + 1);
  }
  return text + ')';
}

class Random {
 public:
  explicit Random(unsigned seed) : engine_{seed} {}
  std::int64_t below(std::int64_t end) { return std::uniform_int_distribution<std::int64_t>{0, end - 1}(engine_); }

 private:
  std::mt19937 engine_;
};

Path random_path(Random& random, const pv::ModelInfo& from) {
  Path path;
  const pv::ModelInfo* model = &from;
  for (std::int64_t left = 1 + random.below(4); left > 0; --left) {
    Step step{.relation = &model->relations[random.below(static_cast<std::int64_t>(model->relation_count))]};
    if (pv::is_to_many(step.relation->kind) && random.below(3) == 0) step.limit = 1 + random.below(3);
    if (pv::is_to_many(step.relation->kind) && random.below(4) == 0) step.offset = random.below(3);
    path.push_back(step);
    model = step.relation->target->model.load();
  }
  return path;
}

template <class M>
pv::QuerySet<M> with(pv::QuerySet<M> query, const Path& path) {
  pv::Select select = query.select();
  std::string text;
  for (const Step& step : path) {
    text += (text.empty() ? "" : "__") + std::string{step.relation->name};
    const pv::Select slice{.model = step.relation->target->model.load(), .limit = step.limit, .offset = step.offset};
    pv::detail::add_include(select, text, &slice);
  }
  return pv::QuerySet<M>{select};
}

void insert(Random& random) {
  const std::int64_t as = 1 + random.below(6), cs = 1 + random.below(4);
  const auto some = [&](std::int64_t end) { return std::to_string(1 + random.below(end)); };
  const auto maybe = [&](std::int64_t end) { return random.below(4) == 0 ? std::string{"NULL"} : some(end); };
  std::string sql = "TRUNCATE property_a, property_b, property_c, property_j RESTART IDENTITY;";
  for (std::int64_t i = 1; i <= as; ++i) sql += "INSERT INTO property_a (up_id) VALUES (" + (i == 1 ? "NULL" : maybe(i - 1)) + ");";
  for (std::int64_t i = 0; i < cs; ++i) sql += "INSERT INTO property_c DEFAULT VALUES;";
  for (std::int64_t i = random.below(12); i > 0; --i) sql += "INSERT INTO property_b (a_id, c_id) VALUES (" + maybe(as) + ", " + some(cs) + ");";
  for (std::int64_t i = random.below(12); i > 0; --i) sql += "INSERT INTO property_j (a_id, c_id) VALUES (" + some(as) + ", " + some(cs) + ");";
  TestDatabase::execute(sql);
}

template <class M>
void check(Random& random) {
  const Path path = random_path(random, pv::detail::model_of<M>());
  pv::QuerySet<M> query = M::query().order_by("id");
  if (random.below(2) == 0) query = query.filter("id__gt", 1);
  if (random.below(2) == 0) query = query.order_by("-id").limit(1 + random.below(4)).offset(random.below(2));
  std::vector<M> naive = query.execute();
  std::vector<M> found = with(query, path).execute();
  REQUIRE(naive.size() == found.size());
  std::string wanted, given;
  for (M& each : naive) wanted += expected(*each.id, path, 0) + '\n';
  for (M& each : found) given += loaded(pv::detail::model_of<M>(), &each, path, 0) + '\n';
  INFO(with(query, path).to_sql());
  CHECK(given == wanted);
}

}  // namespace include_property_test

using namespace include_property_test;

TEST_CASE("include equals a loop of single queries") {
  for (const pv::ConnectOptions& options : std::vector<pv::ConnectOptions>{{}, {.pipelining = false}}) {
    CAPTURE(options.pipelining);
    const TestDatabase database{options};
    A::initialize();
    C::initialize();
    B::initialize();
    J::initialize();
    Random random{20'26};
    for (int round = 0; round < 60; ++round) {
      CAPTURE(round);
      insert(random);
      check<A>(random);
      check<B>(random);
      check<C>(random);
      check<J>(random);
    }
  }
}

// SPDX-License-Identifier: MIT
// Times that the database makes are those of UTC, whatever the zone of the session.
#include <promptview/promptview.hpp>
#include <promptview/types/time.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;
using namespace std::chrono;

namespace session_zone_test {

using Wall = local_time<microseconds>;

struct Tag;
struct Entry : pv::Model<Entry> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::Auto<Wall> added{};
  pv::Auto<Wall> changed{};
  pv::Auto<sys_days> added_day{};
  pv::Auto<pv::TimeOfDay> added_time{};
  pv::Auto<Wall> made{};
  std::optional<Wall> removed{};
};
PROMPTVIEW_MODEL(Entry, postgres, "session_zone_entries", FIELD(id, primary_key), FIELD(name, unique), FIELD(added, auto_now_add),
                 FIELD(changed, auto_now), FIELD(added_day, auto_now_add), FIELD(added_time, auto_now_add), FIELD(made),
                 FIELD(removed), TABLE(soft_remove="removed"))

struct Use;
struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  pv::ManyToMany<Tag, Use> tags{};
};
struct Tag : pv::Model<Tag> {
  pv::Auto<std::int64_t> id{};
};
struct Use : pv::Model<Use> {
  pv::ForeignKey<Post> post{};
  pv::ForeignKey<Tag> tag{};
  std::optional<Wall> removed{};
};
PROMPTVIEW_MODEL(Post, postgres, "session_zone_posts", FIELD(id, primary_key), RELATION(tags))
PROMPTVIEW_MODEL(Tag, postgres, "session_zone_tags", FIELD(id, primary_key))
PROMPTVIEW_MODEL(Use, postgres, "session_zone_uses", RELATION(post, primary_key), RELATION(tag, primary_key), FIELD(removed),
                 TABLE(soft_remove="removed"))

// A database whose sessions are in a zone that is nowhere near UTC.
struct FarDatabase {
  explicit FarDatabase(const std::string& zone) {
    TestDatabase::execute("ALTER DATABASE \"" + database.name() + "\" SET timezone = '" + zone + "'");
    pv::connect(database.url());
    REQUIRE(TestDatabase::ask("SELECT current_setting('TimeZone')") == zone);
  }
  TestDatabase database{};
};

// Rows of which one of these columns is far from now in UTC.
std::string far_off(const std::string& columns) {
  return "SELECT count(*) FROM session_zone_entries, LATERAL (VALUES " + columns +
         ") AS given(at) WHERE abs(extract(epoch FROM given.at - (now() AT TIME ZONE 'UTC'))) > 60";
}
const std::string added = "(added), (made), (added_day + added_time)";

}  // namespace session_zone_test

using namespace session_zone_test;

TEST_CASE("times without a zone that the database makes are those of UTC") {
  const FarDatabase far{GENERATE("Pacific/Kiritimati", "Pacific/Honolulu")};
  pv::NamespaceManager::initialize_all();
  Entry one{.name = "one"};
  one.save();
  std::vector<Entry> some{{.name = "two"}, {.name = "three"}};
  Entry::bulk_create(some);
  std::vector<Entry> more{{.name = "three"}, {.name = "four"}};
  Entry::bulk_create(more, {.on_conflict = pv::ignore});
  Entry::bulk_create(std::vector<Entry>{{.name = "four"}, {.name = "five"}}, {.update_on = "name"});
  Entry six{.name = "six"};
  six.upsert("name");
  (void)Entry::get_or_create({.name = "seven"}, "name");
  pv::save_all(std::vector<Entry>{{.name = "eight"}});
  CHECK(Entry::query().count() == 8);
  CHECK(TestDatabase::ask(far_off(added + ", (changed)")) == "0");
  const auto now = Wall{floor<microseconds>(system_clock::now()).time_since_epoch()};
  CHECK(abs(one.added.value() - now) < 60s);
  CHECK(abs(one.changed.value() - now) < 60s);

  TestDatabase::execute("UPDATE session_zone_entries SET changed = '2000-01-01'");
  one.save();
  CHECK(abs(one.changed.value() - now) < 60s);
  CHECK(Entry::bulk_update(some, "name") == 2);
  six.upsert("name");
  CHECK(Entry::query().filter("name__in", std::vector<std::string>{"four", "five", "seven", "eight"}).update(pv::set(&Entry::name, pv::concat(&Entry::name, "!"))) == 4);
  CHECK(TestDatabase::ask(far_off(added + ", (changed)")) == "0");
}

TEST_CASE("times of soft removals without a zone are those of UTC") {
  const FarDatabase far{GENERATE("Pacific/Kiritimati", "Pacific/Honolulu")};
  pv::NamespaceManager::initialize_all();
  std::vector<Entry> entries{{.name = "one"}, {.name = "two"}};
  Entry::bulk_create(entries);
  CHECK(entries[0].remove());
  CHECK(Entry::query().remove() == 1);
  CHECK(TestDatabase::ask("SELECT count(removed) FROM session_zone_entries") == "2");
  CHECK(TestDatabase::ask(far_off("(removed)")) == "0");

  Post post{};
  post.save();
  Tag tag{};
  tag.save();
  post.tags.add(tag);
  CHECK(post.tags.remove(tag) == 1);
  CHECK(TestDatabase::ask("SELECT abs(extract(epoch FROM removed - (now() AT TIME ZONE 'UTC'))) < 60 FROM session_zone_uses") == "true");
}

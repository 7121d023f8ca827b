// SPDX-License-Identifier: MIT
// A unique set that is taken by a row that was removed softly.
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;
using promptview::testing::count_queries;

namespace removed_rows_in_the_way_test {

using Time = std::chrono::sys_time<std::chrono::microseconds>;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  std::string first{}, last{};
  std::optional<std::string> phone{};
  std::optional<Time> removed{};
};
PROMPTVIEW_MODEL(User, postgres, "in_the_way_users", FIELD(id, primary_key), FIELD(name, unique), FIELD(first), FIELD(last), FIELD(phone),
                 FIELD(removed), UNIQUE("first, last"), INDEX("phone", unique, where="removed IS NULL"), TABLE(soft_remove="removed"))

// One that gives its keys: COPY from 500 objects on.
struct Tag : pv::Model<Tag> {
  std::string slug{};
  int rank{};
  std::optional<Time> removed{};
};
PROMPTVIEW_MODEL(Tag, postgres, "in_the_way_tags", FIELD(slug, primary_key), FIELD(rank), FIELD(removed), TABLE(soft_remove="removed"))

User ann() { return {.name = "ann", .first = "Ann", .last = "A, B"}; }

struct Users {
  Users() {
    User::initialize();
    user.save();
    REQUIRE(user.remove());
  }
  TestDatabase database{};
  User user = ann();
};

const std::string removed = "the row with this value was removed softly; find it by with_removed() and restore() it, or change the value";
const std::string taken = "there is a row with this value already; change the value, or use upsert()";
const std::string unsure = taken + ", or restore() the row if it was removed softly";

// The first line of what a UniqueViolation says, and what it knows of the row in the way.
template <class Work>
std::string said(const Work& work, pv::RemovedRow expected) {
  try {
    work();
  } catch (const pv::UniqueViolation& error) {
    CHECK(error.removed_row() == expected);
    const std::string what = error.what();
    return what.substr(0, what.find('\n'));
  }
  return "nothing";
}
const std::string name = "removed_rows_in_the_way_test::User.name: ";

}  // namespace removed_rows_in_the_way_test

using namespace removed_rows_in_the_way_test;
using pv::RemovedRow;

TEST_CASE_METHOD(Users, "an insert or update that meets a removed row says so") {
  User other{.name = "ann"};
  CHECK(said([&] { other.save(); }, RemovedRow::yes) == name + removed);
  CHECK(said([&] { (void)User::create({.name = "ann"}); }, RemovedRow::yes) == name + removed);
  other.name = "bob";
  CHECK(count_queries([&] { other.save(); }).round_trips == 1);
  other.name = "ann";
  CHECK(said([&] { other.save(); }, RemovedRow::yes) == name + removed);
  CHECK(said([&] { other.save_fields("name"); }, RemovedRow::yes) == name + removed);
  CHECK(said([&] { (void)User::query().filter("name", "bob").update(pv::set(&User::name, "ann")); }, RemovedRow::yes) == name + removed);
  User by_id{.id = user.id.value(), .name = "cem", .first = "c"};
  CHECK(said([&] { by_id.insert(); }, RemovedRow::yes) == "removed_rows_in_the_way_test::User.id: " + removed);
  CHECK(said([&] { by_id = {.id = 99, .name = "ann", .first = "d"}; by_id.upsert("first, last"); }, RemovedRow::yes) == name + removed);
}

TEST_CASE_METHOD(Users, "a row that is there is not said to be removed") {
  CHECK(user.restore());
  User other{.name = "ann"};
  CHECK(said([&] { other.save(); }, RemovedRow::no) == name + taken);
  CHECK(said([&] { User::bulk_create(std::vector<User>{{.name = "x"}, {.name = "x", .first = "y"}}); }, RemovedRow::no) == name + taken);
}

TEST_CASE_METHOD(Users, "of a partial index only the rows are looked at that it has") {
  User gone{.name = "gone", .first = "g", .phone = "1"};
  gone.save();
  CHECK(gone.remove());
  User there{.name = "there", .first = "t", .phone = "1"};
  there.save();
  User third{.name = "third", .first = "d", .phone = "1"};
  CHECK(said([&] { third.save(); }, RemovedRow::no) == "removed_rows_in_the_way_test::User.phone: " + taken);
}

TEST_CASE_METHOD(Users, "of a set of several fields, where its values can be told apart") {
  User plain{.name = "plain", .first = "P", .last = "Q"};
  plain.save();
  CHECK(plain.remove());
  User other{.name = "other", .first = "P", .last = "Q"};
  CHECK(said([&] { other.save(); }, RemovedRow::yes) == "removed_rows_in_the_way_test::User: " + removed);
  other = {.name = "other", .first = "Ann", .last = "A, B"};  // the server writes (Ann, A, B)
  CHECK(said([&] { other.save(); }, RemovedRow::unknown) == "removed_rows_in_the_way_test::User: " + unsure);
}

TEST_CASE_METHOD(Users, "many objects at once") {
  const auto users = [] { return std::vector<User>{{.name = "x", .first = "x"}, {.name = "ann", .first = "y"}}; };
  CHECK(said([&] { User::bulk_create(users()); }, RemovedRow::yes) == name + removed);
  CHECK(said([&] { User::bulk_create(users(), {.batch_size = 1}); }, RemovedRow::yes) == name + removed);
  CHECK(said([&] { User::bulk_create(users() | std::views::filter([](const User&) { return true; })); }, RemovedRow::yes) == name + removed);
  CHECK(said([&] { User::bulk_create(users(), {.update_on = "first, last"}); }, RemovedRow::yes) == name + removed);
  CHECK(said([&] { pv::save_all(users()); }, RemovedRow::yes) == name + removed);
  std::vector<User> saved{{.name = "x", .first = "x"}, {.name = "y", .first = "y"}};
  CHECK(count_queries([&] { User::bulk_create(saved); }).round_trips == 1);
  saved[1].name = "ann";
  CHECK(said([&] { User::bulk_update(saved, "name"); }, RemovedRow::yes) == name + removed);
  CHECK(User::query().count() == 2);
}

TEST_CASE("by COPY") {
  const TestDatabase database;
  Tag::initialize();
  std::vector<Tag> tags(600);
  for (std::size_t i = 0; i < tags.size(); ++i) tags[i].slug = std::to_string(i);
  Tag::bulk_create(tags);
  CHECK(tags[7].remove());
  CHECK(said([&] { Tag::bulk_create(std::vector<Tag>(tags.begin() + 7, tags.end())); }, RemovedRow::yes) ==
        "removed_rows_in_the_way_test::Tag.slug: " + removed);
}

TEST_CASE_METHOD(Users, "in a transaction: what fails as a savepoint can be asked for, the rest is said as it is") {
  {
    pv::Transaction transaction;
    CHECK(said([&] { pv::save_all(std::vector<User>{{.name = "x"}, {.name = "ann", .first = "y"}}); }, RemovedRow::yes) == name + removed);
    User other{.name = "bob"};
    other.save();
    transaction.commit();
  }
  CHECK(User::query().count() == 1);
  pv::Transaction transaction;
  CHECK(said([&] { (void)User::create({.name = "ann"}); }, RemovedRow::unknown) == name + unsure);
  CHECK_THROWS_AS(User::query().count(), pv::TransactionFailed);
  transaction.rollback();
  User back = User::query().with_removed().filter("name", "ann").one();
  CHECK(back.restore());
}

TEST_CASE_METHOD(Users, "a row of another table, which a trigger wrote, is no matter of the model") {
  TestDatabase::execute(R"(CREATE TABLE elsewhere (name text UNIQUE); INSERT INTO elsewhere VALUES ('ann');
    CREATE FUNCTION copy() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO elsewhere VALUES (NEW.name); RETURN NEW; END';
    CREATE TRIGGER copy BEFORE INSERT ON in_the_way_users FOR EACH ROW EXECUTE FUNCTION copy())");
  CHECK(user.hard_remove());
  CHECK(said([&] { (void)User::create({.name = "ann"}); }, RemovedRow::no) == name + taken);
}

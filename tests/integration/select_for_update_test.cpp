// SPDX-License-Identifier: MIT
// select_for_update and select_for_share, with a second session that meets the locks.
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

#include <functional>
#include <string>
#include <thread>
#include <vector>

using namespace promptview_test;

namespace select_for_update_test {

struct Seat : pv::Model<Seat> {
  int id{};
  std::string guest{};
};
PROMPTVIEW_MODEL(Seat, postgres, "select_for_update_test_seats", FIELD(id, primary_key), FIELD(guest))

}  // namespace select_for_update_test

using select_for_update_test::Seat;

namespace {

using Ids = std::vector<int>;

Ids ids(const pv::QuerySet<Seat>& seats) {
  Ids all;
  for (const Seat& each : seats.order_by("id")) all.push_back(each.id);
  return all;
}

const pv::QuerySet<Seat> seats = Seat::query();

// In a transaction of another session; returns the message of a LockNotAvailable.
std::string in_another_session(const std::function<void()>& work) {
  std::string failure;
  std::thread{[&] {
    try {
      pv::atomic(work);
    } catch (const pv::LockNotAvailable& locked) {
      failure = locked.what();
    }
  }}.join();
  return failure;
}

// The seats that another session could lock that way.
Ids free_seats(const std::function<Ids()>& query) {
  Ids found;
  CHECK(in_another_session([&] { found = query(); }).empty());
  return found;
}

struct Fixture : TestDatabase {
  Fixture() {
    Seat::initialize();
    for (const int id : {1, 2, 3}) Seat::create({.id = id});
  }
};

}  // namespace

TEST_CASE("select_for_update: others cannot lock or change the rows until the end") {
  const Fixture fixture;
  const std::string remedy = "select_for_update_test::Seat: another transaction holds the lock; try again later, wait longer, "
                             "or use skip_locked\n  server:    could not obtain lock on row in relation "
                             "\"select_for_update_test_seats\" (SQLSTATE 55P03)";
  {
    pv::Transaction transaction;
    const auto traffic = pv::testing::count_queries([] { CHECK(ids(seats.filter("id", 1).select_for_update()) == Ids{1}); });
    CHECK(traffic.round_trips == 1);
    CHECK_THAT(in_another_session([] { (void)ids(seats.select_for_update({.nowait = true})); }), starts_with(remedy));
    CHECK(free_seats([] { return ids(seats.select_for_update({.skip_locked = true})); }) == Ids{2, 3});
    CHECK(in_another_session([] { CHECK(ids(seats) == Ids{1, 2, 3}); }).empty());  // reading needs no lock
    const std::string changing = in_another_session([] {
      static_cast<pv::Transaction*>(pv::detail::ambient_context({}).transaction)->set_local("lock_timeout", "10ms");
      Seat{.id = 1, .guest = "late"}.save();
    });
    CHECK_THAT(changing, contains("canceling statement due to lock timeout (SQLSTATE 55P03)"));
    transaction.commit();
  }
  CHECK(free_seats([] { return ids(seats.select_for_update({.skip_locked = true})); }) == Ids{1, 2, 3});
}

TEST_CASE("select_for_update: the modes, against each other") {
  const Fixture fixture;
  const auto lock = [](int mode) {
    const auto first = seats.filter("id", 1);
    if (mode == 0) return ids(first.select_for_update({.skip_locked = true})).size();
    if (mode == 1) return ids(first.select_for_update({.no_key = true, .skip_locked = true})).size();
    if (mode == 2) return ids(first.select_for_share({.skip_locked = true})).size();
    return ids(first.select_for_share({.key = true, .skip_locked = true})).size();
  };
  // PostgreSQL's table of conflicts: update, no key update, share, key share.
  constexpr bool conflict[4][4] = {
      {true, true, true, true}, {true, true, true, false}, {true, true, false, false}, {true, false, false, false}};
  for (int held = 0; held < 4; ++held)
    for (int wanted = 0; wanted < 4; ++wanted) {
      INFO(held << " against " << wanted);
      const pv::Transaction transaction;
      CHECK(lock(held) == 1);
      std::size_t got = 99;
      CHECK(in_another_session([&] { got = lock(wanted); }).empty());
      CHECK(got == (conflict[held][wanted] ? 0 : 1));
    }
}

TEST_CASE("select_for_update: first, one, slices and iteration lock what they return") {
  const Fixture fixture;
  const pv::Transaction transaction;
  const auto free = [] { return free_seats([] { return ids(seats.select_for_update({.skip_locked = true})); }); };
  const auto mine = seats.order_by("id").select_for_update();
  SECTION("first") {
    CHECK(mine.first()->id == 1);
    CHECK(free() == Ids{2, 3});
  }
  SECTION("last") {
    CHECK(mine.last()->id == 3);
    CHECK(free() == Ids{1, 2});
  }
  SECTION("one") {
    CHECK(mine.filter("id", 2).one().id == 2);
    CHECK(free() == Ids{1, 3});
  }
  SECTION("a slice") {
    CHECK(mine.limit(2).execute().size() == 2);
    CHECK(free() == Ids{3});
  }
  SECTION("iteration") {
    for (const Seat& each : mine) CHECK(each.guest.empty());
    CHECK(free().empty());
  }
}

TEST_CASE("select_for_update: the lock of a savepoint goes with its rollback") {
  const Fixture fixture;
  const pv::Transaction outer;
  {
    const pv::Transaction inner;
    CHECK(seats.select_for_update().execute().size() == 3);
  }
  CHECK(free_seats([] { return ids(seats.select_for_update({.skip_locked = true})); }) == Ids{1, 2, 3});
}

TEST_CASE("select_for_update: outside of a transaction, nothing is sent") {
  const Fixture fixture;
  const auto traffic = pv::testing::count_queries([] {
    CHECK_THROWS_AS(seats.select_for_update().execute(), pv::TransactionRequired);
    CHECK_THROWS_AS(seats.select_for_share().first(), pv::TransactionRequired);
  });
  CHECK(traffic.round_trips == 0);
  {
    const pv::Transaction elsewhere;  // of the default database
    pv::connect({.url = fixture.url(), .name = "second"});
    CHECK_THROWS_AS(seats.on("second").select_for_update().execute(), pv::TransactionRequired);
    const pv::Transaction there{"second"};
    CHECK(seats.on("second").select_for_update().execute().size() == 3);
  }
  pv::disconnect("second");
}

TEST_CASE("select_for_update: a read-only transaction takes no locks") {
  const Fixture fixture;
  const pv::Transaction transaction{{.read_only = true}};
  CHECK_THROWS_MATCHES(seats.select_for_update().execute(), pv::DatabaseError,
                       message_contains("cannot execute SELECT FOR UPDATE in a read-only transaction"));
}

TEST_CASE("select_for_update: to_sql shows the lock") {
  const Fixture fixture;
  CHECK(seats.filter("id__gt", 1).limit(1).select_for_update({.skip_locked = true}).to_sql() ==
        "SELECT \"id\", \"guest\" FROM \"select_for_update_test_seats\" WHERE \"id\" > 1 LIMIT 1 FOR UPDATE SKIP LOCKED");
}

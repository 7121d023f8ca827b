// SPDX-License-Identifier: MIT
// select_for_update and select_for_share: what is asked of the store, and what is refused before that.
#include <promptview/model.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/fake_store.hpp>

using namespace promptview_test;
using pv::LockMode;
using pv::LockWait;
using pv::RowLock;

namespace row_lock_test {

struct Job : pv::Model<Job> {
  pv::Auto<std::int64_t> id{};
  std::string work{};
};
PROMPTVIEW_MODEL(Job, fake, "row_lock_jobs", FIELD(id, primary_key), FIELD(work))

}  // namespace row_lock_test

using row_lock_test::Job;

namespace {

RowLock lock_of(const pv::QuerySet<Job>& query) { return query.select().lock; }

// Says that there is a transaction.
class InTransaction {
 public:
  InTransaction() : before_{pv::detail::ambient_transaction.exchange([](std::string_view) -> void* { return &place(); })} {}
  InTransaction(const InTransaction&) = delete;
  InTransaction& operator=(const InTransaction&) = delete;
  ~InTransaction() { pv::detail::ambient_transaction.store(before_); }

 private:
  static int& place() {
    static int place = 0;
    return place;
  }
  pv::detail::AmbientTransaction before_;
};

using Calls = std::vector<std::string>;

}  // namespace

TEST_CASE("row lock: each option is a part of the query, which is a new one") {
  const auto all = Job::query();
  CHECK(lock_of(all) == RowLock{});
  CHECK(lock_of(all.select_for_update()) == RowLock{LockMode::update, LockWait::block});
  CHECK(lock_of(all.select_for_update({.no_key = true})) == RowLock{LockMode::no_key_update, LockWait::block});
  CHECK(lock_of(all.select_for_update({.nowait = true})) == RowLock{LockMode::update, LockWait::nowait});
  CHECK(lock_of(all.select_for_update({.no_key = true, .skip_locked = true})) ==
        RowLock{LockMode::no_key_update, LockWait::skip_locked});
  CHECK(lock_of(all.select_for_update({.of = "self"})) == RowLock{LockMode::update, LockWait::block, true});
  CHECK(lock_of(all.select_for_share({.of = "self"})) == RowLock{LockMode::share, LockWait::block, true});
  CHECK_THROWS_MATCHES(all.select_for_update({.of = "other"}), pv::InvalidValue,
                       message("row_lock_test::Job: select_for_update and select_for_share: use \"self\" or the name of a relation to one for .of, or leave it "
                               "empty, instead of \"other\""));
  CHECK(lock_of(all.select_for_share()) == RowLock{LockMode::share, LockWait::block});
  CHECK(lock_of(all.select_for_share({.key = true, .nowait = true})) == RowLock{LockMode::key_share, LockWait::nowait});
  CHECK(lock_of(all.select_for_share({.skip_locked = true})) == RowLock{LockMode::share, LockWait::skip_locked});
  CHECK(lock_of(all) == RowLock{});
  CHECK(lock_of(all.select_for_update().filter("work", "x").order_by("id").limit(1)) ==
        RowLock{LockMode::update, LockWait::block});
  CHECK(lock_of(all.select_for_update().select_for_share()) == RowLock{LockMode::share, LockWait::block});
}

TEST_CASE("row lock: nowait and skip_locked contradict each other") {
  const std::string remedy =
      "choose one of .nowait and .skip_locked: a row that is locked is either an error or left out";
  CHECK_THROWS_MATCHES(Job::query().select_for_update({.nowait = true, .skip_locked = true}), pv::InvalidValue,
                       message(remedy));
  CHECK_THROWS_MATCHES(Job::query().select_for_share({.nowait = true, .skip_locked = true}), pv::InvalidValue,
                       message(remedy));
}

TEST_CASE("row lock: outside of a transaction nothing is asked of the store") {
  FakeNamespace::set_rows(std::vector<Job>{{.id = 1, .work = "x"}});
  take_asked();
  const auto jobs = Job::query().select_for_update();
  const std::string remedy = "row_lock_test::Job: begin a pv::Transaction before the query: its locks on rows last until "
                             "the transaction ends";
  CHECK_THROWS_MATCHES(jobs.execute(), pv::TransactionRequired, message(remedy));
  CHECK_THROWS_MATCHES(jobs.first(), pv::TransactionRequired, message(remedy));
  CHECK_THROWS_MATCHES(jobs.last(), pv::TransactionRequired, message(remedy));
  CHECK_THROWS_MATCHES(jobs.one(), pv::TransactionRequired, message(remedy));
  CHECK_THROWS_MATCHES(jobs.begin(), pv::TransactionRequired, message(remedy));
  CHECK_THROWS_MATCHES(jobs.filter("id__in", {}).execute(), pv::TransactionRequired, message(remedy));
  CHECK_THROWS_MATCHES(Job::query().select_for_share().execute(), pv::TransactionRequired, message(remedy));
  CHECK(take_asked().empty());

  const InTransaction transaction;
  CHECK(jobs.execute().size() == 1);
  CHECK(jobs.one().work == "x");
  CHECK(take_asked() == Calls{"Job query", "Job query limit=2"});
}

TEST_CASE("row lock: count and exists lock no row, and so refuse") {
  const InTransaction transaction;
  take_asked();
  const auto jobs = Job::query().select_for_update();
  CHECK_THROWS_MATCHES(jobs.count(), pv::InvalidValue,
                       message("row_lock_test::Job: ask for the rows, or leave out the lock: count() locks no row"));
  CHECK_THROWS_MATCHES(jobs.exists(), pv::InvalidValue,
                       message("row_lock_test::Job: ask for the rows, or leave out the lock: exists() locks no row"));
  CHECK(take_asked().empty());
}

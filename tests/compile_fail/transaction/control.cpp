// SPDX-License-Identifier: MIT
// expect: ok

#include <promptview/promptview.hpp>
#include <promptview/testing.hpp>

namespace pv = promptview;

void begin() {
  pv::Transaction plain;
  pv::Transaction named{"name"};
  pv::Transaction named_by_a_string{std::string{"name"}};
  pv::Transaction with_options{{.database = "name",
                                .isolation = pv::Isolation::serializable,
                                .read_only = true,
                                .deferrable = true}};
  const pv::TransactionOptions options{.isolation = pv::Isolation::repeatable_read};
  pv::Transaction with_kept_options{options};
}

void use(pv::Transaction& transaction) {
  transaction.on_commit([] {});
  transaction.on_rollback([] { return 1; });
  transaction.set_local("statement_timeout", "5s");
  transaction.advisory_lock(7);
  transaction.advisory_lock({3, 7});
  transaction.advisory_lock_shared("jobs");
  if (transaction.try_advisory_lock(std::string{"jobs"})) return;
  if (transaction.try_advisory_lock_shared(std::int64_t{7})) return;
}

struct Work {
  int operator()(pv::Transaction&) { return 1; }
};
int run(Work work) {
  pv::atomic([] {});
  pv::atomic([](pv::Transaction&) {});
  pv::atomic([](auto& transaction) { transaction.commit(); });
  pv::atomic({.read_only = true}, [] {});
  const int one = pv::atomic(work);
  const int two = pv::retry_transaction(3, work);
  return one + two + pv::retry_transaction(3, {.isolation = pv::Isolation::serializable}, Work{});
}

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), FIELD(name))

void test() {
  pv::testing::TemporaryDatabase database{{.server = {.url = "postgresql://localhost/app"}, .initialize = false}};
  pv::testing::TemporaryDatabase by_url{"postgresql://localhost/app"};
  pv::testing::RolledBackTransaction transaction;
  pv::testing::Factory<User> users{[](User& user, int n) { user.name = "user" + std::to_string(n); }};
  users.create_many(2, [](User& user) { user.name += "!"; });
}

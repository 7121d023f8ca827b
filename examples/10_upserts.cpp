// SPDX-License-Identifier: MIT
// Rows that may be there already; objects that others may have changed; rows that are removed but stay; checks and hooks.
//
// expect: ann@x was created
// expect: ann@x was there: Ann
// expect: ann@x was updated: Anna
// expect: the second editor reads again and saves version 3
// expect: removed: 0 accounts, 1 with the removed ones
// expect: restored: 1 account
// expect: Account: correct email must hold an @; name must not be empty
// expect: email is taken
#include <fmt/format.h>

#include <promptview/promptview.hpp>

namespace pv = promptview;

struct Account : pv::Model<Account> {
  pv::Auto<std::int64_t> id{};
  std::string email{};
  std::string name{};
  int version{};
  std::optional<std::chrono::sys_time<std::chrono::microseconds>> removed_at{};

  // Called before each write: all problems are thrown at once.
  void validate(pv::Problems& problems) const {
    if (email.find('@') == std::string::npos) problems.add("email", "must hold an @");
    if (name.empty()) problems.add("name", "must not be empty");
  }
};
PROMPTVIEW_MODEL(Account, postgres, "example_accounts", FIELD(id, primary_key), FIELD(email, unique), FIELD(name),
                 FIELD(version, row_version), FIELD(removed_at), TABLE(soft_remove="removed_at"))

int main() {
  pv::postgres::connect_or_embed();
  Account::drop();
  Account::initialize();

  // However many programs do this at once, there is one row, and one of them created it.
  const auto first = Account::get_or_create({.email = "ann@x", .name = "Ann"}, "email");
  fmt::print("{} {}\n", first.object.email, first.created ? "was created" : "was there");
  const auto [found, created] = Account::get_or_create({.email = "ann@x", .name = "Somebody"}, "email");
  fmt::print("{} {}: {}\n", found.email, created ? "was created" : "was there", found.name);
  const auto updated = Account::update_or_create({.email = "ann@x", .name = "Anna"}, "email");
  fmt::print("{} {}: {}\n", updated.object.email, updated.created ? "was created" : "was updated", updated.object.name);

  // Two editors: the second one learns that the row has changed since it was read.
  Account mine = updated.object;
  Account theirs = updated.object;
  theirs.name = "Anne";
  theirs.save();
  try {
    mine.save_fields("name");
  } catch (const pv::StaleObject&) {
    mine.refresh();
    mine.save();
    fmt::print("the second editor reads again and saves version {}\n", mine.version);
  }

  mine.remove();
  fmt::print("removed: {} accounts, {} with the removed ones\n", Account::query().count(), Account::query().with_removed().count());
  mine.restore();
  fmt::print("restored: {} account\n", Account::query().count());

  try {
    Account::create({.email = "nobody"});
  } catch (const pv::ValidationFailed& error) {
    fmt::print("{}\n", error.what());
  }
  try {
    Account::create({.email = "ann@x", .name = "Another"});
  } catch (const pv::UniqueViolation& error) {
    if (error.is_on("email")) fmt::print("email is taken\n");
  }
}

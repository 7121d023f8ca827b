// SPDX-License-Identifier: MIT
// expect: ok

#include <array>
#include <vector>

#include <promptview/model.hpp>
#include <promptview/types/time.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string email{};
  std::string name{};
  int age{};
  int version{};
  std::optional<std::chrono::sys_time<std::chrono::microseconds>> removed_at{};

  void validate(pv::Problems& problems) const {
    if (age < 0) problems.add("age", "must not be negative");
  }
  void before_save() {}
  void after_save() {}
  void before_remove() const {}
  void after_remove() const {}
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), FIELD(email, unique), FIELD(name), FIELD(age),
                 FIELD(version, row_version), FIELD(removed_at), INDEX("name, age", unique, where="age > 0"),
                 TABLE(soft_remove="removed_at"))

void show(std::size_t, std::size_t) {}

void write(std::vector<User>& users, std::array<User, 2>& two, User& user) {
  User::bulk_create(users);
  User::bulk_create(std::vector<User>(3));
  pv::bulk_create(two, {.on_conflict = pv::ignore, .progress = show});
  pv::on("replica").bulk_create(users, {.update_on = "age, name", .update = {"email", "age"}, .batch_size = 10,
                                        .progress = [&two](std::size_t, std::size_t) { two = {}; }});
  User::bulk_update(users, "name", "age");
  pv::bulk_update(two, "name");
  pv::on("replica").bulk_update(two, "name");
  user.upsert("id");
  user.upsert("email");
  pv::upsert(user, "age, name");
  const auto [object, created] = User::get_or_create({.email = "a"}, "email");
  pv::get_or_create(object, "email");
  pv::on("replica").update_or_create(user, "email");
  user.remove();
  user.hard_remove();
  user.restore();
  static_cast<void>(User::query().with_removed().count());
}

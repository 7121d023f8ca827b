// SPDX-License-Identifier: MIT
// expect: ok

#include <promptview/get_many.hpp>
#include <promptview/model.hpp>
#include <promptview/pipeline.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), FIELD(name))

struct Seat : pv::Model<Seat> {
  std::string row{};
  int number{};
};
PROMPTVIEW_MODEL(Seat, postgres, "seats", FIELD(row, primary_key), FIELD(number, primary_key))

auto asked = pv::pipeline(User::query(), User::query().count_query(), User::get_query(1), Seat::get_query("a", 1));
auto many = User::get_many({1, 2});
auto seats = Seat::get_many({std::pair{"a", 1}});
void write(std::vector<User>& users) {
  User::save_all(users);
  pv::update_all(users);
}

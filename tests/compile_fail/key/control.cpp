// SPDX-License-Identifier: MIT
// expect: ok

#include <promptview/model.hpp>

namespace pv = promptview;

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  std::optional<std::string> bio{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), FIELD(name), FIELD(age), FIELD(bio))

struct Seat : pv::Model<Seat> {
  std::string row{};
  int number{};
};
PROMPTVIEW_MODEL(Seat, postgres, "seats", FIELD(row, primary_key), FIELD(number, primary_key))

struct Row : pv::Model<Row> {
  int age{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(age))

auto one = User::get(1);
auto two = pv::get<User>(std::int64_t{1});
auto three = pv::on("replica").get<User>(pv::Auto<std::int64_t>{1});
auto four = Seat::get("a", 1);
void write(User& user, Row& row) {
  user.save();
  user.update();
  user.upsert();
  user.refresh();
  user.remove();
  row.save();
  row.insert();
}

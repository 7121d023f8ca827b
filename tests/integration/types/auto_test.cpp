// SPDX-License-Identifier: MIT
// Values that the database makes, of every type that it can make by itself.
#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview/types/time.hpp>
#include <promptview/types/uuid.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;
using namespace std::chrono;
using promptview::testing::count_queries;

namespace auto_test {

struct Made : pv::Model<Made> {
  pv::Auto<std::int64_t> id{};
  pv::Auto<std::int16_t> small{};
  pv::Auto<std::int32_t> middle{};
  pv::Auto<pv::Uuid> token{};
  pv::Auto<sys_time<microseconds>> moment{};
  pv::Auto<local_time<microseconds>> wall{};
  pv::Auto<sys_days> day{};
  pv::Auto<pv::TimeOfDay> clock{};

  friend bool operator==(const Made&, const Made&) = default;
};
PROMPTVIEW_MODEL(Made, postgres, "auto_test_mades",
                 FIELD(id, primary_key),
                 FIELD(small),
                 FIELD(middle),
                 FIELD(token, unique),
                 FIELD(moment),
                 FIELD(wall),
                 FIELD(day),
                 FIELD(clock))

}  // namespace auto_test

using namespace auto_test;

TEST_CASE("the database makes what is empty, and all of it comes back with the insert") {
  const TestDatabase database;
  Made::initialize();
  Made made;
  CHECK(count_queries([&] { made.save(); }).round_trips == 1);
  CHECK(made.id == 1);
  CHECK(made.small == 1);
  CHECK(made.middle == 1);
  CHECK_FALSE(made.token.value().is_nil());
  CHECK(abs(made.moment.value() - system_clock::now()) < 60s);
  CHECK(abs(made.day.value() - floor<days>(system_clock::now())) <= days{1});
  CHECK(Made::get(1) == made);
  CHECK(TestDatabase::ask("SELECT wall = moment::timestamp AND clock = moment::time AND day = moment::date FROM "
                          "auto_test_mades") == "true");
  CHECK(TestDatabase::ask("SELECT token FROM auto_test_mades") == made.token->to_string());
}

TEST_CASE("what the application gives is kept") {
  const TestDatabase database;
  Made::initialize();
  const Made given{.id = 50,
                   .small = -7,
                   .middle = INT32_MIN,
                   .token = pv::Uuid{},
                   .moment = sys_days{1900y / 1 / 1} + 1us,
                   .wall = local_days{1900y / 1 / 1} + 2us,
                   .day = 1900y / 1 / 1,
                   .clock = pv::TimeOfDay{24h}};
  Made row = given;
  row.insert();
  CHECK(row == given);
  CHECK(Made::get(50) == given);
  CHECK(Made::query().filter("small", -7).filter("token", pv::Uuid{}).filter("day", sys_days{1900y / 1 / 1}).one() ==
        given);
}

TEST_CASE("an update leaves alone what is empty") {
  const TestDatabase database;
  Made::initialize();
  Made made;
  made.save();
  Made partly{.id = 1, .small = 9};
  partly.save();
  Made wanted = made;
  wanted.small = 9;
  CHECK(Made::get(1) == wanted);
}

TEST_CASE("a value that is not made yet cannot be used") {
  const Made made;
  CHECK_FALSE(made.id.has_value());
  CHECK_THROWS_MATCHES(made.id.value(), pv::NotInitialized,
                       message("the value is not generated yet: save the object first"));
  CHECK(made.id.value_or(-1) == -1);
}

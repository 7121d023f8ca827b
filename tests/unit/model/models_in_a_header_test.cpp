// SPDX-License-Identifier: MIT
// no precompiled header
// Models whose header includes <promptview/model.hpp> only, used by a file that includes the rest behind it.
#include <promptview_test/models_in_a_header.hpp>

#include <utility>

#include <promptview/json.hpp>
#include <promptview/postgres/statements/sql_builder.hpp>
#include <promptview/types/numeric.hpp>
#include <promptview/types/time.hpp>
#include <promptview/types/uuid.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/value_recorder.hpp>

using namespace models_in_a_header;
using namespace std::chrono_literals;

TEST_CASE("a header with models needs model.hpp only, whatever the types of its members") {
  using promptview::postgres::SQLBuilder;
  const pv::ModelInfo& model = pv::detail::model_of<Ticket>();
  std::string columns;
  for (std::size_t i = 0; i < model.field_count; ++i)
    columns += SQLBuilder::map_field_to_sql_type(model.fields[i]) + (i + 1 < model.field_count ? ", " : "");
  CHECK(columns ==
        R"(uuid, numeric, date, date, time, time, timestamp, timestamptz, timestamptz, interval, int4range, numrange, )"
        R"(daterange, tstzrange, bytea, uuid[], "state", text[], jsonb, jsonb[])");
}

TEST_CASE("what declaring a member does not need comes with the header of its type") {
  Ticket ticket{.id = pv::Uuid::parse("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"), .price = pv::Numeric{"1.50"}};
  CHECK(ticket.id->to_string() == "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
  CHECK((ticket.price * 2).text() == "3.00");
  CHECK(ticket.opens.since_midnight() == 9h);
  CHECK(ticket.closes.hours() == 17h);
}

TEST_CASE("a struct of a header that reaches no JSON library is stored as JSON") {
  const Address home{.street = "Main Street", .rents = {pv::Numeric{"12.50"}}};
  CHECK(promptview_test::written(home) == R"(text {"rents":["12.50"],"street":"Main Street"})");
  CHECK(promptview_test::round_trip(home) == home);
}

TEST_CASE("a program without the JSON of structs is told which header is missing") {
  const pv::detail::StructJson* const known = std::exchange(pv::detail::struct_json, nullptr);
  REQUIRE_THROWS_MATCHES(promptview_test::written(Address{}), pv::Error,
                         promptview_test::message(
                             "include <promptview/json.hpp> (or <promptview/promptview.hpp>) in a source file of the program: a "
                             "struct of PROMPTVIEW_STRUCT is stored as JSON (of a static library, in a file that the program "
                             "refers to)"));
  pv::detail::struct_json = known;
}

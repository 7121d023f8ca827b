// SPDX-License-Identifier: MIT
// Bytes of a server that is not one: the binary decoders take them or throw an error of promptview.
#include <libpq-fe.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <promptview/json.hpp>
#include <promptview/postgres/store/copy_in.hpp>
#include <promptview/postgres/store/copy_out.hpp>
#include <promptview/postgres/format/parameters.hpp>
#include <promptview/postgres/format/result.hpp>
#include <promptview/postgres/format/result_reader.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/document_user.hpp>

#include "../scale.hpp"
#include "fuzzer.hpp"

namespace pv = promptview;
using document_test::User;
using pv::postgres::Parameters;
using pv::postgres::Result;

namespace {

const pv::ModelInfo& model() { return pv::detail::model_of<User>(); }

User good_user() {
  User user;
  user.id = 7;
  user.name = "J\xc3\xa9r\xc3\xb4me";
  user.bio = "long enough to be on the heap";
  user.price = pv::Numeric{"-12345678.90125"};
  user.born = std::chrono::sys_days{std::chrono::days{20'000}};
  user.code = pv::Uuid{};
  user.tags = {"a", "", "third"};
  user.bytes.assign(9, std::byte{1});
  user.data = pv::Json{{"a", {1, 2, 3}}, {"b", nullptr}};
  user.spans = pv::Range<int>::closed_open(1, 5);
  user.prices = pv::Range<pv::Numeric>::closed_open(pv::Numeric{"1.5"}, pv::Numeric{"2.25"});
  user.password = "x";
  return user;
}

// The bytes of each column of an object, as the server sends them.
std::vector<std::string> columns_of(const User& user) {
  std::vector<std::string> columns;
  for (std::size_t i = 0; i < model().field_count; ++i) {
    Parameters parameters;
    const pv::FieldInfo& field = model().fields[i];
    if (field.type->kind == pv::Kind::json)
      columns.push_back("\1{\"a\":[1,2,3]}");  // is sent as text, and comes back as jsonb
    else {
      parameters.write(field, &user);
      columns.emplace_back(parameters[0].bytes);
    }
  }
  return columns;
}

// A result of one row, whose column `changed` holds `bytes`.
Result result_of(const std::vector<std::string>& columns, std::size_t changed, std::string_view bytes) {
  Result result{PQmakeEmptyPGresult(nullptr, PGRES_TUPLES_OK)};
  std::vector<PGresAttDesc> descriptions(model().field_count);
  for (std::size_t i = 0; i < descriptions.size(); ++i) {
    static char name[] = "column";
    const pv::TypeInfo& type = *model().fields[i].type;
    const Oid oid = type.kind == pv::Kind::enumeration ? pv::postgres::sql_type(pv::Kind::text).oid : pv::postgres::kind_oid(type);
    descriptions[i] = {.name = name, .tableid = 0, .columnid = 0, .format = 1, .typid = oid, .typlen = -1, .atttypmod = -1};
  }
  REQUIRE(PQsetResultAttrs(result.get(), static_cast<int>(descriptions.size()), descriptions.data()) != 0);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::string value = i == changed ? std::string{bytes} : columns[i];
    REQUIRE(PQsetvalue(result.get(), 0, static_cast<int>(i), value.data(), static_cast<int>(value.size())) != 0);
  }
  return result;
}

User decoded(const Result& result) {
  const pv::postgres::ExpectedColumns expected{.model = &model(), .count = model().field_count};
  pv::postgres::ResultReader reader{result, expected};
  reader.to_row(0);
  User user;
  pv::detail::read_fields(model(), &user, reader);
  return user;
}

const std::vector<std::string>& byte_pieces() {
  static const std::vector<std::string> pieces = {std::string(1, '\0'), std::string(4, '\0'), "\xff\xff\xff\xff", "\x7f\xff\xff\xff",
                                                  std::string("\x80\0\0\0", 4), std::string("\0\0\0\1", 4), std::string("\0\0\0\x19", 4),
                                                  std::string("\x40\0", 2), std::string("\xc0\0", 2), "\xff\xff", "[[[[", "{\"a\":", "\1"};
  return pieces;
}

}  // namespace

TEST_CASE("fuzz: a good row is decoded") {
  const User user = decoded(result_of(columns_of(good_user()), 0, columns_of(good_user())[0]));
  CHECK(user.name == good_user().name);
  CHECK(user.price == good_user().price);
  CHECK(user.tags == good_user().tags);
  CHECK(user.prices == good_user().prices);
}

TEST_CASE("fuzz: values of results") {
  const std::vector<std::string> columns = columns_of(good_user());
  int taken = 0;
  int refused = 0;
  for (std::size_t column = 0; column < columns.size(); ++column) {
    const auto tally = campaign::fuzz({campaign::seed() + static_cast<unsigned>(column), {columns[column]}, byte_pieces()}, campaign::scaled(1'500),
                                      [&](const std::string& bytes) { (void)decoded(result_of(columns, column, bytes)); });
    INFO(model().fields[column].name);
    CHECK(tally.failure == "");
    taken += tally.taken;
    refused += tally.refused;
  }
  CHECK(taken > 3'000);
  CHECK(refused > 3'000);
}

TEST_CASE("fuzz: rows of COPY") {
  pv::postgres::ByteBuffer row;
  row.append_number(static_cast<std::int16_t>(model().field_count));
  for (const std::string& column : columns_of(good_user())) {
    row.append_number(static_cast<std::int32_t>(column.size()));
    row.append(column);
  }
  const std::string header{"PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19};
  const std::string good = header + std::string{row.data(), row.size()};
  const auto read = [](const std::string& bytes) {
    const pv::postgres::ExpectedColumns expected{.model = &model(), .count = model().field_count};
    pv::postgres::CopyReader reader{expected};
    if (!reader.to_row(bytes)) return std::string{};
    User user;
    pv::detail::read_fields(model(), &user, reader);
    return user.name;
  };
  CHECK(read(good) == good_user().name);
  const auto tally = campaign::fuzz({campaign::seed(), {good}, byte_pieces()}, campaign::scaled(20'000), read);
  CHECK(tally.failure == "");
  CHECK(tally.taken > 500);
  CHECK(tally.refused > 5'000);
}

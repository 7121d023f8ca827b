// SPDX-License-Identifier: MIT
// Values in cursors: each kind unchanged, and nothing believed of what strangers made.
#include <map>
#include <random>
#include <string>
#include <vector>

#include <promptview/model.hpp>
#include <promptview/page.hpp>
#include <promptview/postgres.hpp>
#include <promptview/postgres/format/parameters.hpp>
#include <promptview/types/enumeration.hpp>
#include <promptview/types/numeric.hpp>
#include <promptview/types/time.hpp>
#include <promptview/types/uuid.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;

namespace cursor_unit_test {

enum class Role { guest, member };
PROMPTVIEW_ENUM(Role, guest, member)

struct All : pv::Model<All> {
  int id{};
  bool flag{};
  std::int16_t small{};
  std::int64_t big{};
  float real{};
  double wide{};
  std::string text{};
  std::vector<std::byte> bytes{};
  pv::Numeric price{};
  std::optional<pv::Uuid> uuid{};
  std::chrono::sys_days day{};
  pv::TimeOfDay time{};
  std::chrono::sys_time<std::chrono::microseconds> at{};
  std::chrono::microseconds length{};
  Role role{};
};
PROMPTVIEW_MODEL(All, postgres, "all_kinds", FIELD(id, primary_key), FIELD(flag), FIELD(small), FIELD(big), FIELD(real), FIELD(wide),
                 FIELD(text), FIELD(bytes), FIELD(price), FIELD(uuid), FIELD(day), FIELD(time), FIELD(at), FIELD(length), FIELD(role))

}  // namespace cursor_unit_test

using cursor_unit_test::All;
using cursor_unit_test::Role;
using pv::detail::PagePlan;

namespace {

// An order by all fields, which eight names at most cannot give.
pv::Select by_all() {
  pv::Select select = All::query().select();
  for (std::uint16_t i = 1; i < select.model->field_count; ++i) select.order.push_back({.field = i, .descending = i % 2 == 0});
  return select;
}

// The values that the condition compares fields with, by the places of the fields.
void collect(const pv::Expression& condition, std::map<std::size_t, pv::Value>& values) {
  const bool is_null_test = condition.place == pv::detail::place_of_lookup("isnull");
  if (condition.op == pv::Expression::Op::lookup && !is_null_test) values[condition.field] = condition.value;
  for (const pv::Expression& part : condition.parts) collect(part, values);
}
std::map<std::size_t, pv::Value> values_of(const pv::Select& page) {
  std::map<std::size_t, pv::Value> values;
  collect(page.where, values);
  for (const auto& each : page.combined) collect((*each.with).where, values);
  return values;
}

}  // namespace

TEST_CASE("values of each kind go through a cursor unchanged") {
  const All all{.id = -5, .flag = true, .small = -7, .big = INT64_MIN, .real = 0.1F, .wide = -1e300, .text = "\xC3\xA9'\n",
                .bytes = {std::byte{0}, std::byte{255}}, .price = pv::Numeric{"-12.500"},
                .uuid = pv::Uuid::parse("00112233-4455-6677-8899-aabbccddeeff"), .day = std::chrono::sys_days{std::chrono::days{-1}},
                .at = std::chrono::sys_time<std::chrono::microseconds>::max(), .length = std::chrono::microseconds{-1},
                .role = Role::member};
  const std::string cursor = PagePlan{by_all(), "", 1, false}.cursor_at(&all);
  const PagePlan plan{by_all(), cursor, 1, false};
  const std::map<std::size_t, pv::Value> values = values_of(plan.select());
  REQUIRE(values.size() == 15);
  for (std::size_t i = 0; i < 14; ++i) {
    const pv::FieldInfo& field = pv::detail::model_of<All>().fields[i + 1];
    INFO(field.name);
    pv::ValueBuilder wanted{*field.type};
    field.codec->write(wanted, field.address(const_cast<All*>(&all)));
    const pv::Value value = wanted.take();
    const pv::Value& got = values.at(i + 1);
    CHECK(got.null == value.null);
    CHECK(got.integer == (pv::detail::is_real(field.type->kind) ? 0 : value.integer));
    CHECK(got.real == (pv::detail::is_real(field.type->kind) ? value.real : 0.0));
    CHECK(got.text == value.text);
    CHECK(got.months == value.months);
    CHECK(got.days == value.days);
  }
}

TEST_CASE("cursors that were tampered with give values of their fields or an error") {
  const All all{.text = "text", .price = pv::Numeric{"1.5"}, .uuid = pv::Uuid{}};
  const pv::Select select = by_all();
  std::string bytes;
  REQUIRE(pv::detail::append_from_base64_for_url(PagePlan{select, "", 1, false}.cursor_at(&all), bytes));
  std::mt19937 random{20260101};
  int refused = 0;
  int taken = 0;
  for (int i = 0; i < 30'000; ++i) {
    std::string changed = bytes;
    for (auto edits = 1 + random() % 3; edits > 0; --edits) {
      const std::size_t at = 8 + random() % (changed.size() - 8);
      switch (random() % 4) {
        case 0: changed[at] = static_cast<char>(random()); break;
        case 1: changed.insert(at, 1, static_cast<char>(random())); break;
        case 2: if (changed.size() > 12) changed.erase(at, 1); break;
        default: changed[at] = static_cast<char>(changed[at] ^ (1 << random() % 8));
      }
    }
    try {
      const PagePlan plan{select, pv::detail::base64_for_url(changed), 1, false};
      pv::postgres::Parameters parameters;  // what is taken can be bound
      for (const auto& [field, value] : values_of(plan.select())) {
        parameters.begin(*value.type, "x");
        pv::write_value(parameters, value);
      }
      ++taken;
    } catch (const pv::InvalidValue&) {
      ++refused;
    }
  }
  CHECK(refused > 5'000);
  CHECK(taken > 1'000);
}

// SPDX-License-Identifier: MIT
// Members of plain types are written without their mapping: as parameters and as columns of COPY they are the same bytes.
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <promptview/model.hpp>
#include <promptview/postgres/format/item_writer.hpp>
#include <promptview/postgres/format/parameters.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;
using namespace promptview_test;
using promptview::FieldInfo;
using promptview::Plain;
using promptview::postgres::ItemWriter;
using promptview::postgres::Parameters;
using promptview::postgres::ParameterSpan;

namespace plain_values_test {

struct Values {
  pv::Auto<std::int64_t> id{};
  bool flag{};
  std::int16_t small{};
  std::int32_t medium{};
  std::int64_t large{};
  float single{};
  double twice{};
  std::string text{};
  std::optional<std::int32_t> maybe_medium{};
  std::optional<std::string> maybe_text{};
  std::string named{};
};
PROMPTVIEW_MODEL(Values, postgres, "plain_values", FIELD(id, primary_key), FIELD(flag), FIELD(small), FIELD(medium), FIELD(large),
                 FIELD(single), FIELD(twice), FIELD(text), FIELD(maybe_medium), FIELD(maybe_text), FIELD(named, type="citext"))

const promptview::ModelInfo& model() { return promptview::detail::model_of<Values>(); }
const FieldInfo& field(std::string_view name) { return model().fields[model().place_of(name)]; }

std::vector<Values> some() {
  Values full;
  full.id = INT64_MAX, full.flag = true, full.small = INT16_MIN, full.medium = INT32_MIN, full.large = INT64_MIN;
  full.single = -std::numeric_limits<float>::infinity(), full.twice = std::numeric_limits<double>::denorm_min();
  full.text = "\xc3\xa4 text", full.maybe_medium = 7, full.maybe_text = "there", full.named = "named";
  return {Values{}, full};
}

void check_same(const ParameterSpan::View& made, const ParameterSpan::View& expected, const FieldInfo& of) {
  INFO(of.name);
  CHECK(made.type == expected.type);
  CHECK(made.null == expected.null);
  CHECK(made.as_text == expected.as_text);
  CHECK(made.bytes == expected.bytes);
}

}  // namespace plain_values_test

using namespace plain_values_test;

TEST_CASE("plain members and what they are") {
  CHECK(field("id").codec->plain == Plain::int64);
  CHECK(field("flag").codec->plain == Plain::boolean);
  CHECK(field("small").codec->plain == Plain::int16);
  CHECK(field("medium").codec->plain == Plain::int32);
  CHECK(field("single").codec->plain == Plain::float32);
  CHECK(field("twice").codec->plain == Plain::float64);
  CHECK(field("maybe_text").codec->plain == Plain::text);
  CHECK(promptview::detail::codec_of<std::vector<int>>.plain == Plain::none);
  CHECK(promptview::detail::codec_of<std::optional<std::vector<int>>>.hold == nullptr);
}

TEST_CASE("a plain member is the same parameter as by its mapping") {
  for (const Values& values : some())
    for (std::size_t i = 0; i < model().field_count; ++i) {
      const FieldInfo& each = model().fields[i];
      Parameters made, expected;
      made.write(each, &values);
      expected.begin(*each.type, each.name, !each.options.type.empty());
      each.codec->write(expected, each.address(const_cast<Values*>(&values)));
      REQUIRE(made.size() == 1);
      check_same(made[0], expected[0], each);
    }
}

TEST_CASE("a plain member is the same column of COPY as by its mapping") {
  for (const Values& values : some())
    for (std::size_t i = 0; i < model().field_count; ++i) {
      const FieldInfo& each = model().fields[i];
      ItemWriter made, expected;
      made.write(each, &values);
      expected.expect(*each.type, each.name, false);
      each.codec->write(expected, each.address(const_cast<Values*>(&values)));
      INFO(each.name);
      CHECK(std::string(made.buffer().data(), made.buffer().size()) == std::string(expected.buffer().data(), expected.buffer().size()));
    }
}

TEST_CASE("a NUL byte in a plain text is refused with the field's name") {
  Values values;
  values.text = values.maybe_text.emplace(std::string{"a\0b", 3});
  const auto name = GENERATE(as<std::string>{}, "text", "maybe_text");
  const std::string error = name + ": leave out the NUL byte of the text at byte 1, counted from 0";
  Parameters parameters;
  ItemWriter items;
  CHECK_THROWS_MATCHES(parameters.write(field(name), &values), pv::InvalidValue, message(error));
  CHECK_THROWS_MATCHES(items.write(field(name), &values), pv::InvalidValue, message(error));
}

// SPDX-License-Identifier: MIT
#include <promptview/values/type_mapping.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/value_recorder.hpp>

#include <cmath>

using namespace promptview_test;
using promptview::InvalidValue;
using promptview::Kind;
using promptview::Mapped;
using promptview::TypeMapping;

namespace shop {
struct Money {
  std::int64_t cents = 0;
};
}  // namespace shop

template <>
struct promptview::TypeMapping<shop::Money> {
  static constexpr TypeInfo type{.kind = Kind::int64};
  static void write(ValueWriter& out, const shop::Money& money) { out.integer(money.cents); }
  static void read(ValueReader& in, shop::Money& money) { money.cents = in.integer(); }
};

namespace {

template <class T>
constexpr Kind kind_of = TypeMapping<T>::type.kind;

static_assert(kind_of<bool> == Kind::boolean);
static_assert(kind_of<std::int16_t> == Kind::int16);
static_assert(kind_of<std::int32_t> == Kind::int32);
static_assert(kind_of<std::int64_t> == Kind::int64);
static_assert(kind_of<long> == Kind::int64 || kind_of<long> == Kind::int32);
static_assert(kind_of<long long> == Kind::int64);
static_assert(kind_of<float> == Kind::float32);
static_assert(kind_of<double> == Kind::float64);
static_assert(kind_of<std::string> == Kind::text);
static_assert(kind_of<Bytes> == Kind::bytes);
static_assert(kind_of<shop::Money> == Kind::int64);
static_assert(kind_of<std::vector<int>> == Kind::array);
static_assert(TypeMapping<std::vector<int>>::type.item->kind == Kind::int32);
static_assert(TypeMapping<std::vector<std::optional<int>>>::type.item->nullable);
static_assert(!TypeMapping<int>::type.nullable);
static_assert(TypeMapping<std::optional<int>>::type.nullable);
static_assert(kind_of<std::optional<std::vector<std::string>>> == Kind::array);

// What no database column holds as it is.
static_assert(!Mapped<char>);
static_assert(!Mapped<wchar_t>);
static_assert(!Mapped<signed char>);
static_assert(!Mapped<unsigned>);
static_assert(!Mapped<std::uint64_t>);
static_assert(!Mapped<long double>);
static_assert(!Mapped<const char*>);
static_assert(!Mapped<std::string_view>);
static_assert(!Mapped<void*>);

}  // namespace

TEST_CASE("scalars travel as one call") {
  CHECK(written(true) == "true");
  CHECK(written(std::int16_t{-32768}) == "integer -32768");
  CHECK(written(std::numeric_limits<std::int64_t>::min()) == "integer -9223372036854775808");
  CHECK(written(1.5F) == "real 1.500000");
  CHECK(written(std::string{"\U0001F600"}) == "text \U0001F600");
  CHECK(written(std::string{}) == "text ");
  CHECK(written(Bytes{std::byte{0}, std::byte{0xff}}) == "bytes 00ff");
  CHECK(written(shop::Money{199}) == "integer 199");
}

TEST_CASE("scalars are read back") {
  CHECK(round_trip(false) == false);
  for (const int value : {std::numeric_limits<int>::min(), -1, 0, std::numeric_limits<int>::max()})
    CHECK(round_trip(value) == value);
  CHECK(round_trip(std::numeric_limits<std::int64_t>::max()) == std::numeric_limits<std::int64_t>::max());
  CHECK(round_trip(-std::numeric_limits<double>::infinity()) == -std::numeric_limits<double>::infinity());
  CHECK(round_trip(std::numeric_limits<double>::denorm_min()) == std::numeric_limits<double>::denorm_min());
  CHECK(std::isnan(round_trip(std::numeric_limits<float>::quiet_NaN())));
  CHECK(std::signbit(round_trip(-0.0)));
  const std::string with_nul("a\0b", 3);
  CHECK(round_trip(with_nul) == with_nul);
  const Bytes bytes{std::byte{0}, std::byte{0x80}, std::byte{0xff}};
  CHECK(round_trip(bytes) == bytes);
  CHECK(round_trip(Bytes{}) == Bytes{});
  CHECK(round_trip(shop::Money{-1}).cents == -1);
}

TEST_CASE("a number that does not fit its C++ type is an error") {
  const auto read_short = [](std::int64_t value) { return read<std::int16_t>([&](auto& row) { row.integer(value); }); };
  CHECK(read_short(32767) == 32767);
  REQUIRE_THROWS_MATCHES(read_short(32768), InvalidValue, message("the number is out of the range of the C++ type"));
  REQUIRE_THROWS_AS(read_short(-32769), InvalidValue);
  REQUIRE_THROWS_AS(read<int>([](auto& row) { row.integer(std::int64_t{1} << 31); }), InvalidValue);
}

TEST_CASE("an empty optional is null") {
  CHECK(written(std::optional<int>{}) == "null");
  CHECK(written(std::optional<int>{5}) == "integer 5");
  CHECK(round_trip(std::optional<std::string>{""}) == std::optional<std::string>{""});
  CHECK(round_trip(std::optional<std::string>{}) == std::nullopt);
  REQUIRE_THROWS_AS(read<int>([](auto& row) { row.null(); }), InvalidValue);
}

TEST_CASE("reading replaces what the value held") {
  ValueRecorder row;
  row.null();
  ValueReplayer reader{row};
  std::optional<int> value = 5;
  TypeMapping<std::optional<int>>::read(reader, value);
  CHECK(value == std::nullopt);

  ValueRecorder array_row;
  TypeMapping<std::vector<int>>::write(array_row, {1});
  ValueReplayer array_reader{array_row};
  std::vector<int> values{7, 8, 9};
  TypeMapping<std::vector<int>>::read(array_reader, values);
  CHECK(values == std::vector<int>{1});
}

TEST_CASE("a vector is an array") {
  CHECK(written(std::vector<int>{1, 2}) == "array of 2; integer 1; integer 2; end");
  CHECK(written(std::vector<std::string>{}) == "array of 0; end");
  CHECK(round_trip(std::vector<std::string>{}).empty());
  CHECK(round_trip(std::vector<bool>{true, false}) == std::vector<bool>{true, false});
  const std::vector<std::optional<std::string>> texts{"a", std::nullopt, ""};
  CHECK(written(texts) == "array of 3; text a; null; text ; end");
  CHECK(round_trip(texts) == texts);
  const std::vector<Bytes> blobs{{}, {std::byte{1}}};
  CHECK(round_trip(blobs) == blobs);
  REQUIRE_THROWS_AS(read<std::vector<int>>([](auto& row) {
                      row.begin_array(1);
                      row.null();
                      row.end_array();
                    }),
                    InvalidValue);
}

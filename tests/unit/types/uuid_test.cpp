// SPDX-License-Identifier: MIT
#include <promptview/types/uuid.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/value_recorder.hpp>

#include <set>
#include <unordered_set>

using namespace promptview_test;
using promptview::InvalidValue;
using promptview::Uuid;

namespace {

constexpr std::string_view canonical = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";
constexpr Uuid sample = Uuid::parse(canonical);

static_assert(promptview::Mapped<Uuid>);
static_assert(promptview::TypeMapping<Uuid>::type.kind == promptview::Kind::uuid);
static_assert(sizeof(Uuid) == 16);
static_assert(std::is_trivially_copyable_v<Uuid>);

static_assert(Uuid{}.is_nil() && !sample.is_nil());
static_assert(Uuid::parse("00000000-0000-0000-0000-000000000000") == Uuid{});
static_assert(sample.bytes()[0] == std::byte{0xa0} && sample.bytes()[15] == std::byte{0x11});
static_assert(Uuid{sample.bytes()} == sample);

// What PostgreSQL takes besides the canonical form.
static_assert(Uuid::try_parse("A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11") == sample);
static_assert(Uuid::try_parse("{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}") == sample);
static_assert(Uuid::try_parse("a0eebc999c0b4ef8bb6d6bb9bd380a11") == sample);
static_assert(Uuid::try_parse("a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11") == sample);
static_assert(Uuid::try_parse("{a0eebc99-9c0b4ef8-bb6d6bb9-bd380a11}") == sample);

static_assert(!Uuid::try_parse(""));
static_assert(!Uuid::try_parse("{}"));
static_assert(!Uuid::try_parse("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1"));
static_assert(!Uuid::try_parse("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a111"));
static_assert(!Uuid::try_parse("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1g"));
static_assert(!Uuid::try_parse("{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"));
static_assert(!Uuid::try_parse("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}"));
static_assert(!Uuid::try_parse("a0eebc99--9c0b-4ef8-bb6d-6bb9bd380a11"));
static_assert(!Uuid::try_parse("a0-eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"));
static_assert(!Uuid::try_parse("-a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"));
static_assert(!Uuid::try_parse("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11-"));
static_assert(!Uuid::try_parse(" a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"));

// Ordered byte by byte.
static_assert(Uuid{} < sample);
static_assert(Uuid::parse("7fffffff-0000-0000-0000-000000000000") <
              Uuid::parse("80000000-0000-0000-0000-000000000000"));
static_assert(sample < Uuid::parse("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12"));
static_assert(Uuid::parse("ffffffff-ffff-ffff-ffff-ffffffffffff") > sample);

}  // namespace

TEST_CASE("a UUID prints in its canonical form") {
  CHECK(sample.to_string() == canonical);
  CHECK(Uuid{}.to_string() == "00000000-0000-0000-0000-000000000000");
  CHECK(Uuid::parse("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF").to_string() == "ffffffff-ffff-ffff-ffff-ffffffffffff");
}

TEST_CASE("a text that is no UUID is an error that quotes its beginning") {
  REQUIRE_THROWS_MATCHES(Uuid::parse("nonsense"), InvalidValue,
                         message("write a UUID as xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx in hexadecimal digits, not as "
                                 "\"nonsense\""));
  REQUIRE_THROWS_MATCHES(
      Uuid::parse(std::string(5000, 'x')), InvalidValue,
      message("write a UUID as xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx in hexadecimal digits, not as \"" +
              std::string(80, 'x') + "...\""));
}

TEST_CASE("random UUIDs differ and say that they are random") {
  std::set<Uuid> made;
  for (int i = 0; i < 1000; ++i) made.insert(Uuid::random());
  REQUIRE(made.size() == 1000);
  for (const Uuid& uuid : made) {
    const std::string text = uuid.to_string();
    REQUIRE(text[14] == '4');
    REQUIRE(std::string_view{"89ab"}.find(text[19]) != std::string_view::npos);
  }
}

TEST_CASE("UUIDs are keys of hashed containers") {
  const std::unordered_set<Uuid> set{sample, Uuid{}, sample};
  CHECK(set.size() == 2);
  CHECK(set.count(Uuid::parse(canonical)) == 1);
}

TEST_CASE("a UUID travels as 16 bytes") {
  CHECK(written(sample) == "uuid a0eebc999c0b4ef8bb6d6bb9bd380a11");
  CHECK(round_trip(sample) == sample);
  CHECK(round_trip(std::optional<Uuid>{}) == std::nullopt);
  CHECK(round_trip(std::vector<Uuid>{sample, Uuid{}}) == std::vector<Uuid>{sample, Uuid{}});
}

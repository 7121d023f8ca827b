// SPDX-License-Identifier: MIT
#include <promptview/types/uuid.hpp>

#include "round_trip.hpp"

using namespace promptview_test;
using pv::Uuid;

namespace uuid_test {

PROMPTVIEW_TEST_HOLDER(Tag, "uuid_test_tags", pv::Uuid)

}  // namespace uuid_test

using namespace uuid_test;

TEST_CASE("UUIDs travel unchanged") {
  const RoundTrip<Tag> trip;
  trip.check({{Uuid{}, "00000000-0000-0000-0000-000000000000"},
              {Uuid::parse("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"), "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"},
              {Uuid::parse("{FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF}"), "ffffffff-ffff-ffff-ffff-ffffffffffff"}});
  trip.check(Uuid::random(), "");
  trip.check_empty();
}

TEST_CASE("the order of UUIDs is the server's") {
  const RoundTrip<Tag> trip;
  std::vector<Uuid> made;
  for (int i = 0; i < 20; ++i) {
    made.push_back(Uuid::random());
    Tag{.value = made.back()}.save();
  }
  std::sort(made.begin(), made.end());
  std::vector<Uuid> found;
  for (const Tag& tag : Tag::query().order_by("value")) found.push_back(tag.value);
  CHECK(found == made);
  CHECK(Tag::query().filter("value__lt", made[10]).count() == 10);
}

// SPDX-License-Identifier: MIT
#include <memory>
#include <utility>

#include <promptview/base/owned.hpp>
#include <promptview_test/catch.hpp>

namespace {

struct Hidden;
using Owner = promptview::detail::Owned<Hidden>;

// The type need not be known to hold an owner of it.
struct Holder {
  Owner owner{};
};

struct Hidden {
  std::shared_ptr<int> held;
};

}  // namespace

TEST_CASE("an owner drops its object at its end, and the one it had when it takes another") {
  const auto a = std::make_shared<int>(1);
  const auto b = std::make_shared<int>(2);
  {
    Holder holder{Owner{new Hidden{a}}};
    CHECK(*holder.owner->held == 1);
    CHECK(a.use_count() == 2);

    Owner other{new Hidden{b}};
    holder.owner = std::move(other);
    CHECK(a.use_count() == 1);
    CHECK_FALSE(other);  // NOLINT(bugprone-use-after-move)
    CHECK(*(*holder.owner).held == 2);

    const Owner moved{std::move(holder.owner)};
    CHECK(moved.get() != nullptr);
    CHECK_FALSE(holder.owner);
    CHECK(b.use_count() == 2);
  }
  CHECK(b.use_count() == 1);

  Owner reset{new Hidden{a}};
  reset.reset();
  CHECK(a.use_count() == 1);
  CHECK(reset.get() == nullptr);
}

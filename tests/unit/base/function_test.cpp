// SPDX-License-Identifier: MIT
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include <promptview/base/function.hpp>
#include <promptview_test/catch.hpp>

namespace {

using Take = promptview::detail::Function<void(const std::string&)>;

std::string heard;
void hear(const std::string& text) { heard = text; }

static_assert(std::is_constructible_v<Take, void (*)(const std::string&)>);
static_assert(!std::is_constructible_v<Take, void (*)(int*)>);
static_assert(!std::is_constructible_v<Take, int>);

}  // namespace

TEST_CASE("a function calls what it was made of") {
  const Take plain = hear;
  plain("a");
  CHECK(heard == "a");

  std::string mine;
  const Take closure = [&mine](const std::string& text) { mine = text + "!"; };
  closure("b");
  CHECK(mine == "b!");
}

TEST_CASE("a function of nothing is empty") {
  void (*const none)(const std::string&) = nullptr;
  CHECK_FALSE(Take{});
  CHECK_FALSE(Take{nullptr});
  CHECK_FALSE(Take{none});
  CHECK_FALSE(Take{std::function<void(const std::string&)>{}});
  CHECK(Take{hear});
}

TEST_CASE("copies of a function have copies of what it holds, and the last drops it") {
  const auto held = std::make_shared<int>(0);
  {
    Take first = [held, calls = 0](const std::string&) mutable { *held = ++calls; };
    const Take second = first;
    CHECK(held.use_count() == 3);
    first("");
    first("");
    CHECK(*held == 2);
    second("");
    CHECK(*held == 1);

    const Take third = std::move(first);
    CHECK_FALSE(first);  // NOLINT(bugprone-use-after-move)
    CHECK(held.use_count() == 3);
    first = third;
    CHECK(held.use_count() == 4);
    first = nullptr;
    CHECK(held.use_count() == 3);
  }
  CHECK(held.use_count() == 1);
}

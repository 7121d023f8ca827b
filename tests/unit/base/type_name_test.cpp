// SPDX-License-Identifier: MIT
#include <promptview/base/type_name.hpp>
#include <promptview_test/catch.hpp>

#include <string>

using promptview::detail::type_name;
using promptview::detail::unqualified;

namespace blog {
struct User {};
struct Outer {
  struct Inner {};
};
template <class T>
struct Box {};
enum class Role { guest };
}  // namespace blog
struct GlobalTypeOfTest {};
namespace {
struct Hidden {};
}  // namespace

static_assert(type_name<int>() == "int");
static_assert(type_name<blog::User>() == "blog::User");
static_assert(type_name<blog::Outer::Inner>() == "blog::Outer::Inner");
static_assert(type_name<blog::Box<blog::User>>() == "blog::Box<blog::User>");
static_assert(type_name<blog::Role>() == "blog::Role");
static_assert(type_name<GlobalTypeOfTest>() == "GlobalTypeOfTest");
static_assert(type_name<Hidden>() == "{anonymous}::Hidden" || type_name<Hidden>() == "(anonymous namespace)::Hidden");

static_assert(unqualified("blog::User") == "User");
static_assert(unqualified("a::b::c") == "c");
static_assert(unqualified("User") == "User");
static_assert(unqualified("{anonymous}::Hidden") == "Hidden");
static_assert(unqualified("(anonymous namespace)::Hidden") == "Hidden");
static_assert(unqualified("") == "");

TEST_CASE("a name is the same when the program runs") { CHECK(std::string{type_name<blog::User>()} == "blog::User"); }

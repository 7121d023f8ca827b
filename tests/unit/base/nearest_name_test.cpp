// SPDX-License-Identifier: MIT
#include <promptview/base/nearest_name.hpp>
#include <promptview_test/catch.hpp>

using promptview::detail::edit_distance;
using promptview::detail::is_near;
using promptview::detail::suggest;

TEST_CASE("the distance between names") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("abc", "") == 3);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("name", "name") == 0);
  CHECK(edit_distance("nmae", "name") == 2);
  CHECK(edit_distance("NAME", "name") == 0);
}

TEST_CASE("names are near when at most a third of the letters is wrong, or a word more or less") {
  for (const auto& [name, meant] : std::initializer_list<std::pair<const char*, const char*>>{
           {"agee", "age"}, {"ag", "age"}, {"nmae", "name"}, {"AGE", "age"}, {"leafs", "leaves"}, {"idd", "id"},
           {"created", "created_at"}, {"author_id", "author"}, {"descirption", "description"}})
    CHECK(is_near(name, meant));
  for (const auto& [name, other] : std::initializer_list<std::pair<const char*, const char*>>{
           {"", "age"}, {"x", "y"}, {"x", "id"}, {"zip", "age"}, {"elephant", "name"}, {"authors_of", "author"},
           {"title", "state"}, {"price", "age"}, {"_", "age"}})
    CHECK_FALSE(is_near(name, other));
}

TEST_CASE("the nearest of several names is suggested, the first of those at the same distance") {
  const auto words = [](const auto& offer) {
    for (const char* name : {"state", "stated", "status", "stat"}) offer(name);
  };
  CHECK(suggest("statee", words) == ": did you mean \"state\"?");
  CHECK(suggest("status", words) == ": did you mean \"status\"?");
  CHECK(suggest("statu", words) == ": did you mean \"state\"?");
  CHECK(suggest("elephant", words) == ": use one of state, stated, status, stat");
}

TEST_CASE("of many names that are not near some are named") {
  const auto words = [](const auto& offer) {
    for (char letter = 'a'; letter <= 'z'; ++letter) offer(std::string(3, letter));
  };
  CHECK(suggest("elephant", words) ==
        ": use one of aaa, bbb, ccc, ddd, eee, fff, ggg, hhh, iii, jjj, kkk, lll, mmm, nnn, ooo, ppp, qqq, rrr, sss, ttt, ...");
}

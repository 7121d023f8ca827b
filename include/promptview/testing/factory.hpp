// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/model/database.hpp>

namespace promptview::testing {

// Makes objects for tests that differ from each other:
//
//   pv::testing::Factory<User> users{[](User& user, int n) { user.name = "user" + std::to_string(n); }};
//   User john = users.create([](User& user) { user.age = 30; });
//   std::vector<User> ten = users.create_many(10);
//
// `n` counts the objects of the factory from 1. For one thread at a time.
template <class M>
class Factory {
 public:
  // Fills in a new object; gets the object and its number, from 1. A Change then changes one, before it is saved.
  using Recipe = std::function<void(M&, int)>;
  using Change = std::function<void(M&)>;

  // `recipe` fills in what each object needs, and may use other factories; throws InvalidValue if it is empty.
  // `database`: where objects are created; empty: the default one.
  explicit Factory(Recipe recipe, std::string_view database = {}) : recipe_{std::move(recipe)}, database_{database} {
    if (!recipe_) throw InvalidValue{"give the factory a function that fills in an object: the recipe is empty"};
  }

  // An object that is not saved, changed as wanted behind the recipe.
  [[nodiscard]] M build(const Change& change = {}) {
    M object{};
    recipe_(object, ++made_);
    if (change) change(object);
    return object;
  }

  // One that was inserted. Blocks, one round trip; throws as Database::insert.
  M create(const Change& change = {}) { return database_.create(build(change)); }

  // So many of them, inserted as by Database::bulk_create. Throws InvalidValue for a negative number.
  std::vector<M> create_many(int count, const Change& change = {}) {
    if (count < 0) throw InvalidValue{"create_many takes a number from 0, not " + std::to_string(count)};
    std::vector<M> objects;
    objects.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) objects.push_back(build(change));
    database_.bulk_create(objects);
    return objects;
  }

 private:
  Recipe recipe_;
  Database database_;
  int made_ = 0;
};

}  // namespace promptview::testing

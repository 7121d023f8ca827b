// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>

// The problems that an object has before it is written.
namespace promptview {

// One thing that is wrong with an object: with a field, or with the whole.
struct Problem {
  std::string field{};  // empty: of the object as a whole
  std::string message{};

  friend bool operator==(const Problem&, const Problem&) = default;
};

namespace detail {

// A template, so that only files that use it pay for compiling it.
template <class Item>
class ProblemList {
 public:
  void add(std::string_view field, std::string_view message) { all_.push_back({std::string{field}, std::string{message}}); }
  void add(std::string_view message) { add({}, message); }

  bool empty() const noexcept { return all_.empty(); }
  const std::vector<Item>& all() const noexcept { return all_; }

 private:
  std::vector<Item> all_{};
};

template <class Item>
class FailedValidation : public Error {
 public:
  FailedValidation(const std::string& what, std::vector<Item> problems, std::size_t object)
      : Error{what}, problems_{std::move(problems)}, object_{object} {}

  const std::vector<Item>& problems() const noexcept { return problems_; }
  // The place, among many objects, of the one that has the problems.
  std::size_t object() const noexcept { return object_; }

 private:
  std::vector<Item> problems_;
  std::size_t object_;
};

}  // namespace detail

// Collects all problems of one object: `problems.add("age", "must not be negative")`.
using Problems = detail::ProblemList<Problem>;

// `validate` of an object found problems; nothing was sent.
using ValidationFailed = detail::FailedValidation<Problem>;

namespace detail {

// `model`: its name. `count`: the number of objects that are written.
template <class Item>
void check_problems(const ProblemList<Item>& problems, std::string_view model, std::size_t object, std::size_t count) {
  if (problems.empty()) return;
  std::string what{model};
  if (count > 1) what += " (object " + std::to_string(object) + ")";
  what += ": correct ";
  const char* between = "";
  for (const Item& problem : problems.all()) {
    what += between + problem.field + (problem.field.empty() ? "" : " ") + problem.message;
    between = "; ";
  }
  FailedValidation<Item> failed{what, problems.all(), object};
  if (count > 1) failed.set_place(object);
  throw failed;
}

}  // namespace detail
}  // namespace promptview

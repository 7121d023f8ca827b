// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <promptview/base/snake_case.hpp>

// Which name was meant by one that does not exist.
namespace promptview::detail {

// The number of single-letter edits between the first 64 letters of two names; upper and lower case are the same letter.
constexpr std::size_t edit_distance(std::string_view from, std::string_view to) noexcept {
  constexpr std::size_t most = 64;
  from = from.substr(0, most);
  to = to.substr(0, most);
  std::size_t row[most + 1] = {};
  for (std::size_t j = 0; j <= to.size(); ++j) row[j] = j;
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t replaced = diagonal + (to_lower(from[i]) == to_lower(to[j]) ? 0 : 1);
      diagonal = row[j + 1];
      const std::size_t kept = (row[j] < row[j + 1] ? row[j] : row[j + 1]) + 1;
      row[j + 1] = replaced < kept ? replaced : kept;
    }
  }
  return row[to.size()];
}

// Whether one is the other with a word behind it, as `author_id` is to `author`.
constexpr bool is_with_a_word_more(std::string_view name, std::string_view other) noexcept {
  const std::string_view shorter = name.size() < other.size() ? name : other;
  const std::string_view longer = name.size() < other.size() ? other : name;
  return !shorter.empty() && longer.size() > shorter.size() && longer.starts_with(shorter) && longer[shorter.size()] == '_';
}

// Whether somebody who wrote `name` can have meant `candidate`: a third of the letters is wrong at most, and never all of
// them; or a word more or less.
constexpr bool is_near(std::string_view name, std::string_view candidate) noexcept {
  const std::size_t letters = name.size() < candidate.size() ? name.size() : candidate.size();
  const std::size_t distance = edit_distance(name, candidate);
  return (distance <= (letters + 2) / 3 && distance < letters) || is_with_a_word_more(name, candidate);
}

// Takes the names that exist, and says in messages what to write instead of one that does not.
class Suggestion {
 public:
  constexpr explicit Suggestion(std::string_view mistaken) noexcept : mistaken_{mistaken.substr(0, 64)} {}

  constexpr void offer(std::string_view name) noexcept {
    const std::size_t distance = edit_distance(mistaken_, name);
    if (!is_near(mistaken_, name) || (!nearest_.empty() && distance >= least_)) return;
    nearest_ = name;
    least_ = distance;
  }
  // The nearest of the names; empty: none is near.
  constexpr std::string_view nearest() const noexcept { return nearest_; }

 private:
  std::string_view mistaken_;
  std::string_view nearest_{};
  std::size_t least_ = 0;
};

// `: did you mean "age"?`, or where none is near the names that there are, `: use one of id, name, age`. `offer_all` is
// given each function that takes a name.
template <class OfferAll>
std::string suggest(std::string_view mistaken, const OfferAll& offer_all) {
  Suggestion suggestion{mistaken};
  offer_all([&](std::string_view name) { suggestion.offer(name); });
  if (!suggestion.nearest().empty()) return ": did you mean \"" + std::string{suggestion.nearest()} + "\"?";
  constexpr std::size_t most = 20;
  std::size_t count = 0;
  std::string names;
  offer_all([&](std::string_view name) {
    if (count++ < most) names.append(count == 1 ? "" : ", ").append(name);
  });
  return ": use one of " + names + (count > most ? ", ..." : "");
}

}  // namespace promptview::detail

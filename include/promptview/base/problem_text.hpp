// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

// Messages that are made while a program compiles, of names that are only known then.
namespace promptview::detail {

// A message under construction; what does not fit is left out.
class ProblemText {
 public:
  static constexpr std::size_t capacity = 480;

  constexpr ProblemText& add(std::string_view text) noexcept {
    for (const char c : text)
      if (size_ < capacity) text_[size_++] = c;
    return *this;
  }
  constexpr std::string_view view() const noexcept { return {text_, size_}; }
  constexpr std::size_t size() const noexcept { return size_; }

 private:
  char text_[capacity] = {};
  std::size_t size_ = 0;
};

// The same as an argument of a template, in the form that the compiler prints in full: clang cuts arrays of more than 36
// letters and of more than 10 items, and prints no letters where a line has zeros behind them.
#if defined(__clang__)
template <std::size_t N>
struct Words {
  char lines[N][36] = {};
};
constexpr std::size_t end_of_line(std::string_view text) noexcept {
  if (text.size() <= 35) return text.size();
  const std::size_t blank = text.rfind(' ', 34);
  return blank == std::string_view::npos ? 35 : blank + 1;
}
constexpr std::size_t size_of_words(std::string_view text) noexcept {
  std::size_t lines = 0;
  for (; !text.empty() && lines < 10; ++lines) text.remove_prefix(end_of_line(text));
  return lines;
}
template <std::size_t N>
constexpr Words<N> words_of(std::string_view text) noexcept {
  Words<N> made;
  for (std::size_t line = 0; line < N; ++line) {
    const std::size_t end = end_of_line(text);
    for (std::size_t i = 0; i < 36; ++i) made.lines[line][i] = i < end ? text[i] : i < 35 ? ' ' : '\0';
    text.remove_prefix(end);
  }
  return made;
}
#else
template <std::size_t N>
struct Words {
  char text[N + 1] = {};
};
constexpr std::size_t size_of_words(std::string_view text) noexcept { return text.size(); }
template <std::size_t N>
constexpr Words<N> words_of(std::string_view text) noexcept {
  Words<N> made;
  for (std::size_t i = 0; i < N; ++i) made.text[i] = text[i];
  return made;
}
#endif

struct NoProblem {};

// `Problem::text()` as such an argument, if Problem::is_there.
template <class Problem>
constexpr auto said() noexcept {
  if constexpr (Problem::is_there) {
    constexpr ProblemText text = Problem::text();
    return words_of<size_of_words(text.view())>(text.view());
  } else {
    return NoProblem{};
  }
}

}  // namespace promptview::detail

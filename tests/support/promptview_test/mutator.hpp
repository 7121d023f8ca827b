// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace promptview_test {

// Changes inputs at random: bytes, pieces, repetitions, parts of other inputs.
class Mutator {
 public:
  Mutator(unsigned seed, std::vector<std::string> inputs, std::vector<std::string> pieces)
      : random_{seed}, inputs_{std::move(inputs)}, pieces_{std::move(pieces)} {}

  // One of them, changed in one to six places.
  std::string next() {
    std::string text = inputs_[pick(inputs_.size())];
    for (std::size_t changes = pick(2) == 0 ? 1 : 1 + pick(6); changes > 0; --changes) change(text);
    return text;
  }

 private:
  std::size_t pick(std::size_t count) { return static_cast<std::size_t>(random_() % count); }
  const std::string& piece() { return pieces_[pick(pieces_.size())]; }

  void change(std::string& text) {
    const std::size_t at = pick(text.size() + 1);
    const std::size_t length = pick(12);
    switch (pick(12)) {
      case 0: text.insert(at, piece()); return;
      case 1: text.erase(at, length); return;
      case 2: if (at < text.size()) text[at] = static_cast<char>(random_()); return;
      case 3: text.insert(at, text.substr(pick(text.size() + 1), length)); return;
      case 4: text.replace(at, length, piece()); return;
      case 5: {
        const std::string& other = inputs_[pick(inputs_.size())];
        text.insert(at, other.substr(pick(other.size() + 1), 4 * length));
        return;
      }
      case 6: if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << pick(8))); return;
      case 7: text.resize(at); return;
      case 8:
        if (pick(8) == 0) pick(2) == 0 ? repeat(text, at) : nest(text, at);
        return;
      case 9:
      case 10: {  // inside of a value, so that the shape stays
        const std::size_t digit = text.find_first_of("0123456789aeJ", at);
        if (digit != std::string::npos) text[digit] = "0123456789-.eE "[pick(15)];
        return;
      }
      default: if (at < text.size()) text[at] = static_cast<char>('0' + pick(10));
    }
  }
  std::size_t many() { return std::array<std::size_t, 3>{10, 200, 20'000}[pick(3)]; }
  void repeat(std::string& text, std::size_t at) { text.insert(at, repeated(piece(), many())); }

  // Puts a value into many brackets, so that what follows it recursively goes deep.
  void nest(std::string& text, std::size_t at) {
    static const std::array<std::array<const char*, 2>, 4> brackets{{{"[", "]"}, {"{\"a\":", "}"}, {"{\"and\":[", "]}"}, {"{\"not\":", "}"}}};
    const std::size_t digit = text.find_first_of("0123456789", at);
    if (digit == std::string::npos) return;
    const auto& [open, close] = brackets[pick(brackets.size())];
    const std::size_t count = many();
    text.insert(digit + 1, repeated(close, count));
    text.insert(digit, repeated(open, count));
  }
  static std::string repeated(const std::string& piece, std::size_t count) {
    std::string text;
    for (; count > 0; --count) text += piece;
    return text;
  }

  std::mt19937 random_;
  std::vector<std::string> inputs_;
  std::vector<std::string> pieces_;
};

}  // namespace promptview_test

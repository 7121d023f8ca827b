// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace benchmark {

template <class Number>
void read_number(std::string_view text, Number& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) throw std::runtime_error{"this is no number"};
}

// {1,2,3}
inline void read_array(std::string_view text, std::vector<std::int64_t>& numbers) {
  const char* at = text.data() + 1;
  const char* const end = text.data() + text.size() - 1;
  while (at < end) {
    const auto [next, error] = std::from_chars(at, end, numbers.emplace_back());
    if (error != std::errc{}) throw std::runtime_error{"this is no array of numbers"};
    at = next + 1;
  }
}

// {plain,"quoted \"so\""}; without NULLs.
inline void read_array(std::string_view text, std::vector<std::string>& texts) {
  std::size_t at = 1;
  while (at + 1 < text.size()) {
    std::string& item = texts.emplace_back();
    if (text[at] == '"') {
      for (++at; text[at] != '"'; ++at) {
        if (text[at] == '\\') ++at;
        item += text[at];
      }
      at += 2;
      continue;
    }
    const std::size_t end = text.find_first_of(",}", at);
    item = text.substr(at, end - at);
    at = end + 1;
  }
}

}  // namespace benchmark

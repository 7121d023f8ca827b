// SPDX-License-Identifier: MIT
#include <array>
#include <charconv>
#include <cstddef>

#include "array_text.hpp"
#include "raw_copy.hpp"

namespace benchmark {
namespace {

struct CopyText {
  static constexpr const char* options = "";
  static constexpr std::string_view begin{};
  static constexpr std::string_view end{};

  static void append(std::string& to, const PersonFields& person) {
    append_number(to, *person.id);
    append_text(to += '\t', person.name);
    append_text(to += '\t', person.email);
    append_number(to += '\t', person.age);
    append_number(to += '\t', person.score);
    to += person.active ? "\tt\t" : "\tf\t";
    if (person.bio)
      append_text(to, *person.bio);
    else
      to += "\\N";
    to += '\n';
  }

  // A line, with its end.
  static void decode(std::string_view line, std::vector<Person>& people) {
    std::array<std::string_view, 7> columns;
    line.remove_suffix(1);
    for (std::string_view& column : columns) {
      const std::size_t tab = line.find('\t');
      column = line.substr(0, tab);
      line.remove_prefix(tab == std::string_view::npos ? line.size() : tab + 1);
    }
    Person& person = people.emplace_back();
    std::int64_t id = 0;
    read_number(columns[0], id);
    person.id = id;
    unescape(columns[1], person.name);
    unescape(columns[2], person.email);
    read_number(columns[3], person.age);
    read_number(columns[4], person.score);
    person.active = columns[5] == "t";
    if (columns[6] != "\\N") unescape(columns[6], person.bio.emplace());
  }

 private:
  template <class Number>
  static void append_number(std::string& to, Number number) {
    char text[32];
    to.append(text, std::to_chars(text, text + sizeof(text), number).ptr);
  }
  static void append_text(std::string& to, std::string_view text) {
    for (const char c : text) switch (c) {
        case '\\': to += "\\\\"; break;
        case '\t': to += "\\t"; break;
        case '\n': to += "\\n"; break;
        case '\r': to += "\\r"; break;
        default: to += c;
      }
  }
  static void unescape(std::string_view text, std::string& to) {
    if (text.find('\\') == std::string_view::npos) {
      to = text;
      return;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '\\') {
        to += text[i];
        continue;
      }
      const char c = text[++i];
      to += c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c;
    }
  }
};

const bool offered = offer<RawCopy<CopyText>>(3, "raw-copy-text", {Task::read_all, Task::bulk_insert});

}  // namespace
}  // namespace benchmark

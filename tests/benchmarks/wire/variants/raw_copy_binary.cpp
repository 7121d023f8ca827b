// SPDX-License-Identifier: MIT
#include <bit>
#include <cstdint>
#include <cstring>

#include "binary_format.hpp"
#include "raw_copy.hpp"

namespace benchmark {
namespace {

struct CopyBinary {
  static constexpr const char* options = " (FORMAT binary)";
  static constexpr std::string_view begin{"PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19};
  static constexpr std::string_view end{"\377\377", 2};

  static void append(std::string& to, const PersonFields& person) {
    append_bits(to, std::uint16_t{7});
    append_value(to, static_cast<std::uint64_t>(*person.id));
    append_text(to, person.name);
    append_text(to, person.email);
    append_value(to, static_cast<std::uint32_t>(person.age));
    append_value(to, std::bit_cast<std::uint64_t>(person.score));
    append_text(to, person.active ? std::string_view{"\1", 1} : std::string_view{"\0", 1});
    if (person.bio)
      append_text(to, *person.bio);
    else
      append_bits(to, ~std::uint32_t{0});
  }

  // A row; the first comes behind the header, and the end of all counts as one.
  static void decode(std::string_view row, std::vector<Person>& people) {
    const char* at = row.data();
    if (row.substr(0, 6) == begin.substr(0, 6)) at += begin.size();
    if (at == row.data() + row.size() || BinaryFormat::read<std::uint16_t>(at) != 7) return;
    at += 2;
    Person& person = people.emplace_back();
    person.id = static_cast<std::int64_t>(number<std::uint64_t>(at));
    (void)text(at, person.name);
    (void)text(at, person.email);
    person.age = static_cast<std::int32_t>(number<std::uint32_t>(at));
    person.score = std::bit_cast<double>(number<std::uint64_t>(at));
    person.active = at[4] != 0;
    at += 5;
    if (!text(at, person.bio.emplace())) person.bio.reset();
  }

 private:
  template <class Bits>
  static void append_bits(std::string& to, Bits bits) {
    bits = BinaryFormat::swapped(bits);
    char bytes[sizeof(bits)];
    std::memcpy(bytes, &bits, sizeof(bits));
    to.append(bytes, sizeof(bytes));
  }
  template <class Bits>
  static void append_value(std::string& to, Bits bits) {
    append_bits(to, static_cast<std::uint32_t>(sizeof(bits)));
    append_bits(to, bits);
  }
  static void append_text(std::string& to, std::string_view text) {
    append_bits(to, static_cast<std::uint32_t>(text.size()));
    to += text;
  }

  template <class Bits>
  static Bits number(const char*& at) {
    const Bits bits = BinaryFormat::read<Bits>(at + 4);
    at += 4 + sizeof(bits);
    return bits;
  }
  // Whether there is one.
  static bool text(const char*& at, std::string& to) {
    const auto length = static_cast<std::int32_t>(BinaryFormat::read<std::uint32_t>(at));
    at += 4;
    if (length < 0) return false;
    to.assign(at, static_cast<std::size_t>(length));
    at += length;
    return true;
  }
};

const bool offered = offer<RawCopy<CopyBinary>>(4, "raw-copy-binary", {Task::read_all, Task::bulk_insert});

}  // namespace
}  // namespace benchmark

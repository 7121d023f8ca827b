// SPDX-License-Identifier: MIT
// More than fits the buffers of both ends: neither may wait for the other one.
#include <sys/resource.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace pipeline_large_test {

struct Text : pv::Model<Text> {
  pv::Auto<std::int64_t> id{};
  std::string text{};
  std::string copy{};

  friend bool operator==(const Text&, const Text&) = default;
};
PROMPTVIEW_MODEL(Text, postgres, "pipeline_large_texts", FIELD(id, primary_key), FIELD(text), FIELD(copy, generated="text"))

struct Number : pv::Model<Number> {
  pv::Auto<std::int64_t> id{};
  int number{};
};
PROMPTVIEW_MODEL(Number, postgres, "pipeline_large_numbers", FIELD(id, primary_key), FIELD(number, unique))

// Sanitizers keep what was freed.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool is_sanitized = true;
#elif defined(__has_feature)
constexpr bool is_sanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer);
#else
constexpr bool is_sanitized = false;
#endif

long peak_kilobytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

}  // namespace pipeline_large_test

using namespace pipeline_large_test;

TEST_CASE("save_all of 10,000 objects whose texts all come back") {
  const TestDatabase database;
  Text::initialize();
  std::vector<Text> texts;
  for (int i = 0; i < 10000; ++i) texts.push_back({.text = std::to_string(i) + std::string(2000, 'x')});
  const auto sent = pv::testing::count_queries([&] { Text::save_all(texts); });
  CHECK(sent.round_trips == 1);
  bool right = true;
  for (std::size_t i = 0; i < texts.size(); ++i) right = right && *texts[i].id == static_cast<std::int64_t>(i) + 1 && texts[i].copy == texts[i].text;
  CHECK(right);
  CHECK(Text::query().count() == 10000);
}

TEST_CASE("save_all of 100 texts of a megabyte, which come back") {
  const TestDatabase database;
  Text::initialize();
  std::vector<Text> texts;
  for (int i = 0; i < 100; ++i) texts.push_back({.text = std::string(1 << 20, static_cast<char>('a' + i % 26))});
  Text::save_all(texts);
  CHECK(texts[99].copy == texts[99].text);
  CHECK(Text::query().filter("id", 50).one() == texts[49]);
  std::vector<decltype(Text::get_query(1))> gets;
  for (int i = 1; i <= 100; ++i) gets.push_back(Text::get_query(i));
  const auto read = pv::pipeline(gets);
  bool right = true;
  for (std::size_t i = 0; i < 100; ++i) right = right && read[i] == texts[i];
  CHECK(right);
}

TEST_CASE("save_all of 100,000 objects takes little memory for what is under way") {
  const TestDatabase database;
  Number::initialize();
  std::vector<Number> numbers(100000);
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i].number = static_cast<int>(i);
  const long before = peak_kilobytes();
  Number::save_all(numbers);
  CHECK(*numbers.back().id == 100000);
  for (Number& number : numbers) number.number = -number.number;
  Number::update_all(numbers);
  // A result of its own for each object would be 200 MB.
  CHECK((is_sanitized || peak_kilobytes() - before < 60000));
  CHECK(TestDatabase::ask("SELECT min(number) FROM pipeline_large_numbers") == "-99999");

  SECTION("the first of many fails: the rest is not sent in vain") {
    std::vector<Number> more = numbers;
    for (Number& number : more) number.id = {}, number.number += 1000000;
    more[0].number = -5;
    const auto sent = pv::testing::count_queries([&] { CHECK_THROWS_AS(Number::save_all(more), pv::UniqueViolation); });
    CHECK(sent.statements < 100000);
    CHECK(Number::query().count() == 100000);
  }
}

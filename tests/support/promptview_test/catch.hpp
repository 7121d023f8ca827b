// SPDX-License-Identifier: MIT
#pragma once

// Catch2 2.13 and 3.x behind one include. Tests use the macros that both have, and from promptview_test what the two
// name differently. (`SKIP` is of 3.3 and later: do not use it.)

#define CATCH_CONFIG_ENABLE_ALL_STRINGMAKERS

#if __has_include(<catch2/catch_all.hpp>)
#define PROMPTVIEW_TEST_CATCH 3
#include <catch2/catch_all.hpp>
#else
#define PROMPTVIEW_TEST_CATCH 2
#define CATCH_CONFIG_EXTERNAL_INTERFACES  // for listeners
#include <catch2/catch.hpp>
#endif

#include <string>

namespace promptview_test {

// Matchers, for REQUIRE_THAT and REQUIRE_THROWS_MATCHES. They combine with &&, || and !.
#if PROMPTVIEW_TEST_CATCH == 3
using EventListenerBase = Catch::EventListenerBase;  // for CATCH_REGISTER_LISTENER

inline auto contains(const std::string& text) { return Catch::Matchers::ContainsSubstring(text); }
inline auto message(const std::string& text) { return Catch::Matchers::Message(text); }
inline auto message_contains(const std::string& text) {
  return Catch::Matchers::MessageMatches(Catch::Matchers::ContainsSubstring(text));
}
#else
using EventListenerBase = Catch::TestEventListenerBase;

inline auto contains(const std::string& text) { return Catch::Matchers::Contains(text); }
inline auto message(const std::string& text) { return Catch::Matchers::Message(text); }

class MessageContains : public Catch::MatcherBase<std::exception> {
 public:
  explicit MessageContains(std::string text) : text_(std::move(text)) {}
  bool match(const std::exception& error) const override {
    return std::string(error.what()).find(text_) != std::string::npos;
  }
  std::string describe() const override { return "exception message contains: \"" + text_ + "\""; }

 private:
  std::string text_;
};
inline auto message_contains(const std::string& text) { return MessageContains(text); }
#endif

inline auto starts_with(const std::string& text) { return Catch::Matchers::StartsWith(text); }
inline auto ends_with(const std::string& text) { return Catch::Matchers::EndsWith(text); }
inline auto matches(const std::string& regex) { return Catch::Matchers::Matches(regex); }

}  // namespace promptview_test

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

// JSON of strangers: how deep it may be, and the parser that refuses what is deeper before it is built.
namespace promptview::detail {

// So many arrays and objects may stand in each other, wherever JSON comes in or goes out. What copies, reads and writes
// documents goes into them by recursion, which this bounds.
inline constexpr std::size_t max_json_depth = 100;
inline constexpr const char* json_too_deep = "nest at most 100 arrays and objects of JSON in each other";

inline bool is_too_deep(const nlohmann::json& json, std::size_t most = max_json_depth) {
  if (!json.is_structured()) return false;
  if (most == 0) return true;
  for (const nlohmann::json& part : json)
    if (is_too_deep(part, most - 1)) return true;
  return false;
}

enum class JsonProblem : std::uint8_t { none, no_json, too_deep, repeated_key };

enum class RepeatedKeys : std::uint8_t {
  last_wins,  // as nlohmann::json does
  refuse,     // of two, a reader would see one and the parser take the other
};

// Builds a document of its text in time that is linear in its size. (nlohmann's own parser looks through all items of an
// array behind each of them when it is asked to watch keys and depth.)
class JsonParser {
 public:
  using Json = nlohmann::json;

  explicit JsonParser(RepeatedKeys repeated = RepeatedKeys::last_wins) : repeated_{repeated} {}

  // False when there is a problem.
  bool parse(std::string_view text) { return Json::sax_parse(text.begin(), text.end(), this); }

  Json take() { return std::move(root_); }
  JsonProblem problem() const noexcept { return problem_; }
  const std::string& message() const noexcept { return message_; }
  // The keys and places in arrays that lead to the problem, from the outermost inward. `shown` makes the text of a key.
  template <class Shown>
  std::string place(const Shown& shown) const {
    std::string place;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      const Json& container = *open_[i];
      const Json* const inside = i + 1 < open_.size() ? open_[i + 1] : slot_;
      if (container.is_array()) place += "/" + std::to_string(container.size() - 1);
      for (auto each = container.begin(); container.is_object() && each != container.end(); ++each)
        if (&*each == inside) place += "/" + shown(each.key());
    }
    return place;
  }

  // nlohmann::json calls these while it reads.
  bool null() { return add(nullptr); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(std::int64_t value) { return add(value); }
  bool number_unsigned(std::uint64_t value) { return add(value); }
  bool number_float(double value, const std::string&) { return add(value); }
  bool string(std::string& value) { return add(std::move(value)); }
  bool binary(Json::binary_t&) { return fail(JsonProblem::no_json, "JSON has no bytes"); }
  bool start_object(std::size_t) { return open(Json::object()); }
  bool start_array(std::size_t) { return open(Json::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(std::string& name) {
    const auto [at, is_new] = open_.back()->emplace(std::move(name), nullptr);
    slot_ = &*at;
    return is_new || repeated_ == RepeatedKeys::last_wins || fail(JsonProblem::repeated_key, "give each key of an object once");
  }
  bool parse_error(std::size_t, const std::string&, const Json::exception& error) { return fail(JsonProblem::no_json, error.what()); }

 private:
  // The value's place in the document.
  template <class T>
  Json& put(T&& value) {
    if (open_.empty()) return root_ = std::forward<T>(value);
    if (open_.back()->is_object()) return *slot_ = std::forward<T>(value);
    open_.back()->emplace_back(std::forward<T>(value));
    return open_.back()->back();
  }
  template <class T>
  bool add(T&& value) {
    put(std::forward<T>(value));
    return true;
  }
  bool open(Json container) {
    if (open_.size() == max_json_depth) return fail(JsonProblem::too_deep, json_too_deep);
    open_.push_back(&put(std::move(container)));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }
  bool fail(JsonProblem problem, const char* message) {
    problem_ = problem;
    message_ = message;
    return false;
  }

  RepeatedKeys repeated_;
  Json root_{};
  std::vector<Json*> open_{};  // the containers that are being filled; only the last one grows, so that they stay in place
  Json* slot_ = nullptr;       // of the last key
  JsonProblem problem_ = JsonProblem::none;
  std::string message_{};
};

}  // namespace promptview::detail

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/document_filter.hpp>

namespace promptview::detail {

// Parses a document in which each object has each key once: of two, a reader would see one and the parser take the other.
class DocumentParser {
 public:
  // Throws InvalidValue.
  static Json parse(std::string_view text) {
    DocumentParser parser;
    try {
      return Json::parse(text, [&parser](int, Event event, const Json& part) { return parser.take(event, part); });
    } catch (const Json::exception& error) {
      DocumentFilter::refuse("", std::string{"give a JSON document: "} + error.what());
    }
  }

 private:
  using Event = Json::parse_event_t;

  struct Level {
    bool is_array = false;
    std::size_t items = 0;  // of an array, until now
    std::string key{};      // of an object, the last one
    std::set<std::string> keys{};
  };

  bool take(Event event, const Json& part) {
    if (event == Event::key) {
      take_key(part.get<std::string>());
    } else if (event == Event::object_end || event == Event::array_end) {
      open_.pop_back();
    } else {
      if (!open_.empty()) ++open_.back().items;
      if (event != Event::value) open_.push_back({.is_array = event == Event::array_start});
    }
    return true;
  }

  void take_key(std::string key) {
    Level& level = open_.back();
    level.key = std::move(key);
    if (!level.keys.insert(level.key).second) DocumentFilter::refuse(path(), "give each key of an object once");
  }

  std::string path() const {
    std::string path;
    for (const Level& level : open_) path += "/" + (level.is_array ? std::to_string(level.items - 1) : DocumentFilter::shown(level.key));
    return path;
  }

  std::vector<Level> open_{};
};

}  // namespace promptview::detail

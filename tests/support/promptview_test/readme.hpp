// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>

#include <promptview_test/catch.hpp>

namespace promptview_test {

// The manual of a room, as "postgres/pool", from the heading of the third level to the next one of the second or third.
inline std::string manual_section(const std::string& room, const std::string& title) {
  std::ifstream file{PROMPTVIEW_TEST_SOURCE_DIR "/../include/promptview/" + room + "/README.md"};
  std::ostringstream text;
  text << file.rdbuf();
  const std::string all = text.str();
  const std::size_t begin = all.find("\n### " + title + "\n");
  REQUIRE(begin != std::string::npos);
  return all.substr(begin, std::min(all.find("\n## ", begin + 1), all.find("\n### ", begin + 1)) - begin);
}

}  // namespace promptview_test

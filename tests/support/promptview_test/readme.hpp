// SPDX-License-Identifier: MIT
#pragma once

#include <fstream>
#include <sstream>
#include <string>

#include <promptview_test/catch.hpp>

namespace promptview_test {

// The README from a heading of the second level to the next one.
inline std::string readme_section(const std::string& title) {
  std::ifstream file{PROMPTVIEW_TEST_SOURCE_DIR "/../README.md"};
  std::ostringstream text;
  text << file.rdbuf();
  const std::string all = text.str();
  const std::size_t begin = all.find("\n## " + title + "\n");
  REQUIRE(begin != std::string::npos);
  return all.substr(begin, all.find("\n## ", begin + 1) - begin);
}

}  // namespace promptview_test

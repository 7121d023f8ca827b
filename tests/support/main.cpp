// SPDX-License-Identifier: MIT
// The main of all tests: Catch2's own, in which each test also has the path of its file below tests/ as a tag, like
// [unit/types/uuid_test.cpp]. `--file` and `--tag` choose by them; choosing nothing is an error.

#if !__has_include(<catch2/catch_all.hpp>)
#define CATCH_CONFIG_RUNNER
#endif
#include <promptview_test/catch.hpp>

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

namespace {

const std::string root = PROMPTVIEW_TEST_SOURCE_DIR "/";

std::string path_below_tests(const std::string& file) {
  return file.compare(0, root.size(), root) == 0 ? file.substr(root.size()) : file;
}

// Returns the paths, each once for each of its tests.
std::vector<std::string> tag_tests_with_paths() {
  static std::vector<std::string> paths;  // Catch2 3 keeps views of them
  auto& registry = Catch::getRegistryHub().getTestCaseRegistry();
#if PROMPTVIEW_TEST_CATCH == 3
  for (const auto* test : registry.getAllInfos()) paths.push_back(path_below_tests(test->lineInfo.file));
  auto path = paths.begin();
  for (auto* test : registry.getAllInfos()) test->tags.push_back(Catch::Tag(*path++));
#else
  for (const auto& test : registry.getAllTests()) {
    paths.push_back(path_below_tests(test.lineInfo.file));
    std::vector<std::string> tags = test.tags;
    tags.push_back(paths.back());
    Catch::setTags(const_cast<Catch::TestCase&>(test), tags);  // as Catch2 itself does for --filenames-as-tags
  }
#endif
  return paths;
}

}  // namespace

int main(int argc, char** argv) {
#if PROMPTVIEW_TEST_CATCH == 3
  namespace cli = Catch::Clara;
#else
  namespace cli = Catch::clara;
#endif
  Catch::Session session;
  std::string file;
  std::string tag;
  session.cli(session.cli() | cli::Opt(file, "path")["--file"]("only the tests of this file") |
              cli::Opt(tag, "tag")["--tag"]("only the tests with this tag"));
  if (const int failed = session.applyCommandLine(argc, argv); failed != 0) return failed;

  const std::vector<std::string> paths = tag_tests_with_paths();
  if (!file.empty() && std::find(paths.begin(), paths.end(), file) == paths.end()) {
    std::cerr << "There is no test in " << file << "\n";
    return 2;
  }
  if (!file.empty() || !tag.empty()) {
    std::string choice = "~[.]";
    if (!file.empty()) choice += "[" + file + "]";
    if (!tag.empty()) choice += "[" + tag + "]";
    session.configData().testsOrTags = {choice};
#if PROMPTVIEW_TEST_CATCH == 2
    auto& warnings = session.configData().warnings;  // Catch2 3 fails by itself when nothing was chosen
    warnings = static_cast<Catch::WarnAbout::What>(warnings | Catch::WarnAbout::NoTests);
#endif
  }
  return session.run();
}

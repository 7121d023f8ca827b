// SPDX-License-Identifier: MIT
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <promptview/postgres/connection/environment.hpp>

// Where PostgreSQL's server programs are installed.
namespace promptview::postgres::detail {

// The result of a search: `found` is the folder that holds `initdb` and `postgres`, or empty.
struct ServerBinaries {
  std::string found{};
  std::vector<std::string> looked_in{};
};

inline bool holds_server_binaries(const std::string& folder) {
  return ::access((folder + "/initdb").c_str(), X_OK) == 0 && ::access((folder + "/postgres").c_str(), X_OK) == 0;
}

// The folders <version>/bin of Debian's packages, the newest version first.
inline std::vector<std::string> packaged_bin_folders() {
  std::vector<std::pair<double, std::string>> versions;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator{"/usr/lib/postgresql", failed}) {
    const std::filesystem::path& folder = entry.path();
    versions.emplace_back(std::strtod(folder.filename().c_str(), nullptr), folder.string() + "/bin");
  }
  std::sort(versions.rbegin(), versions.rend());
  std::vector<std::string> folders;
  for (auto& version : versions) folders.push_back(std::move(version.second));
  return folders;
}

// A folder that was named, by the caller or by PROMPTVIEW_POSTGRES_BIN, is the only one that is looked in. Otherwise
// the packaged folders come before PATH.
inline std::vector<std::string> candidate_bin_folders(const std::string& named) {
  if (!named.empty()) return {named};
  std::string configured = environment_value("PROMPTVIEW_POSTGRES_BIN");
  if (!configured.empty()) return {std::move(configured)};
  std::vector<std::string> folders = packaged_bin_folders();
  if (folders.empty()) folders.emplace_back("/usr/lib/postgresql/*/bin");
  std::istringstream path{environment_value("PATH")};
  for (std::string folder; std::getline(path, folder, ':');) {
    if (!folder.empty()) folders.push_back(folder);
  }
  return folders;
}

inline ServerBinaries find_server_binaries(const std::string& named) {
  ServerBinaries result;
  for (const std::string& folder : candidate_bin_folders(named)) {
    result.looked_in.push_back(folder);
    if (!holds_server_binaries(folder)) continue;
    result.found = std::filesystem::absolute(folder).string();
    break;
  }
  return result;
}

}  // namespace promptview::postgres::detail

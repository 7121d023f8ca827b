// SPDX-License-Identifier: MIT
#pragma once

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <system_error>

#include <promptview/base/error.hpp>
#include <promptview/postgres/connection/environment.hpp>
#include <promptview/postgres/embedded/child_process.hpp>

// The folders of an embedded server, and to which account they belong.
namespace promptview::postgres::detail {

[[noreturn]] inline void fail_on_folder(const std::string& remedy, const std::string& folder, const std::string& why) {
  throw NotInitialized{"promptview: " + remedy + ": " + folder + ": " + why};
}

// PostgreSQL refuses to run as root: `postgres` if that account exists, otherwise `nobody`.
inline Account unprivileged_account() {
  for (const char* name : {"postgres", "nobody"}) {
    passwd entry{};
    passwd* found = nullptr;
    char texts[16384];
    if (::getpwnam_r(name, &entry, texts, sizeof texts, &found) == 0 && found != nullptr) {
      return {entry.pw_uid, entry.pw_gid};
    }
  }
  return {65534, 65534};
}

inline void give_to(const std::string& folder, const Account& account) {
  if (::chown(folder.c_str(), account.user, account.group) == 0) return;
  fail_on_folder("run as a user other than root; the folder cannot be given to another account", folder,
                 std::strerror(errno));
}

// The account to run as for a folder that exists: none unless this process is root; else the folder's owner; a
// root-owned folder is given to an unprivileged account first, if it is empty.
inline std::optional<Account> account_for(const std::string& folder) {
  if (::geteuid() != 0) return std::nullopt;
  struct stat entry {};
  if (::stat(folder.c_str(), &entry) != 0) {
    fail_on_folder("give a folder that can be used", folder, std::strerror(errno));
  }
  if (entry.st_uid != 0) return Account{entry.st_uid, entry.st_gid};
  std::error_code failed;
  if (!std::filesystem::is_empty(folder, failed)) {
    fail_on_folder("give a folder of its own, or chown it to an account other than root", folder,
                   "it belongs to root, as whom PostgreSQL does not run, and is not empty");
  }
  const Account account = unprivileged_account();
  give_to(folder, account);
  return account;
}

// Makes a folder that is kept, and its parents; returns its absolute path.
inline std::string make_kept_folder(const std::string& directory) {
  std::error_code failed;
  std::filesystem::path folder = std::filesystem::absolute(directory).lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();
  if (folder.string().find('\n') != std::string::npos) {
    fail_on_folder("give a folder without a line break in its name", folder.string(), "postmaster.pid has lines");
  }
  std::filesystem::create_directories(folder, failed);
  if (failed) fail_on_folder("give a folder that can be made", folder.string(), failed.message());
  return folder.string();
}

// Whether every account may enter the folder.
inline bool open_to_all(std::filesystem::path folder) {
  constexpr auto enter = std::filesystem::perms::others_exec;
  std::error_code failed;
  while ((std::filesystem::status(folder, failed).permissions() & enter) == enter) {
    if (folder == folder.root_path()) return !failed;
    folder = folder.parent_path();
  }
  return false;
}

// A socket's path has at most 107 bytes, and libpq takes a comma for the end of a host.
inline bool holds_socket(const std::string& folder) {
  return folder.size() + std::strlen("/.s.PGSQL.5432") <= 107 && folder.find_first_of(",\n") == std::string::npos;
}

// A new folder with a short path, in TMPDIR or else /tmp, that only its owner and root may enter.
inline std::string make_temporary_folder(const std::optional<Account>& account) {
  const std::string name = "/promptview-XXXXXX";
  std::string parent = environment_value("TMPDIR");
  std::error_code failed;
  const bool usable = parent.starts_with('/') && holds_socket(parent + name) && ::access(parent.c_str(), W_OK) == 0 &&
                      (!account || open_to_all(std::filesystem::canonical(parent, failed)));
  if (!usable) parent = "/tmp";
  std::string folder = parent + name;
  if (::mkdtemp(folder.data()) == nullptr) {
    fail_on_folder("set TMPDIR to a folder that can be written", parent, std::strerror(errno));
  }
  if (account) give_to(folder, *account);
  return folder;
}

inline std::uintmax_t file_size(const std::string& path) {
  std::error_code missing;
  const std::uintmax_t size = std::filesystem::file_size(path, missing);
  return missing ? 0 : size;
}

// The last lines, at most 2,000 bytes, of what a file holds from an offset on.
inline std::string tail(const std::string& path, std::uintmax_t offset) {
  std::ifstream file{path, std::ios::binary};
  file.seekg(static_cast<std::streamoff>(offset));
  std::string text{std::istreambuf_iterator<char>{file}, {}};
  if (text.size() <= 2000) return text;
  text.erase(0, text.size() - 2000);
  return text.substr(text.find('\n') + 1);
}

}  // namespace promptview::postgres::detail

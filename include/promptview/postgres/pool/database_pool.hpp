// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/postgres/connection/environment.hpp>
#include <promptview/postgres/connection/fork_guard.hpp>
#include <promptview/postgres/pool/connection_pool.hpp>

namespace promptview::postgres {

namespace detail {

struct Databases {
  ForkSafeMutex mutex{};
  std::vector<std::shared_ptr<ConnectionPool>> pools{};
};

// Never destroyed, so that static objects of the program may use models while it ends.
inline Databases& databases() {
  static Databases& instance = *new Databases;
  return instance;
}

inline std::shared_ptr<ConnectionPool> find_pool(Databases& all, std::string_view name) {
  for (const auto& pool : all.pools)
    if (pool->options().name == name) return pool;
  return nullptr;
}

// Puts `next`, which may be null, in the place of the database with this name.
inline void replace_pool(std::string_view name, std::shared_ptr<ConnectionPool> next) {
  Databases& all = databases();
  std::shared_ptr<ConnectionPool> last;
  {
    const std::lock_guard lock{all.mutex};
    last = find_pool(all, name);
    std::erase(all.pools, last);
    if (next != nullptr) all.pools.push_back(std::move(next));
  }
  if (last != nullptr) last->close();
}

}  // namespace detail

// The pool of a connected database; empty: the default one, which connects by the environment when nothing was said.
// Throws NotInitialized if there is no such database.
inline std::shared_ptr<ConnectionPool> pool_of(std::string_view name) {
  detail::Databases& all = detail::databases();
  {
    const std::lock_guard lock{all.mutex};
    if (std::shared_ptr<ConnectionPool> known = detail::find_pool(all, name)) return known;
  }
  if (name.find("://") != std::string_view::npos || name.find('=') != std::string_view::npos)
    throw NotInitialized{"give the name that a database was connected under, not its URL: pv::connect({.url = ..., .name = \"replica\"})"};
  if (!name.empty())
    throw NotInitialized{"connect the database \"" + std::string{name} +
                         "\" first: pv::connect({.url = ..., .name = \"" + std::string{name} + "\"})"};
  if (!database_configured())
    throw NotInitialized{
        "connect to a database first: pv::connect(\"postgresql://...\"), or set PROMPTVIEW_POSTGRES_URL"};
  auto made = std::make_shared<ConnectionPool>(ConnectOptions{});  // without the lock
  const std::lock_guard lock{all.mutex};
  if (std::shared_ptr<ConnectionPool> other = detail::find_pool(all, name)) return other;
  return all.pools.emplace_back(std::move(made));
}

}  // namespace promptview::postgres

// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <utility>

#include <promptview/postgres/pool/connection_pool.hpp>
#include <promptview/postgres/pool/database_pool.hpp>

namespace promptview::postgres {

void connect(ConnectOptions options) {
  auto pool = std::make_shared<ConnectionPool>(std::move(options));
  if (!pool->options().lazy) const PooledConnection first = pool->acquire();
  const std::string_view name = pool->options().name;
  detail::replace_pool(name, std::move(pool));
}

void connect(std::string_view url) { connect(ConnectOptions{.url = std::string{url}}); }

void disconnect(std::string_view name) { detail::replace_pool(name, nullptr); }

PooledConnection acquire(std::string_view database) { return PooledConnection{pool_of(database)}; }

}  // namespace promptview::postgres

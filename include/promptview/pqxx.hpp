// SPDX-License-Identifier: MIT
#pragma once

// libpqxx on a connection of promptview: what `acquire` lends and Transaction::connection gives, and their `pqxx()`.
#include <promptview/postgres/connection/connection.hpp>
#include <promptview/postgres/pool/connection_pool.hpp>
#include <promptview/postgres/pool/databases.hpp>

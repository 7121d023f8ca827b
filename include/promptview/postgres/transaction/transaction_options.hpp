// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <promptview/base/error.hpp>

namespace promptview::postgres {

// How much a transaction sees of others. PostgreSQL's `read uncommitted` is its `read committed`, and so has no name here.
enum class Isolation : std::uint8_t {
  read_committed,   // each statement sees what was committed before it
  repeatable_read,  // all see what was committed before the first; conflicting updates are SerializationFailure
  serializable,     // as if one transaction ran after the other; what cannot be so is SerializationFailure
};

// How a transaction begins. What is left out is as the database has it (default_transaction_isolation and its like).
struct TransactionOptions {
  std::string database{};  // empty: the default one
  std::optional<Isolation> isolation{};
  std::optional<bool> read_only{};  // the server refuses writes, with SQLSTATE 25006
  bool deferrable = false;          // waits at its first statement until it can neither fail nor disturb others
};

namespace detail {

inline const char* isolation_name(const std::optional<Isolation>& isolation) noexcept {
  if (!isolation) return "the database's default";
  switch (*isolation) {
    case Isolation::read_committed: return "READ COMMITTED";
    case Isolation::repeatable_read: return "REPEATABLE READ";
    case Isolation::serializable: break;
  }
  return "SERIALIZABLE";
}

// Throws InvalidValue for options that would do nothing.
inline void check_options(const TransactionOptions& options) {
  if (!options.deferrable) return;
  if (options.isolation == Isolation::serializable && options.read_only == true) return;
  throw InvalidValue{
      "leave out .deferrable, or add .isolation = pv::Isolation::serializable and .read_only = true: it does nothing for others"};
}

// The statement that begins an outermost transaction.
inline std::string begin_text(const TransactionOptions& options) {
  std::string modes;
  if (options.isolation) modes = std::string{" ISOLATION LEVEL "} + isolation_name(options.isolation);
  if (options.read_only) modes += std::string{modes.empty() ? " READ " : ", READ "} + (*options.read_only ? "ONLY" : "WRITE");
  if (options.deferrable) modes += ", DEFERRABLE";
  return "BEGIN" + modes;
}

// The options in force in a savepoint: those of the transaction around it, and read_only if it asks for that. Throws
// InvalidValue if it asks for what the one around it is not.
inline TransactionOptions options_inside(const TransactionOptions& outer, const TransactionOptions& inner) {
  if (inner.isolation && inner.isolation != outer.isolation)
    throw InvalidValue{std::string{"give .isolation to the outermost transaction: the inner one asks for "} +
                       isolation_name(inner.isolation) + ", the outer one began with " + isolation_name(outer.isolation)};
  if (inner.read_only == false && outer.read_only == true)
    throw InvalidValue{"begin the outer transaction without .read_only: the inner one asks to write"};
  if (inner.deferrable && !outer.deferrable)
    throw InvalidValue{"give .deferrable to the outermost transaction: the inner one asks for it, the outer one began without"};
  TransactionOptions effective = outer;
  if (inner.read_only == true) effective.read_only = true;
  return effective;
}

// The script that begins a savepoint, where `effective` came from options_inside. The server ends READ ONLY with it.
inline std::string savepoint_text(const std::string& name, const TransactionOptions& outer,
                                  const TransactionOptions& effective) {
  const bool becomes_read_only = effective.read_only == true && outer.read_only != true;
  return "SAVEPOINT " + name + (becomes_read_only ? "; SET TRANSACTION READ ONLY" : "");
}

}  // namespace detail
}  // namespace promptview::postgres

namespace promptview {
using postgres::Isolation;
using postgres::TransactionOptions;
}  // namespace promptview

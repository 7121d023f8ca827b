// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <string>

#include <promptview/base/error.hpp>
#include <promptview/postgres/connection/aside.hpp>
#include <promptview/postgres/format/parameters.hpp>
#include <promptview/postgres/format/type_names.hpp>
#include <promptview/postgres/transaction/session.hpp>
#include <promptview/store/context.hpp>
#include <promptview/values/type_info.hpp>

// Names of types that only the server knows, asked for when there is an error to say.
namespace promptview::postgres::detail {

// Empty: it cannot be asked for now.
inline std::string ask_type_name(PGconn* connection, Oid type) {
  static constexpr TypeInfo number{.kind = Kind::int64};
  Parameters parameters;
  parameters.begin(number, "type");
  parameters.integer(static_cast<std::int64_t>(type));
  const Result answer = ask_aside(connection, "SELECT format_type($1::oid, NULL)", parameters);
  return answer && answer.rows() == 1 ? std::string{answer.bytes(0, 0)} : std::string{};
}

// Throws the error again, with the type's name if that can be asked for.
[[noreturn]] inline void raise_named(PGconn* connection, const UnnamedType& error) {
  if (const std::string name = ask_type_name(connection, error.type()); !name.empty()) error.raise(name);
  throw error;
}

// Outside of a transaction any session of the pool can be asked. To be called where the statement's has been given back.
[[noreturn, gnu::noinline]] inline void raise_named(const Context& context, const UnnamedType& error) {
  std::string name;
  try {
    const Session session{context};
    name = ask_type_name(session->raw(), error.type());
  } catch (const Error&) {  // no session is to be had
  }
  if (!name.empty()) error.raise(name);
  throw error;
}

// Does the work, which reads what the server sent.
template <class Work>
[[gnu::always_inline]] inline decltype(auto) with_type_names(const Context& context, const Work& work) try {
  return work();
} catch (const UnnamedType& error) {
  raise_named(context, error);
}

}  // namespace promptview::postgres::detail

// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace benchmark {

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;
using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

inline Connection connect(const std::string& url) {
  Connection connection{PQconnectdb(url.c_str()), PQfinish};
  if (PQstatus(connection.get()) != CONNECTION_OK) throw std::runtime_error{PQerrorMessage(connection.get())};
  PQsetNoticeProcessor(
      connection.get(), [](void*, const char*) {}, nullptr);
  return connection;
}

// Takes the result; throws std::runtime_error for an error of the server.
inline Result checked(const Connection& connection, PGresult* raw) {
  Result result{raw, PQclear};
  const ExecStatusType status = PQresultStatus(raw);
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && status != PGRES_COPY_IN && status != PGRES_COPY_OUT &&
      status != PGRES_PIPELINE_SYNC)
    throw std::runtime_error{PQerrorMessage(connection.get())};
  return result;
}

inline Result execute(const Connection& connection, const std::string& sql) {
  return checked(connection, PQexec(connection.get(), sql.c_str()));
}

inline void prepare(const Connection& connection, const char* name, const std::string& sql) {
  checked(connection, PQprepare(connection.get(), name, sql.c_str(), 0, nullptr));
}

}  // namespace benchmark

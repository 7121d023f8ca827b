// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// One error type per decision that a caller makes. Each message says what to do in its first line.
namespace promptview {

// The root: everything that promptview throws derives from it.
class Error : public std::runtime_error {
 public:
  static constexpr std::size_t no_place = SIZE_MAX;

  using std::runtime_error::runtime_error;

  // Which of the objects of a save_all, or of the queries of a pipeline, it is about, counted from 0; no_place: of
  // something else, or of all of them.
  std::size_t place() const noexcept { return place_; }
  void set_place(std::size_t place) noexcept { place_ = place; }

 private:
  std::size_t place_ = no_place;
};

// --- Mistakes of the program: change the code or the set-up ---------------------------------------

// A field or lookup that was named at run time does not exist on the model.
struct UnknownField : Error { using Error::Error; };

// A value cannot be bound or decoded: out of range, a NUL byte in text, NULL for a field that is never null.
struct InvalidValue : Error { using Error::Error; };

// A pv::Deferred was read, or was to be written, that holds no value: a query left it out, or nobody gave it one.
struct FieldNotLoaded : InvalidValue { using InvalidValue::InvalidValue; };

// Two models contradict each other, or a model, backend or database that was named is not registered.
struct RegistrationError : Error { using Error::Error; };

// The store of a model cannot do what was asked of it; the message says what to do instead.
struct NotSupported : Error { using Error::Error; };

// Something was used before it was set up: no database was connected, or the model's table does not exist.
struct NotInitialized : Error { using Error::Error; };

// Something that has a meaning only inside of a transaction was used outside of one.
struct TransactionRequired : Error { using Error::Error; };

// SQL of your own, given to pv::execute, pv::raw or pv::sql, would begin or end a transaction, or change a session of the pool
// for whoever has it next. It was not sent; the message says what to do instead.
struct StatementRefused : Error { using Error::Error; };

// A relation was read that was not loaded: nothing is ever fetched silently. The message names the `include` to add.
struct RelationNotLoaded : Error { using Error::Error; };

// An object was to be saved that refers to one that has no key yet: save that one first, or both by pv::save_graph.
struct UnsavedRelation : Error { using Error::Error; };

// --- Answers about rows -----------------------------------------------------------------------------

// A row that had to exist does not: updating or refreshing a removed row, `one()` of none.
struct NotFound : Error { using Error::Error; };

// The row was changed by others since the object was read: its row_version is another. Read it again and decide anew.
struct StaleObject : Error { using Error::Error; };

// `one()` matched more than one row.
struct MultipleFound : Error { using Error::Error; };

// --- The connection -----------------------------------------------------------------------------------

// There is no link to the server: catches both that none could be made and that one was lost.
struct ConnectionError : Error { using Error::Error; };

// No connection could be made, so nothing was sent and nothing has happened: running the same again is safe. The derived
// types say whether that can help; one that is none of them does not (e.g. TLS or an option that the server refuses).
struct ConnectFailed : ConnectionError { using ConnectionError::ConnectionError; };

// Nobody answers there, or the server takes nobody at the moment: it is down, starts, ends, or has too many sessions; or
// no host has the state that `target_session_attrs` asks for. Try again later.
struct ServerUnavailable : ConnectFailed { using ConnectFailed::ConnectFailed; };

// The server does not let this user in: a wrong password or none, no line of pg_hba.conf, no right to connect. Trying
// again does not help. Servers that ask for a password say the same of a role that does not exist.
struct AuthenticationFailed : ConnectFailed { using ConnectFailed::ConnectFailed; };

// The role does not exist, or may not log in.
struct RoleNotFound : AuthenticationFailed { using AuthenticationFailed::AuthenticationFailed; };

// The server has no database of this name.
struct DatabaseNotFound : ConnectFailed { using ConnectFailed::ConnectFailed; };

// The link ended while a statement was under way. The statement may or may not have taken effect; it is never repeated by
// promptview. What a transaction did before is rolled back.
class ConnectionLost : public ConnectionError {
 public:
  using ConnectionError::ConnectionError;
};

// The link ended while COMMIT was under way: nobody can tell whether the transaction took effect.
class CommitUnknown : public ConnectionLost {
 public:
  using ConnectionLost::ConnectionLost;
};

// Every connection of the pool stayed in use for the whole waiting time.
struct PoolTimeout : Error { using Error::Error; };

// --- What the server said -----------------------------------------------------------------------------

// Whether the row that is in the way of a write was removed softly; `unknown`: it could not be asked, since the statement
// has failed its transaction.
enum class RemovedRow : std::uint8_t { no, yes, unknown };

// The parts of a server's error report, as the server wrote them; empty where it said nothing.
struct ServerReport {
  std::string sqlstate{};    // five characters, e.g. "23505"
  std::string message{};     // the server's primary message, in the server's language
  std::string detail{};
  std::string hint{};
  std::string constraint{};  // name of the violated constraint
  std::string schema{};
  std::string table{};
  std::string column{};
  std::string statement{};   // the SQL text that was sent, without its values
  std::string field{};       // the model's field behind the constraint or column, where there is exactly one
  std::string fields{};      // all of them, e.g. "first, last" of a unique set of two
  std::string model{};       // whose fields they are: of a foreign key the one that refers, whichever was written
  RemovedRow removed_row{};  // of a UniqueViolation on a model with TABLE(soft_remove=...)
};

// The server refused a statement. Derived types exist where a caller would act differently.
class DatabaseError : public Error {
 public:
  DatabaseError(const std::string& what, ServerReport report) : Error{what}, report_{std::move(report)} {}

  const ServerReport& report() const noexcept { return report_; }  // as the server sent it
  const std::string& sqlstate() const noexcept { return report_.sqlstate; }  // e.g. "23505"
  const std::string& constraint() const noexcept { return report_.constraint; }  // empty: none is named
  const std::string& field() const noexcept { return report_.field; }  // empty: none, or several
  const std::string& model() const noexcept { return report_.model; }  // whose fields they are
  // All fields that the error is about. (A template, so that only files that use it pay for compiling it.)
  template <class Name = std::string>
  std::vector<Name> fields() const {
    std::vector<Name> all;
    for (std::string_view rest = report_.fields; !rest.empty();) all.emplace_back(take(rest));
    return all;
  }
  const std::string& statement() const noexcept { return report_.statement; }

  // Whether the field is one of those that the error is about.
  bool is_on(std::string_view field) const noexcept {
    for (std::string_view rest = report_.fields; !rest.empty();)
      if (take(rest) == field) return true;
    return false;
  }

 private:
  // The first name of a list, which then begins behind it.
  static std::string_view take(std::string_view& list) noexcept {
    const std::size_t end = list.find(", ");
    const std::string_view name = list.substr(0, end);
    list.remove_prefix(end == std::string_view::npos ? list.size() : end + 2);
    return name;
  }

  ServerReport report_;
};

// Types do not fit: that of a column and its field, or of what stands together in a query. Found when rows are read, or by the
// server (SQLSTATE 42804, 42883, 42846 and the like), which then has not run the statement. Change the model or the table.
class TypeMismatch : public Error {
 public:
  explicit TypeMismatch(const std::string& what, ServerReport report = {}) : Error{what}, report_{std::move(report)} {}

  const std::string& model() const noexcept { return report_.model; }    // empty: it is about none
  const std::string& field() const noexcept { return report_.field; }    // empty: it is not known
  const ServerReport& report() const noexcept { return report_; }        // with an SQLSTATE if the server has found it

 private:
  ServerReport report_;
};

// A row with the same value of a unique field or set, or of the primary key, is there already.
class UniqueViolation : public DatabaseError {
 public:
  using DatabaseError::DatabaseError;

  // Whether the row that has the value was removed softly, so that restore() brings it back.
  RemovedRow removed_row() const noexcept { return report().removed_row; }
};

// A row refers to one that does not exist, or one that others refer to would go.
class ForeignKeyViolation : public DatabaseError {
 public:
  using DatabaseError::DatabaseError;
};

// A value breaks a CHECK of the table.
class CheckViolation : public DatabaseError {
 public:
  using DatabaseError::DatabaseError;
};

// A column that is never NULL got no value.
class NotNullViolation : public DatabaseError {
 public:
  using DatabaseError::DatabaseError;
};

// The transaction lost against another one (serialization failure or deadlock): run it again.
class SerializationFailure : public DatabaseError {
 public:
  using DatabaseError::DatabaseError;
};

// Inside of a transaction, a prepared statement no longer fitted: its table was altered, or others have deallocated what the
// server had prepared. Run the transaction again: it is prepared anew. Outside of one that happens by itself.
class StalePlan : public DatabaseError {
 public:
  using DatabaseError::DatabaseError;
};

// The statement ran into its time limit or was cancelled.
class StatementCancelled : public DatabaseError {
 public:
  using DatabaseError::DatabaseError;
};

// The transaction or the server only reads. Where the URL asks for a server that writes (target_session_attrs) and this
// one has ceased to, the pool replaces its sessions: run the transaction again.
class ReadOnlyTransaction : public DatabaseError {
 public:
  using DatabaseError::DatabaseError;
};

// A row or lock is held by another transaction, and waiting for it was not wanted (nowait) or took too long (lock_timeout).
class LockNotAvailable : public DatabaseError {
 public:
  using DatabaseError::DatabaseError;
};

// An earlier statement of the transaction failed, or the transaction has ended: roll it back and begin a new one.
class TransactionFailed : public Error {
 public:
  explicit TransactionFailed(const std::string& what, std::string first_sqlstate = {}, bool can_run_again = false)
      : Error{what}, first_sqlstate_{std::move(first_sqlstate)}, can_run_again_{can_run_again} {}

  // The SQLSTATE of the statement that failed the transaction; empty where none has, or it is not known.
  const std::string& first_sqlstate() const noexcept { return first_sqlstate_; }
  // Whether that was a SerializationFailure or a StalePlan: the same transaction can succeed when it is run again.
  bool can_run_again() const noexcept { return can_run_again_; }

 private:
  std::string first_sqlstate_;
  bool can_run_again_;
};

// A callback of on_commit or on_rollback threw. The transaction is committed, or rolled back, all the same: its end was
// before the callbacks, and all of them were called.
class CallbackFailed : public Error {
 public:
  CallbackFailed(const std::string& what, std::exception_ptr cause) : Error{what}, cause_{std::move(cause)} {}

  const std::exception_ptr& cause() const noexcept { return cause_; }  // what the first that threw threw

 private:
  std::exception_ptr cause_;
};

}  // namespace promptview

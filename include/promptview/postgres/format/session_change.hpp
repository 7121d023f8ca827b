// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <promptview/base/characters.hpp>
#include <promptview/base/error.hpp>
#include <promptview/postgres/format/sql_token.hpp>

// How a statement of the user's own changes its session, as far as its text says. Nobody sees what functions, procedures and
// triggers of the database do.
namespace promptview::postgres::detail {

enum class SessionChange : std::uint8_t {
  none,
  until_commit,  // SET LOCAL, SAVEPOINT: lasts no longer than the transaction around it, and means nothing without one
  transaction,   // begins or ends one
  discards,      // forgets what is prepared
  unknown,       // DO blocks, and set_config with a value that says whether it lasts
  setting,
  listening,
  prepares,
  loads,
  cursor,
  temporary,
  lock,
};

// The words, names, literals and signs of the next statement of a script, which then begins behind it. Empty at the end.
inline std::vector<std::string_view> take_statement(std::string_view& script) {
  std::vector<std::string_view> words;
  bool escapes = false;  // an E stands before
  while (!script.empty() && (script.front() != ';' || words.empty())) {
    std::size_t size = (std::max)(opaque_length(script, escapes), std::size_t{1});
    const std::string_view word = script.substr(0, size);
    const bool is_space = size == 1 && std::string_view{" \t\n\r\f\v;"}.find(word.front()) != std::string_view::npos;
    if (!is_space && comment_length(script) == 0) words.push_back(word);
    escapes = word == "E" || word == "e";
    script.remove_prefix(size);
  }
  return words;
}

using SqlWords = std::vector<std::string_view>;

// Whether the word with this number is this one, which is written in small letters.
inline bool is_word(const SqlWords& words, std::size_t at, std::string_view expected) noexcept {
  if (at >= words.size()) return false;
  std::string_view word = words[at];
  if (word == expected) return true;
  if (word.size() > 1 && word.front() == '"') return word.substr(1, word.size() - 2) == expected;
  return promptview::detail::equals_ignoring_case(word, expected);
}
inline bool is_any_word(const SqlWords& words, std::size_t at, std::initializer_list<std::string_view> expected) noexcept {
  for (const std::string_view each : expected)
    if (is_word(words, at, each)) return true;
  return false;
}

// Where words follow each other, from `at` on; the number of words if they do not.
inline std::size_t find_words(const SqlWords& words, std::initializer_list<std::string_view> expected, std::size_t at = 0) noexcept {
  for (; at + expected.size() <= words.size(); ++at) {
    std::size_t next = at;
    for (const std::string_view each : expected) next += is_word(words, next, each) ? 1 : 0;
    if (next == at + expected.size()) return at;
  }
  return words.size();
}
inline bool has_words(const SqlWords& words, std::initializer_list<std::string_view> expected) noexcept {
  return find_words(words, expected) < words.size();
}

// The change by set_config(name, value, is_local). `at`: the place of the word set_config.
inline SessionChange change_of_set_config(const SqlWords& words, std::size_t at) noexcept {
  std::size_t depth = 0;
  std::size_t last = at;  // comma outside of inner parentheses
  for (++at; at < words.size(); ++at) {
    if (words[at] == "(" || words[at] == "[") ++depth;
    if (words[at] == "," && depth == 1) last = at;
    if ((words[at] == ")" || words[at] == "]") && --depth == 0) break;
  }
  if (at != last + 2) return SessionChange::unknown;
  if (is_any_word(words, last + 1, {"true", "'true'", "'t'"})) return SessionChange::none;
  return is_any_word(words, last + 1, {"false", "'false'", "'f'"}) ? SessionChange::setting : SessionChange::unknown;
}

// By the functions that it calls.
inline SessionChange change_by_functions(const SqlWords& words) noexcept {
  SessionChange change = SessionChange::none;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i + 1] != "(") continue;
    if (is_any_word(words, i, {"pg_advisory_lock", "pg_advisory_lock_shared", "pg_try_advisory_lock", "pg_try_advisory_lock_shared"}))
      return SessionChange::lock;
    if (is_word(words, i, "set_config")) change = (std::max)(change, change_of_set_config(words, i));
  }
  return change;
}

// CREATE TEMP ..., CREATE ... pg_temp.name, SELECT ... INTO TEMP name.
inline bool makes_temporary(const SqlWords& words) noexcept {
  const bool creates = is_word(words, 0, "create");
  if (creates && has_words(words, {"pg_temp", "."})) return true;
  std::size_t kind = creates ? 1 : find_words(words, {"into"}) + 1;
  if (!creates && kind >= 2 && is_any_word(words, kind - 2, {"insert", "merge"})) return false;
  while (is_any_word(words, kind, {"or", "replace", "local", "global"})) ++kind;
  return is_any_word(words, kind, {"temp", "temporary"}) || (!creates && is_word(words, kind, "pg_temp"));
}

// The change by one statement.
inline SessionChange change_of(const SqlWords& words) noexcept {
  static constexpr struct {
    std::string_view first;
    SessionChange change;
  } statements[] = {{"begin", SessionChange::transaction},   {"start", SessionChange::transaction},
                    {"commit", SessionChange::transaction},  {"end", SessionChange::transaction},
                    {"rollback", SessionChange::transaction}, {"abort", SessionChange::transaction},
                    {"savepoint", SessionChange::until_commit}, {"release", SessionChange::until_commit},
                    {"set", SessionChange::setting},         {"listen", SessionChange::listening},
                    {"prepare", SessionChange::prepares},    {"deallocate", SessionChange::discards},
                    {"discard", SessionChange::discards},    {"load", SessionChange::loads},
                    {"do", SessionChange::unknown}};
  if (is_any_word(words, 0, {"commit", "rollback"}) && is_word(words, 1, "prepared")) return SessionChange::none;
  if (is_word(words, 0, "rollback") && (is_word(words, 1, "to") || is_word(words, 2, "to"))) return SessionChange::until_commit;
  if (is_word(words, 0, "prepare") && is_word(words, 1, "transaction") && words.size() == 3) return SessionChange::transaction;
  if (is_word(words, 0, "set") && is_any_word(words, 1, {"local", "transaction", "constraints"})) return SessionChange::until_commit;
  for (const auto& each : statements)
    if (is_word(words, 0, each.first)) return each.change;
  if (is_word(words, 0, "declare") && find_words(words, {"with", "hold"}) < find_words(words, {"for"})) return SessionChange::cursor;
  if (makes_temporary(words)) return has_words(words, {"on", "commit", "drop"}) ? SessionChange::until_commit : SessionChange::temporary;
  return change_by_functions(words);
}

// The change by all statements of a script: of theirs, the one that lasts longest.
inline SessionChange change_of_script(std::string_view script) {
  SessionChange change = SessionChange::none;
  for (SqlWords words = take_statement(script); !words.empty(); words = take_statement(script))
    change = (std::max)(change, change_of(words));
  return change;
}

// Says what to do instead.
inline std::string_view session_remedy(SessionChange change) noexcept {
  switch (change) {
    case SessionChange::transaction:
      return "begin and end transactions by pv::Transaction or pv::atomic: the next statement can run in another session of the pool";
    case SessionChange::setting:
      return "set it for a transaction, transaction.set_local(name, value), or for all sessions, options='-c name=value' in the URL: this "
             "would change a session of the pool for whoever has it next";
    case SessionChange::listening:
      return "listen on a session of your own, auto handle = pv::postgres::acquire(), by a receiver of libpqxx on handle->pqxx()";
    case SessionChange::prepares: return "leave PREPARE out: each statement is prepared by itself, at its first use";
    case SessionChange::discards: return "leave it out: the pool resets its sessions by itself";
    case SessionChange::loads:
      return "load it for all sessions, options='-c session_preload_libraries=...' in the URL: this would change one session of the pool";
    case SessionChange::cursor: return "read by stream(), or DECLARE without HOLD inside of a pv::Transaction";
    case SessionChange::temporary:
      return "make it ON COMMIT DROP inside of a pv::Transaction, or on a session of your own, pv::postgres::acquire(): the next "
             "statement can run in another session of the pool";
    case SessionChange::lock: return "lock for a transaction: transaction.advisory_lock(key), or pg_advisory_xact_lock in SQL";
    default: return "";
  }
}

// Throws unless the statement leaves its session as it was; it is not sent yet.
inline SessionChange check_session_change(std::string_view sql, bool in_transaction) {
  const SessionChange change = change_of_script(sql);
  const auto message = [&](std::string_view remedy) { return std::string{remedy} + "\n  statement: " + std::string{sql}; };
  if (change == SessionChange::until_commit && !in_transaction)
    throw TransactionRequired{message("run it inside of a pv::Transaction, to the end of which it lasts")};
  if (const std::string_view remedy = session_remedy(change); !remedy.empty()) throw StatementRefused{message(remedy)};
  return change;
}

}  // namespace promptview::postgres::detail

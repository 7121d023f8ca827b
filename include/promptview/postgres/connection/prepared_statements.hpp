// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <promptview/postgres/connection/sha256.hpp>
#include <promptview/postgres/errors/stale.hpp>

namespace promptview::postgres {

// Whose the session behind a connection is, and with that where its prepared statements can be relied on.
enum class SessionOwner : std::uint8_t {
  connection,  // everywhere: the connection leads to the server itself
  unknown,     // outside of transactions, where a statement that fails for its name can be sent again: there is a pooler
  many,        // nowhere: a pooler puts one session behind the connection and then another
};

// Which statements one connection has prepared, by their text and parameter types: bounded, the least recently used
// goes first. Values are never part of the key. A statement's name on the server follows from the key, by 128 bits of its
// SHA-256, so that programs that meet on one session can meet in a name only if it is the same statement.
class PreparedStatements {
 public:
  explicit PreparedStatements(std::size_t capacity, SessionOwner owner = SessionOwner::connection)
      : capacity_{capacity}, owner_{capacity > 0 ? owner : SessionOwner::many} {}

  struct Entry {
    char name[64] = {};  // what identifiers have room for
    std::uint64_t last_use = 0;
  };
  static constexpr std::string_view prefix = "pv_";  // of all names

  bool is_on() const noexcept { return capacity_ > 0; }
  SessionOwner owner() const noexcept { return owner_; }
  // Whether names can be used now.
  bool has_names(bool in_transaction) const noexcept {
    return owner_ == SessionOwner::connection || (owner_ == SessionOwner::unknown && !in_transaction);
  }
  // Whether one more can be prepared: on a session that may be others' too, nothing is taken away to make room.
  bool has_room() const noexcept { return owner_ == SessionOwner::connection || on_server() < capacity_; }

  std::size_t size() const noexcept { return entries_.size(); }
  // How many statements the server has by us.
  std::size_t on_server() const noexcept { return entries_.size() + stale_.size(); }

  // The entry of a statement that is prepared; null if it is not. Valid until the next non-const call.
  const Entry* find(std::string_view sql, std::span<const Oid> types) {
    if (last_ == nullptr || !is_key(last_->first, sql, types)) {
      const auto found = entries_.find(make_key(sql, types));
      if (found == entries_.end()) return nullptr;
      last_ = &*found;
    }
    last_->second.last_use = ++clock_;
    return &last_->second;
  }

  // The entry for a statement that is about to be prepared: `pv_`, the hash and, since the server may still have what was
  // forgotten, how often that was.
  Entry make_entry(std::string_view sql, std::span<const Oid> types) {
    Entry entry{.last_use = ++clock_};
    char* end = entry.name + prefix.copy(entry.name, prefix.size());
    const promptview::detail::Sha256::Digest digest = promptview::detail::Sha256::of(make_key(sql, types));
    for (std::size_t i = 0; i < hash_size; ++i) {
      *end++ = "0123456789abcdef"[digest[i] >> 4];
      *end++ = "0123456789abcdef"[digest[i] & 15];
    }
    if (forgotten_ == 0) return entry;
    *end++ = '_';
    std::to_chars(end, entry.name + sizeof(entry.name) - 1, forgotten_);
    return entry;
  }

  // Records that the statement was prepared under this name.
  void add(std::string_view sql, std::span<const Oid> types, const Entry& entry) {
    entries_.insert_or_assign(make_key(sql, types), entry);
  }

  // Forgets a statement whose plan is stale. The server still has it: `evict` will name it.
  void forget(std::string_view sql, std::span<const Oid> types) {
    const auto found = entries_.find(make_key(sql, types));
    if (found == entries_.end()) return;
    keep_stale(found->second.name);
    last_ = nullptr;
    entries_.erase(found);
  }

  // The same, of the statement with this name.
  void forget(std::string_view name) {
    if (drop(name)) keep_stale(std::string{name});
  }

  // The same, of all: a transaction can be run again only once, with as many stale plans as there are.
  void forget_all() {
    for (const auto& each : entries_) keep_stale(each.second.name);
    last_ = nullptr;
    entries_.clear();
  }

  // Takes back that a statement was prepared under this name: the server does not have it. False: it is not here.
  bool drop(std::string_view name) {
    for (auto each = entries_.begin(); each != entries_.end(); ++each)
      if (each->second.name == name) {
        last_ = nullptr;
        entries_.erase(each);
        return true;
      }
    return false;
  }

  // Records a name that the server has although it is not in the cache, e.g. one that `evict` gave.
  void keep_stale(std::string name) {
    ++forgotten_;
    stale_.push_back(std::move(name));
  }

  // The server's statements were not those that are recorded: forgets all. On a session that may be another each time,
  // names are of no use from then on.
  void lose() noexcept {
    if (owner_ == SessionOwner::unknown) share();
    ++forgotten_;
    last_ = nullptr;
    entries_.clear();
    stale_.clear();
  }

  // The session is one of many, whatever it looked like.
  void share() noexcept { owner_ = SessionOwner::many; }

  // The name of one that the server shall forget, to make room for the next: a stale one, or when the cache is full, the
  // least recently used one; otherwise "". It is no longer in the cache.
  std::string evict() {
    if (owner_ != SessionOwner::connection) return {};
    if (!stale_.empty()) {
      std::string name = std::move(stale_.back());
      stale_.pop_back();
      return name;
    }
    if (entries_.size() < capacity_) return {};
    auto oldest = entries_.begin();
    for (auto each = entries_.begin(); each != entries_.end(); ++each)
      if (each->second.last_use < oldest->second.last_use) oldest = each;
    std::string name = oldest->second.name;
    last_ = nullptr;
    entries_.erase(oldest);
    return name;
  }

 private:
  static constexpr std::size_t hash_size = 16;

  // In a buffer of its own, so that looking up allocates nothing.
  const std::string& make_key(std::string_view sql, std::span<const Oid> types) {
    key_.assign(sql);
    key_ += '\0';  // is in no statement
    key_.append(bytes_of(types));
    return key_;
  }
  static std::string_view bytes_of(std::span<const Oid> types) noexcept {
    return {reinterpret_cast<const char*>(types.data()), types.size_bytes()};
  }
  static bool is_key(std::string_view key, std::string_view sql, std::span<const Oid> types) noexcept {
    return key.size() == sql.size() + 1 + types.size_bytes() && key.starts_with(sql) && key.ends_with(bytes_of(types));
  }

  std::size_t capacity_;
  SessionOwner owner_;
  std::uint64_t clock_ = 0;
  std::uint64_t forgotten_ = 0;
  std::string key_{};
  std::unordered_map<std::string, Entry> entries_{};
  std::pair<const std::string, Entry>* last_ = nullptr;  // the one that was found last: the next is often the same
  std::vector<std::string> stale_{};
};

}  // namespace promptview::postgres

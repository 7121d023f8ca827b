// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace promptview::postgres {

// Which statements one connection has prepared, by their text and parameter types: bounded, the least recently used
// goes first. Values are never part of the key.
class StatementCache {
 public:
  explicit StatementCache(std::size_t capacity) : capacity_{capacity} {}

  struct Entry {
    char name[24] = {};
    std::uint64_t last_use = 0;
  };

  bool enabled() const noexcept { return capacity_ > 0; }
  std::size_t size() const noexcept { return entries_.size(); }

  // The entry of a statement that is prepared; null if it is not. Valid until the next non-const call.
  const Entry* find(std::string_view sql, const std::vector<Oid>& types) {
    if (last_ == nullptr || !is_key(last_->first, sql, types)) {
      const auto found = entries_.find(make_key(sql, types));
      if (found == entries_.end()) return nullptr;
      last_ = &*found;
    }
    last_->second.last_use = ++clock_;
    return &last_->second;
  }

  // A name for a statement that is about to be prepared.
  Entry make_entry() {
    Entry entry{.last_use = ++clock_};
    std::snprintf(entry.name, sizeof(entry.name), "pv%llu", static_cast<unsigned long long>(++made_));
    return entry;
  }

  // Records that the statement was prepared under this name.
  void add(std::string_view sql, const std::vector<Oid>& types, const Entry& entry) {
    entries_.insert_or_assign(make_key(sql, types), entry);
  }

  // Forgets a statement whose plan is stale. The server still has it: `evict` will name it.
  void forget(std::string_view sql, const std::vector<Oid>& types) {
    const auto found = entries_.find(make_key(sql, types));
    if (found == entries_.end()) return;
    stale_.emplace_back(found->second.name);
    last_ = nullptr;
    entries_.erase(found);
  }

  // The same, of the statement with this name.
  void forget(std::string_view name) {
    if (drop(name)) stale_.emplace_back(name);
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

  // Records a name that `evict` gave and that the server has all the same.
  void keep_stale(std::string name) { stale_.push_back(std::move(name)); }

  // Forgets all, because the server has.
  void clear() noexcept {
    last_ = nullptr;
    entries_.clear();
    stale_.clear();
  }

  // The name of one that the server shall forget, to make room for the next: a stale one, or when the cache is full, the
  // least recently used one; otherwise "". It is no longer in the cache.
  std::string evict() {
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
  // In a buffer of its own, so that looking up allocates nothing.
  const std::string& make_key(std::string_view sql, const std::vector<Oid>& types) {
    key_.assign(sql);
    key_ += '\0';  // is in no statement
    key_.append(bytes_of(types));
    return key_;
  }
  static std::string_view bytes_of(const std::vector<Oid>& types) noexcept {
    return {reinterpret_cast<const char*>(types.data()), types.size() * sizeof(Oid)};
  }
  static bool is_key(std::string_view key, std::string_view sql, const std::vector<Oid>& types) noexcept {
    return key.size() == sql.size() + 1 + types.size() * sizeof(Oid) && key.starts_with(sql) && key.ends_with(bytes_of(types));
  }

  std::size_t capacity_;
  std::uint64_t clock_ = 0;
  std::uint64_t made_ = 0;
  std::string key_{};
  std::unordered_map<std::string, Entry> entries_{};
  std::pair<const std::string, Entry>* last_ = nullptr;  // the one that was found last: the next is often the same
  std::vector<std::string> stale_{};
};

}  // namespace promptview::postgres

// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <atomic>
#include <memory>
#include <utility>

#include <promptview/postgres/statements/conflict_sql.hpp>
#include <promptview/postgres/statements/sql_builder.hpp>

namespace promptview::postgres {

// The write statements of one model that were made so far: each is made once, then found without a lock. There are few:
// one for each combination of mode and fields that occurs.
class WriteStatementCache {
 public:
  enum class Kind { insert, update, upsert, upsert_on, insert_or_get, find };

  WriteStatementCache() = default;
  WriteStatementCache(const WriteStatementCache&) = delete;
  WriteStatementCache& operator=(const WriteStatementCache&) = delete;
  ~WriteStatementCache() {
    for (Node* node = first_.load(); node != nullptr;) delete std::exchange(node, node->next);
  }

  // The statement of this kind without the `skipped` fields; lives as long as this.
  // `conflict`: of the last three kinds.
  const WriteStatement& find_or_make(const ModelInfo& model, Kind kind, const FieldSet& skipped, const Conflict& conflict = no_conflict()) {
    for (const Node* node = first_.load(std::memory_order_acquire); node != nullptr; node = node->next)
      if (node->kind == kind && node->skipped == skipped && (kind < Kind::upsert_on || is_same(node->conflict, conflict))) return node->statement;
    auto* made = new Node{kind, skipped, conflict, make(model, kind, skipped, conflict), first_.load(std::memory_order_relaxed)};
    while (!first_.compare_exchange_weak(made->next, made, std::memory_order_acq_rel)) {
    }
    return made->statement;
  }

 private:
  static const Conflict& no_conflict() {
    static const Conflict none;
    return none;
  }

  struct Node {
    Kind kind;
    FieldSet skipped;
    Conflict conflict;
    WriteStatement statement;
    Node* next;
  };

  // The kind says the action.
  static bool is_same(const Conflict& one, const Conflict& other) noexcept {
    const UniqueTarget& target = one.target;
    return std::equal(target.fields, target.fields + target.count, other.target.fields, other.target.fields + other.target.count) &&
           target.where == other.target.where && one.update == other.update;
  }

  static WriteStatement make(const ModelInfo& model, Kind kind, const FieldSet& skipped, const Conflict& conflict) {
    switch (kind) {
      case Kind::insert: return SQLBuilder::insert(model, skipped);
      case Kind::update: return SQLBuilder::update(model, skipped);
      case Kind::upsert: return SQLBuilder::upsert(model, skipped);
      case Kind::upsert_on:
      case Kind::insert_or_get: return conflict_sql::insert(model, conflict, skipped);
      case Kind::find: return conflict_sql::find(model, conflict.target);
    }
    return {};
  }

  std::atomic<Node*> first_ = nullptr;
};

}  // namespace promptview::postgres

// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include <promptview/promptview.hpp>

namespace campaign {

// A row that one worker wrote. Its text says its key and its value once more, so that a torn row would show.
struct Entry : promptview::Model<Entry> {
  std::int64_t key{};
  int worker{};
  std::int64_t value{};
  std::string text{};

  std::string expected_text() const { return std::to_string(key) + " has " + std::to_string(value) + std::string(50, '.'); }
  bool is_whole() const { return text == expected_text(); }
};
PROMPTVIEW_MODEL(Entry, postgres, "campaign_entries", FIELD(key, primary_key), FIELD(worker, index=btree), FIELD(value), FIELD(text))

struct Account : promptview::Model<Account> {
  int id{};
  std::int64_t balance{};
};
PROMPTVIEW_MODEL(Account, postgres, "campaign_accounts", FIELD(id, primary_key), FIELD(balance))

// Written in the transaction of the transfer that it is about.
struct Transfer : promptview::Model<Transfer> {
  std::int64_t key{};
  int from{};
  int to{};
  std::int64_t amount{};
};
PROMPTVIEW_MODEL(Transfer, postgres, "campaign_transfers", FIELD(key, primary_key), FIELD(from), FIELD(to), FIELD(amount))

}  // namespace campaign

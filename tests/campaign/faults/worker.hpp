// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "entry.hpp"
#include "ledger.hpp"

namespace campaign {

namespace pv = promptview;

inline constexpr int accounts = 4;  // few, so that transfers conflict
inline constexpr std::int64_t initial_balance = 1'000'000;

// One thread that reads and writes rows of its own, and transfers between the accounts of all. It knows what must come of
// each call: a value, or an error that says whether something was written.
class Worker {
 public:
  Worker(int number, unsigned seed) : number_{number}, random_{seed + static_cast<unsigned>(number)} {}

  // One piece of work, chosen at random.
  void step() {
    begun_ = now();
    switch (pick(12)) {
      case 0: case 1: insert(1, false, [](auto& rows) { rows.front().save(); }); break;
      case 2: insert(2 + pick(4), true, [](auto& rows) { pv::atomic([&] { for (Entry& each : rows) each.save(); }); }); break;
      case 3: insert(3 + pick(8), false, [](auto& rows) { Entry::save_all(rows); }); break;
      case 4: insert(pick(4) == 0 ? 700 : 40, false, [](auto& rows) { Entry::bulk_create(rows); }); break;
      case 5: update_one(); break;
      case 6: update_two(); break;
      case 7: remove_one(); break;
      case 8: read_one(); break;
      case 9: read_all(); break;
      case 10: read_in_pipeline(); break;
      default: transfer();
    }
    begun_ = 0;
    ++steps_;
  }

  const Ledger& ledger() const noexcept { return ledger_; }
  const Ledger& transfers() const noexcept { return transfers_; }
  int steps() const noexcept { return steps_; }
  int reads() const noexcept { return reads_; }
  int failed_reads() const noexcept { return failed_reads_; }
  const std::vector<std::string>& violations() const noexcept { return violations_; }
  int number() const noexcept { return number_; }

  // For how long the present step has been under way.
  std::chrono::seconds waiting() const noexcept {
    const std::int64_t begun = begun_;
    return std::chrono::seconds{begun == 0 ? 0 : now() - begun};
  }

 private:
  static std::int64_t now() noexcept {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
  }
  int pick(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }
  std::int64_t next_key() noexcept { return (std::int64_t{number_} << 32) + ++made_; }
  Entry make(std::int64_t key, std::int64_t value) const {
    Entry made{.key = key, .worker = number_, .value = value};
    made.text = made.expected_text();
    return made;
  }
  void complain(const std::string& text) {
    if (violations_.size() < 20) violations_.push_back("worker " + std::to_string(number_) + ": " + text);
  }

  // Runs the work and says how it ended.
  template <class Work>
  Outcome outcome_of(const char* what, bool in_transaction, const Work& work) {
    try {
      work();
      return Outcome::done;
    } catch (const pv::CommitUnknown&) {
      return Outcome::unknown;
    } catch (const pv::ConnectionLost&) {
      return in_transaction ? Outcome::refused : Outcome::unknown;  // COMMIT was not sent
    } catch (const pv::ConnectFailed&) {
      std::this_thread::sleep_for(std::chrono::milliseconds{5});  // as a program would, before it tries again
      return Outcome::refused;
    } catch (const pv::PoolTimeout&) {
      return Outcome::refused;
    } catch (const pv::SerializationFailure&) {
      return Outcome::refused;
    } catch (const std::exception& other) {
      complain(std::string{what} + " threw: " + other.what());
      return Outcome::unknown;
    }
  }

  template <class Work>
  void insert(int count, bool in_transaction, const Work& work) {
    std::vector<Entry> rows;
    Write write;
    for (int i = 0; i < count; ++i) {
      rows.push_back(make(next_key(), pick(1000)));
      write.rows.push_back({.key = rows.back().key, .before = {}, .after = rows.back().value});
    }
    ledger_.record(write, outcome_of("an insert", in_transaction, [&] { work(rows); }));
  }

  // One of the rows of which it is known that they are there; 0: there is none.
  std::int64_t choose_row() {
    const auto& settled = ledger_.settled();
    if (settled.empty()) return 0;
    auto row = settled.lower_bound((std::int64_t{number_} << 32) + pick(static_cast<int>(made_) + 1));
    while (row != settled.end() && !row->second) ++row;
    return row == settled.end() ? 0 : row->first;
  }
  Write::Row change_of(std::int64_t key, Value after) const { return {.key = key, .before = ledger_.settled().at(key), .after = after}; }

  void update_one() {
    const std::int64_t key = choose_row();
    if (key == 0) return;
    const Entry changed = make(key, pick(1000));
    ledger_.record({{change_of(key, changed.value)}}, outcome_of("an update", false, [&] {
      if (pick(2) == 0) return Entry{changed}.save();
      const std::int64_t count = Entry::query().filter("key", key).update(pv::set(&Entry::value, changed.value), pv::set(&Entry::text, changed.text));
      if (count != 1) complain("an update of one row was told " + std::to_string(count));
    }));
  }

  void update_two() {
    const std::int64_t first = choose_row();
    const std::int64_t second = choose_row();
    if (first == 0 || second == 0 || first == second) return;
    const Entry a = make(first, pick(1000));
    const Entry b = make(second, pick(1000));
    ledger_.record({{change_of(first, a.value), change_of(second, b.value)}}, outcome_of("a transaction", true, [&] {
      pv::atomic([&] {
        Entry{a}.save();
        Entry{b}.save();
      });
    }));
  }

  void remove_one() {
    const std::int64_t key = choose_row();
    if (key == 0) return;
    ledger_.record({{change_of(key, {})}}, outcome_of("a removal", false, [&] {
      const std::int64_t count = Entry::query().filter("key", key).remove();
      if (count != 1) complain("a removal of one row was told " + std::to_string(count));
    }));
  }

  // Runs the reading; false if it failed as it may.
  template <class Work>
  bool read(const Work& work) {
    ++reads_;
    const Outcome outcome = outcome_of("a read", false, work);
    if (outcome != Outcome::done) ++failed_reads_;
    return outcome == Outcome::done;
  }

  void check_row(const Entry& row) {
    if (!row.is_whole()) complain("row " + std::to_string(row.key) + " is torn: " + std::to_string(row.value) + " beside " + row.text);
    if (row.worker != number_) complain("row " + std::to_string(row.key) + " is another's");
    const auto known = ledger_.settled().find(row.key);
    if (known != ledger_.settled().end() && known->second != row.value)
      complain("row " + std::to_string(row.key) + " was read with " + std::to_string(row.value));
  }

  void read_one() {
    const std::int64_t key = choose_row();
    if (key == 0) return;
    std::optional<Entry> row;
    if (!read([&] { row = Entry::get(key); })) return;
    if (!row) return complain("row " + std::to_string(key) + " was acknowledged and is not there");
    check_row(*row);
  }

  void check_all(const std::vector<Entry>& rows) {
    std::set<std::int64_t> seen;
    for (const Entry& row : rows) {
      check_row(row);
      if (!seen.insert(row.key).second) complain("row " + std::to_string(row.key) + " was read twice");
    }
    for (const auto& [key, value] : ledger_.settled())
      if (value && !seen.contains(key)) complain("row " + std::to_string(key) + " is missing among all");
  }

  void read_all() {
    std::vector<Entry> rows;
    const bool leave_early = pick(3) == 0;
    const bool is_read = read([&] {
      if (pick(2) == 0) {
        rows = Entry::query().filter("worker", number_).execute();
      } else {
        for (const Entry& each : Entry::query().filter("worker", number_).stream(100)) {
          rows.push_back(each);
          if (leave_early && rows.size() > 150) break;
        }
      }
    });
    if (!is_read) return;
    if (leave_early) {
      for (const Entry& row : rows) check_row(row);
    } else {
      check_all(rows);
    }
  }

  void read_in_pipeline() {
    const std::int64_t key = choose_row();
    std::vector<Entry> rows;
    std::int64_t count = 0;
    if (!read([&] {
          auto [all, one, counted] = pv::pipeline(Entry::query().filter("worker", number_), Entry::query().filter("key", key).first_query(),
                                                  Entry::query().filter("worker", number_).count_query());
          rows = std::move(all);
          count = counted;
          if (one) check_row(*one);
          if (!one && key != 0) complain("row " + std::to_string(key) + " is missing in a pipeline");
        }))
      return;
    check_all(rows);
    if (count != static_cast<std::int64_t>(rows.size())) complain("a count of " + std::to_string(count) + " beside " + std::to_string(rows.size()) + " rows");
  }

  void transfer() {
    const int from = pick(accounts);
    const int to = (from + 1 + pick(accounts - 1)) % accounts;
    const std::int64_t amount = 1 + pick(100);
    const std::int64_t key = next_key();
    transfers_.record({{{.key = key, .before = {}, .after = amount}}}, outcome_of("a transfer", true, [&] {
      pv::retry_transaction(30, {.isolation = pv::Isolation::serializable}, [&] {
        Account paying = Account::get(from).value();
        Account paid = Account::get(to).value();
        paying.balance -= amount;
        paid.balance += amount;
        paying.save();
        paid.save();
        Transfer{.key = key, .from = from, .to = to, .amount = amount}.save();
      });
    }));
  }

  int number_;
  std::mt19937 random_;
  std::int64_t made_ = 0;
  Ledger ledger_{};
  Ledger transfers_{};
  std::atomic<int> steps_ = 0;
  int reads_ = 0;
  int failed_reads_ = 0;
  std::atomic<std::int64_t> begun_ = 0;
  std::vector<std::string> violations_{};
};

}  // namespace campaign

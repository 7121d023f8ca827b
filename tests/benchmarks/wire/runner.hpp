// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "counting.hpp"
#include "inputs.hpp"
#include "measure.hpp"
#include "pool.hpp"
#include "tables.hpp"
#include "work.hpp"

namespace benchmark {

// Runs one work with one variant. What is made ready before and compared afterwards is not measured.
class Runner {
 public:
  // `rows`: of the table of people, which `Tables::make` has made.
  Runner(const std::string& url, const Work& work, const Offer& offer, int rows)
      : tables_{url}, work_{work}, pool_{offer, url, work.threads}, rows_{rows} {}

  Sample time() {
    const int operations = work_.operations > 0 ? work_.operations : rows_;
    prepare(operations);
    Digest off{false};
    return measure(units(operations), [&] { perform(operations, off); });
  }

  // Counts two runs, labelled `<name> few` and `<name> many`.
  void count(const std::string& name) {
    for (const bool many : {false, true}) {
      const int operations = many ? work_.counted_many : work_.counted_few;
      prepare(operations);
      Digest off{false};
      const std::string label =
          name + (many ? " many " : " few ") + std::to_string(static_cast<std::int64_t>(units(operations)));
      counted(label, [&] { perform(operations, off); });
    }
  }

  // Runs a few operations, which warms up, and answers with a sum over all that was read, returned or stored.
  std::uint64_t check() {
    const int operations = is_bulk(work_.task) ? 2000 : std::min(work_.operations, 200);
    prepare(operations);
    Digest digest{true};
    perform(operations, digest);
    if (!writes(work_.task)) return digest.sum();
    digest.add_all(people_);
    return digest.sum() ^ tables_.sum_of_written();
  }

 private:
  double units(int operations) const {
    if (!reads_table(work_.task)) return operations;
    if (lists_families(work_.task)) return static_cast<double>(operations) * parents_in(rows_) * children_of_each;
    return static_cast<double>(operations) * (work_.task == Task::read_all ? rows_ : rows_of_small_tables(rows_));
  }

  void prepare(int operations) {
    const Task task = work_.task;
    if (task == Task::get || task == Task::next_page) keys_ = some_keys(operations, rows_);
    if (task == Task::get_twenty) keys_ = some_keys(20 * operations, rows_);
    if (task == Task::page) prepare_ages(operations);
    if (task == Task::get_on_threads) prepare_parts(operations);
    if (!writes(task)) return;
    people_ = some_people(operations, task == Task::update || task == Task::bulk_insert);
    tables_.refill_written(task == Task::update ? operations : 0);
  }
  void prepare_ages(int operations) {
    ages_.clear();
    for (int i = 0; i < operations; ++i) ages_.push_back(i % 80);
  }
  void prepare_parts(int operations) {
    parts_.assign(static_cast<std::size_t>(work_.threads), {});
    std::size_t next = 0;
    for (const std::int64_t key : some_keys(operations, rows_)) parts_[next++ % parts_.size()].push_back(key);
  }

  void perform(int operations, Digest& digest) {
    Variant& variant = pool_.first();
    switch (work_.task) {
      case Task::get: return variant.get_by_key(keys_, digest);
      case Task::get_twenty: return variant.get_twenties(keys_, digest);
      case Task::get_on_threads: return pool_.get_on_threads(parts_, digest);
      case Task::page: return variant.pages(ages_, digest);
      case Task::next_page: return variant.next_pages(keys_, digest);
      case Task::insert: return variant.insert(people_);
      case Task::update: return variant.update(people_);
      case Task::bulk_insert: return variant.bulk_insert(people_);
      case Task::bulk_insert_returning: return variant.bulk_insert_returning(people_);
      case Task::read_all:
      case Task::read_documents:
      case Task::read_tagged:
      case Task::list_families:
      case Task::list_families_one_by_one:
        for (int pass = 0; pass < operations; ++pass) read(variant, digest);
    }
  }
  void read(Variant& variant, Digest& digest) {
    if (work_.task == Task::read_all) return variant.read_all(digest);
    if (work_.task == Task::list_families) return variant.list_families(digest);
    if (work_.task == Task::list_families_one_by_one) return variant.list_families_one_by_one(digest);
    if (work_.task == Task::read_documents) return variant.read_documents(digest);
    variant.read_tagged(digest);
  }

  Tables tables_;
  const Work& work_;
  VariantPool pool_;
  int rows_;
  std::vector<std::int64_t> keys_{};
  std::vector<std::int32_t> ages_{};
  std::vector<std::vector<std::int64_t>> parts_{};  // the keys of each thread
  std::vector<WrittenPerson> people_{};             // as the last run left them
};

}  // namespace benchmark

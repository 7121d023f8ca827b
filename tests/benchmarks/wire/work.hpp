// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace benchmark {

enum class Task {
  get,
  read_all,
  page,
  next_page,
  insert,
  bulk_insert,
  bulk_insert_returning,
  update,
  get_twenty,
  read_documents,
  read_tagged,
  get_on_threads,
  list_families,
  list_families_one_by_one,
};

// One line of the table. The operations of a work that reads a table are passes over it, and its figures are for a row.
struct Work {
  std::string_view name;
  std::string_view meaning;     // without commas: it goes into a CSV file
  Task task;
  std::string_view base;        // the variant that ratios are taken to
  int operations;               // in a round; 0: as many as the table has rows
  int counted_few = 0;          // operations of the two runs whose difference is counted; 0: not counted
  int counted_many = 0;
  int threads = 1;
};

inline constexpr Work works[] = {
    {"W1", "get one row of 7 columns by key", Task::get, "raw-text", 500, 500, 2000},
    {"W2", "read the whole table into a vector of structs; a row", Task::read_all, "raw-text", 1, 1, 3},
    {"W3", "filtered page: one condition; ordered; 20 rows", Task::page, "raw-text", 200, 200, 800},
    {"W3b", "filtered page: three conditions; ordered; 50 rows", Task::next_page, "raw-text", 200, 100, 300},
    {"W4", "insert one row at a time in one transaction; key returned", Task::insert, "raw-text", 500, 500, 2000},
    {"W5", "bulk insert with keys given; a row", Task::bulk_insert, "raw-copy-text", 0, 1000, 5000},
    {"W5b", "bulk insert with keys returned; a row", Task::bulk_insert_returning, "raw-text", 10'000, 1000, 5000},
    {"W6", "update all columns of a row by key in one transaction", Task::update, "raw-text", 500, 500, 2000},
    {"W7", "twenty independent gets by key", Task::get_twenty, "raw-text", 30, 30, 120},
    {"json", "read a jsonb column into nlohmann::json; a row", Task::read_documents, "raw-text", 1, 1, 3},
    {"arrays", "read a bigint[] and a text[] column into vectors; a row", Task::read_tagged, "raw-text", 1, 1, 3},
    {"L1", "list parents with their ten children each: a join by hand or include; a child", Task::list_families, "raw-text", 1, 1, 3},
    {"L1n", "the same by one query for each parent; a child", Task::list_families_one_by_one, "raw-text", 1, 1, 3},
    {"T1", "gets by key on a pool: 1 thread", Task::get_on_threads, "raw-text", 2000, 0, 0, 1},
    {"T2", "gets by key on a pool: 2 threads", Task::get_on_threads, "raw-text", 2000, 0, 0, 2},
    {"T4", "gets by key on a pool: 4 threads", Task::get_on_threads, "raw-text", 2000, 0, 0, 4},
    {"T8", "gets by key on a pool: 8 threads", Task::get_on_threads, "raw-text", 2000, 0, 0, 8},
};

constexpr bool is_bulk(Task task) { return task == Task::bulk_insert || task == Task::bulk_insert_returning; }
constexpr bool writes(Task task) { return task == Task::insert || task == Task::update || is_bulk(task); }
constexpr bool lists_families(Task task) { return task == Task::list_families || task == Task::list_families_one_by_one; }
constexpr bool reads_table(Task task) {
  return lists_families(task) || task == Task::read_all || task == Task::read_documents || task == Task::read_tagged;
}

}  // namespace benchmark

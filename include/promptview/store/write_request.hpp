// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include <promptview/query/select.hpp>
#include <promptview/store/progress.hpp>

// Writes, as data.
namespace promptview {

// How an object is written.
enum class WriteMode : std::uint8_t {
  save,    // an empty Auto key: insert; an Auto key: update; a key of the application: upsert
  insert,
  update,  // NotFound if the row is missing
  upsert,  // insert, or update the row with the same key
};

// How one object is written.
struct Write {
  WriteMode mode = WriteMode::save;
  std::vector<std::uint16_t> only{};  // the fields to update; empty: all
};

// What an INSERT does with a row whose key, or another unique set, is there already.
enum class OnConflict : std::uint8_t { fail, ignore, update };
inline constexpr OnConflict ignore = OnConflict::ignore;

// The fields that no two rows share. An ON CONFLICT target names exactly one: all of them together would match no index.
struct UniqueTarget {
  static constexpr std::size_t max_fields = 16;

  std::uint16_t fields[max_fields] = {};  // places in the model's fields
  std::size_t count = 0;
  std::string_view where{};               // of a unique index that is partial

  // Whether the field at this place of the model is one of them.
  constexpr bool has(std::size_t field) const noexcept {
    for (std::size_t i = 0; i < count; ++i)
      if (fields[i] == field) return true;
    return false;
  }
};

// Objects of one model, without their type, that lie one behind the other, or anywhere. They must stay until the call has
// returned.
struct Objects {
  void* first = nullptr;
  std::size_t count = 0;
  std::size_t size = 0;  // of one, in bytes
  void* const* each = nullptr;  // where each of them is, instead of `first` and `size`

  void* operator[](std::size_t i) const noexcept { return each != nullptr ? each[i] : static_cast<char*>(first) + i * size; }
};

// Gives objects batch by batch. A batch lives until the next one is asked for; an empty one is the end.
class ObjectSource {
 public:
  // The next batch. What it throws ends the call that asked for it.
  virtual Objects next() = 0;

 protected:
  ~ObjectSource() = default;
};

// What a write does where a row with the same values of a unique set is there already.
struct Conflict {
  OnConflict action = OnConflict::fail;
  UniqueTarget target{};                // of `update`
  std::vector<std::uint16_t> update{};  // the fields that `update` writes; empty: all that the application gives
};

// How many objects are inserted at once: see BulkCreate.
struct BulkInsert {
  static constexpr std::size_t default_batch = 10000;

  Conflict conflict{};
  std::size_t batch_size = default_batch;
  Progress progress{};
};

// Which fields of many objects are updated, and how many objects go into one statement.
struct BulkUpdate {
  std::vector<std::uint16_t> fields{};
  std::size_t batch_size = BulkInsert::default_batch;
};

// One request to a store to write more than an object as it is. Points into what the caller keeps. The answer is a number.
struct WriteRequest {
  // What is to be written, and what the answer counts.
  enum class Kind : std::uint8_t {
    insert_or_find,  // inserts `object`; where a row has the same values of the conflict's target, that row is updated (`update`),
                     // or read into `object` (`ignore`). 1: it was inserted
    restore,         // undoes a soft removal of `object`; what is read back goes into it. 0: there was none
    insert_objects,  // inserts `objects` and reads back what the store generated; all or, when it throws, none. How many
    insert_range,    // the same for those of `source`, whose number is not known, and nothing is read back
    update_objects,  // updates some fields of the rows of `objects`, all or none. How many were found
    update_rows,     // of the query `select`, which is not sliced, by `assignments`. How many
    remove_rows,     // of the query `select`, which is not sliced; `hard`: not softly. How many
    join_rows,       // of a join table; what the kind of `join` says
  };
  Kind kind{};
  bool hard = false;
  void* object = nullptr;
  const Conflict* conflict = nullptr;
  Objects objects{};
  ObjectSource* source = nullptr;
  const BulkInsert* insert = nullptr;
  const BulkUpdate* update = nullptr;
  const Select* select = nullptr;
  const std::vector<Assignment>* assignments = nullptr;
  detail::JoinChange* join = nullptr;
};

}  // namespace promptview

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include <promptview/store/progress.hpp>

// Writing many objects at once, as data.
namespace promptview {

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

}  // namespace promptview

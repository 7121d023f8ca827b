// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include <promptview/lookups/bound_argument.hpp>
#include <promptview/query/select.hpp>

namespace promptview {

class Namespace;

// One of several requests to a store that are asked together. Points into what the caller keeps.
struct ReadRequest {
  // The request: for rows, for their number, whether there is one, or for the row of a key.
  enum class Kind : std::uint8_t { rows, count, exists, get };

  Kind kind{};
  std::size_t place = 0;                         // among those of the user, for messages
  Namespace* space = nullptr;
  const Select* select = nullptr;                // of all but `get`
  const detail::BoundArgument* key = nullptr;    // of `get`
  RowSink* rows = nullptr;                       // of `rows`
  void* object = nullptr;                        // of `get`: is read into; may have changed also where there is no row
  std::int64_t number = 0;                       // the answer of the others: a count, or 1 for yes
};

// A view of several requests. The caller keeps them.
struct ReadRequests {
  ReadRequest* first = nullptr;
  std::size_t count = 0;

  ReadRequest& operator[](std::size_t i) const noexcept { return first[i]; }
  ReadRequest* begin() const noexcept { return first; }
  ReadRequest* end() const noexcept { return first + count; }
};

// Receives rows by the place of what they belong to.
class PlacedRowSink {
 public:
  virtual std::size_t count() const = 0;  // of the places
  // One row that belongs to the object at `place`. `columns` is valid during the call.
  virtual void row(std::size_t place, ValueReader& columns) = 0;

 protected:
  ~PlacedRowSink() = default;
};

}  // namespace promptview

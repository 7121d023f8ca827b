// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include <promptview/lookups/bound_argument.hpp>
#include <promptview/query/select.hpp>
#include <promptview/store/row_sink.hpp>

namespace promptview {

class Namespace;

// A request to a store that reads. Points into what the caller keeps.
struct ReadRequest {
  // What is asked for, and where the answer goes.
  enum class Kind : std::uint8_t {
    rows,       // of the query `select`, to `rows`
    count,      // `number`: how many rows the query has
    exists,     // `number`: 1, if the query has a row
    get,        // the row whose key is `key` (as many as the model's key has fields), into `object`. `number`: 1, if there is one
    by_keys,    // the rows with the keys in `key`, a list of values of the one field of the key; each goes to the places in
                // `placed` that its key has in the list
    relations,  // those that `select` includes, into `objects`, which are of its model
  };

  Kind kind{};
  std::size_t place = 0;                         // among those of the user, for messages
  Namespace* space = nullptr;
  const Select* select = nullptr;
  const detail::BoundArgument* key = nullptr;
  RowSink* rows = nullptr;
  PlacedRowSink* placed = nullptr;
  void* object = nullptr;                        // may have changed also where there is no row
  const detail::List<void*>* objects = nullptr;
  std::int64_t number = 0;                       // the answer
};

// A view of several requests. The caller keeps them.
struct ReadRequests {
  ReadRequest* first = nullptr;
  std::size_t count = 0;

  ReadRequest& operator[](std::size_t i) const noexcept { return first[i]; }
  ReadRequest* begin() const noexcept { return first; }
  ReadRequest* end() const noexcept { return first + count; }
};

}  // namespace promptview

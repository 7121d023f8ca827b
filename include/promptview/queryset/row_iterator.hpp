// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace promptview {

// The rows of an executed query while a range-for runs over them; they are owned by the iterator.
template <class Row>
class RowIterator {
 public:
  explicit RowIterator(std::vector<Row> rows) : rows_{std::move(rows)} {}

  typename std::vector<Row>::reference operator*() noexcept { return rows_[at_]; }
  Row* operator->() noexcept { return &rows_[at_]; }
  RowIterator& operator++() noexcept {
    ++at_;
    return *this;
  }
  struct End {};
  friend bool operator==(const RowIterator& iterator, End) noexcept { return iterator.at_ == iterator.rows_.size(); }

 private:
  std::vector<Row> rows_;
  std::size_t at_ = 0;
};

}  // namespace promptview

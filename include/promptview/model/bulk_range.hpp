// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <promptview/model/bulk_create.hpp>
#include <promptview/model/object_writes.hpp>
#include <promptview/store/namespace.hpp>
#include <promptview/store/write_request.hpp>

// `User::bulk_create(users)` where `users` is an input range, for instance of what a file holds: one batch of objects is
// in memory at a time, so that its length does not matter.
namespace promptview::detail {

// Takes the objects out of a range, batch by batch, and calls their hooks.
template <class M, class Rows>
class RangeBatches final : public ObjectSource {
 public:
  RangeBatches(Namespace& space, Rows& rows, std::size_t size) : space_{space}, at_{rows.begin()}, end_{rows.end()}, size_{size} {}

  Objects next() override {
    after_save_all(space_.model(), objects());
    first_ += batch_.size();
    batch_.clear();
    for (; batch_.size() < size_ && at_ != end_; ++at_) batch_.push_back(*at_);
    before_save_all(space_, objects(), {}, first_);
    return objects();
  }

 private:
  Objects objects() noexcept { return {.first = batch_.data(), .count = batch_.size(), .size = sizeof(M)}; }

  Namespace& space_;
  decltype(std::declval<Rows&>().begin()) at_;
  decltype(std::declval<Rows&>().end()) end_;
  std::size_t size_;
  std::vector<M> batch_{};
  std::size_t first_ = 0;  // the number of those before the batch
};

template <class M, class Rows>
struct RangeInsert {
  static std::int64_t run(Namespace& space, const Context& context, Rows& rows, const BulkInsert& how) {
    RangeBatches<M, Rows> batches{space, rows, how.batch_size};
    return space.write(context, {.kind = WriteRequest::Kind::insert_range, .source = &batches, .insert = &how});
  }
};

}  // namespace promptview::detail

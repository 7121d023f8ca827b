// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace promptview::detail {

// Bytes that stay where they are until `clear`, which keeps the first chunk for reuse. Not aligned.
class Arena {
 public:
  [[gnu::always_inline]] char* allocate(std::size_t size) {
    if (size > left_) grow(size);
    char* const place = at_;
    at_ += size;
    left_ -= size;
    return place;
  }

  void clear() noexcept {
    if (chunks_.empty()) return;
    if (chunks_.size() > 1) chunks_.resize(1);
    at_ = chunks_.front().get();
    left_ = chunk_size;
  }

 private:
  static constexpr std::size_t chunk_size = 4096;

  // A large value gets a chunk of its own; the first chunk always has the normal size.
  [[gnu::noinline]] void grow(std::size_t size) {
    if (chunks_.empty() && size > chunk_size) chunks_.push_back(std::make_unique<char[]>(chunk_size));
    const std::size_t made = size > chunk_size ? size : chunk_size;
    chunks_.push_back(std::unique_ptr<char[]>{new char[made]});
    at_ = chunks_.back().get();
    left_ = made;
  }

  std::vector<std::unique_ptr<char[]>> chunks_{};
  char* at_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace promptview::detail

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace promptview::detail {

// Bytes that stay where they are until `clear`, which keeps one chunk for reuse. Little needs no memory but the object's own,
// which therefore stays where it is. Not aligned.
class Arena {
 public:
  Arena() noexcept {}  // NOLINT(modernize-use-equals-default): whose braces would fill the memory with zeros
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena() = default;

  [[gnu::always_inline]] char* allocate(std::size_t size) {
    if (size > left_) grow(size);
    char* const place = at_;
    at_ += size;
    left_ -= size;
    return place;
  }

  void clear() noexcept {
    if (chunks_.size() > 1) chunks_.resize(1);
    at_ = chunks_.empty() ? own_ : chunks_.front().get();
    left_ = chunks_.empty() ? sizeof(own_) : chunk_size;
  }

 private:
  static constexpr std::size_t chunk_size = 4096;

  // A large value gets a chunk of its own; the first one always has the normal size.
  [[gnu::noinline]] void grow(std::size_t size) {
    if (chunks_.empty() && size > chunk_size) chunks_.push_back(std::make_unique<char[]>(chunk_size));
    const std::size_t made = size > chunk_size ? size : chunk_size;
    chunks_.push_back(std::unique_ptr<char[]>{new char[made]});
    at_ = chunks_.back().get();
    left_ = made;
  }

  char own_[256];
  std::vector<std::unique_ptr<char[]>> chunks_{};
  char* at_ = own_;
  std::size_t left_ = sizeof(own_);
};

}  // namespace promptview::detail

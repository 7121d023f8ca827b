// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <initializer_list>
#include <new>
#include <utility>

namespace promptview::detail {

// The parts of a query: a std::vector with the few calls that queries need. Each file of models compiles it for six types,
// where a std::vector makes 70 functions of each; what allocates is never inlined, so that objects stay
// small. T can be incomplete where the list is declared. Iterators are pointers, and valid until the list grows.
template <class T>
class List {
 public:
  using value_type = T;

  List() noexcept = default;
  List(std::initializer_list<T> items) : List{} {
    reserve(items.size());
    for (const T& item : items) push_back(item);
  }
  List(const List& other);
  List(List&& other) noexcept
      : first_{std::exchange(other.first_, nullptr)}, size_{std::exchange(other.size_, 0)}, capacity_{std::exchange(other.capacity_, 0)} {}
  List& operator=(List other) noexcept {
    std::swap(first_, other.first_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    return *this;
  }
  ~List() {
    if (first_ != nullptr) release();
  }

  std::size_t size() const noexcept { return size_; }
  bool empty() const noexcept { return size_ == 0; }

  T* begin() noexcept { return first_; }
  T* end() noexcept { return first_ + size_; }
  const T* begin() const noexcept { return first_; }
  const T* end() const noexcept { return first_ + size_; }
  T& operator[](std::size_t place) noexcept { return first_[place]; }
  const T& operator[](std::size_t place) const noexcept { return first_[place]; }
  T& front() noexcept { return first_[0]; }
  const T& front() const noexcept { return first_[0]; }
  T& back() noexcept { return first_[size_ - 1]; }
  const T& back() const noexcept { return first_[size_ - 1]; }

  void reserve(std::size_t capacity) {
    if (capacity > capacity_) grow(capacity);
  }
  void push_back(T item) { append(std::move(item)); }
  void pop_back() noexcept { first_[--size_].~T(); }
  // The list becomes shorter, or longer by values of T{}.
  void resize(std::size_t size) {
    while (size_ > size) pop_back();
    while (size_ < size) push_back(T{});
  }
  void clear() noexcept {
    while (size_ > 0) pop_back();
  }

 protected:
  void append(T&& item);

 private:
  void grow(std::size_t capacity);
  void release() noexcept;

  T* first_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

template <class T>
[[gnu::noinline]] List<T>::List(const List& other) : List{} {
  reserve(other.size_);
  for (const T& item : other) push_back(item);
}

template <class T>
[[gnu::noinline]] void List<T>::append(T&& item) {
  if (size_ == capacity_) grow(capacity_ == 0 ? 2 : 2 * capacity_);
  new (static_cast<void*>(first_ + size_)) T(std::move(item));
  ++size_;
}

template <class T>
[[gnu::noinline]] void List<T>::grow(std::size_t capacity) {
  static_assert(noexcept(T(std::declval<T>())), "items are moved when the list grows");
  T* const moved = static_cast<T*>(::operator new(capacity * sizeof(T)));
  for (std::size_t i = 0; i < size_; ++i) {
    new (static_cast<void*>(moved + i)) T(std::move(first_[i]));
    first_[i].~T();
  }
  ::operator delete(first_);
  first_ = moved;
  capacity_ = capacity;
}

template <class T>
[[gnu::noinline]] void List<T>::release() noexcept {
  clear();
  ::operator delete(first_);
}

}  // namespace promptview::detail

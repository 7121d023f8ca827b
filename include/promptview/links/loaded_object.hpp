// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <utility>

#include <promptview/base/fwd.hpp>
#include <promptview/base/list.hpp>

// The loaded rows that relations hold: objects, or lists of them, which several relations can share.
namespace promptview::detail {

// The beginning of what is shared; the last of its holders calls `drop`.
struct Loaded {
  std::size_t holders = 0;
  Loaded* next = nullptr;  // of those that wait for their `drop`
  void (*drop)(Loaded* self) noexcept = nullptr;
  const ModelInfo* model = nullptr;  // of the object; of a list, of its objects
  void* object = nullptr;            // null: it is a list
};

// Holds what is shared. Copies may be used and destroyed in different threads.
class LoadedPointer {
 public:
  LoadedPointer() noexcept = default;
  explicit LoadedPointer(Loaded* loaded) noexcept : loaded_{loaded} { take(); }
  LoadedPointer(const LoadedPointer& other) noexcept : LoadedPointer{other.loaded_} {}
  LoadedPointer(LoadedPointer&& other) noexcept : loaded_{std::exchange(other.loaded_, nullptr)} {}
  LoadedPointer& operator=(LoadedPointer other) noexcept {
    std::swap(loaded_, other.loaded_);
    return *this;
  }
  ~LoadedPointer() {
    if (loaded_ != nullptr) give_back();
  }

  Loaded* get() const noexcept { return loaded_; }
  explicit operator bool() const noexcept { return loaded_ != nullptr; }
  void* object() const noexcept { return loaded_->object; }

 private:
  void take() noexcept {
    if (loaded_ != nullptr) __atomic_fetch_add(&loaded_->holders, 1, __ATOMIC_RELAXED);
  }
  void give_back() noexcept;

  Loaded* loaded_ = nullptr;
};

// An object that is dropped waits until the one that held it is gone, so that a chain of any length needs no stack.
[[gnu::noinline]] inline void LoadedPointer::give_back() noexcept {
  if (__atomic_sub_fetch(&loaded_->holders, 1, __ATOMIC_ACQ_REL) > 0) return;
  static constinit thread_local bool is_dropping = false;
  static constinit thread_local Loaded* waiting = nullptr;
  loaded_->next = waiting;
  waiting = loaded_;
  if (is_dropping) return;
  is_dropping = true;
  while (waiting != nullptr) {
    Loaded* const first = waiting;
    waiting = first->next;
    first->drop(first);
  }
  is_dropping = false;
}

template <class T>
struct LoadedObject : Loaded {
  T value{};
};

// An object of a model that relations can share. (ModelInfo::make of T.)
template <class T>
Loaded* make_loaded(const ModelInfo& model) {
  auto* const made = new LoadedObject<T>;
  made->drop = [](Loaded* self) noexcept { delete static_cast<LoadedObject<T>*>(self); };
  made->model = &model;
  made->object = &made->value;
  return made;
}

struct LoadedList : Loaded {
  List<LoadedPointer> items{};
};

inline LoadedList* make_loaded_list(const ModelInfo& model) {
  auto* const made = new LoadedList;
  made->drop = [](Loaded* self) noexcept { delete static_cast<LoadedList*>(self); };
  made->model = &model;
  return made;
}

}  // namespace promptview::detail

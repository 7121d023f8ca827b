// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace promptview {

// Where a statement runs. Whoever asks a store says it; see ambient_context.hpp for who reads the thread's.
struct Context {
  std::string_view database{};  // empty: the default one
  void* transaction = nullptr;  // the backend's; null: each statement on its own
};

}  // namespace promptview

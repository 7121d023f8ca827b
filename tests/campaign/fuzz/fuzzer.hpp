// SPDX-License-Identifier: MIT
#pragma once

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <exception>
#include <functional>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/error.hpp>
#include <promptview_test/mutator.hpp>

// Gives a function good inputs that were tampered with. It must take each, or throw a promptview::Error: no other
// exception, no crash, no hang, no memory beyond reason.
namespace campaign {

using promptview_test::Mutator;

struct Tally {
  int taken = 0;
  int refused = 0;
  std::string failure{};  // empty: none
};

namespace detail {

// What the process that runs the inputs leaves for the one that watches it.
struct Progress {
  std::atomic<int> taken = 0;
  std::atomic<int> refused = 0;
  std::atomic<std::size_t> size = 0;
  std::array<char, 1 << 20> input{};
  std::array<char, 2'000> failure{};
};

inline std::string printable(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    char code[8];
    const bool is_plain = c >= ' ' && c <= '~' && c != '"' && c != '\\';
    std::snprintf(code, sizeof(code), is_plain ? "%c" : "\\x%02x", is_plain ? c : static_cast<unsigned char>(c));
    text += code;
  }
  constexpr std::size_t shown = 1'000;
  if (text.size() > 2 * shown) text.replace(shown, text.size() - 2 * shown, " ... ");
  return '"' + text + "\", of " + std::to_string(bytes.size()) + " bytes";
}

// A small stack, as threads of servers have, and more memory than any of the inputs may need; sanitizers need room of
// their own.
inline void limit_memory() {
  const rlimit stack{.rlim_cur = rlim_t{1} << 20, .rlim_max = rlim_t{1} << 20};
  ::setrlimit(RLIMIT_STACK, &stack);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
  return;
#endif
#endif
  const rlimit limit{.rlim_cur = rlim_t{2} << 30, .rlim_max = rlim_t{2} << 30};
  ::setrlimit(RLIMIT_AS, &limit);
#endif
}

inline void run_inputs(Progress& progress, Mutator& mutator, int count, const std::function<void(const std::string&)>& target) {
  for (int i = 0; i < count; ++i) {
    const std::string input = mutator.next();
    std::memcpy(progress.input.data(), input.data(), std::min(input.size(), progress.input.size()));
    progress.size = input.size();
    try {
      target(input);
      ++progress.taken;
    } catch (const promptview::Error&) {
      ++progress.refused;
    } catch (const std::exception& other) {
      std::snprintf(progress.failure.data(), progress.failure.size(), "not an error of promptview: %s", other.what());
      return;
    }
  }
}

// Waits for the process; ends it when it is at one input for too long. Returns how it failed, or "".
inline std::string watch(pid_t process, const Progress& progress) {
  constexpr int longest_wait = 30'000;  // milliseconds for one input, on a busy machine
  int status = 0;
  int last = -1;
  for (int waited = 0; ::waitpid(process, &status, WNOHANG) == 0; ++waited) {
    const int done = progress.taken + progress.refused;
    if (std::exchange(last, done) != done) waited = 0;
    if (waited >= longest_wait) {
      ::kill(process, SIGKILL);
      ::waitpid(process, &status, 0);
      return "it does not come to an end";
    }
    ::usleep(1'000);
  }
  if (progress.failure[0] != '\0') return progress.failure.data();
  if (WIFSIGNALED(status)) return "it ended the process with signal " + std::to_string(WTERMSIG(status));
  return WEXITSTATUS(status) == 0 ? "" : "it ended the process with status " + std::to_string(WEXITSTATUS(status));
}

}  // namespace detail

// Runs `target` with so many inputs, in a process of their own, so that a crash says which input it was.
inline Tally fuzz(Mutator mutator, int count, const std::function<void(const std::string&)>& target) {
  void* const memory = ::mmap(nullptr, sizeof(detail::Progress), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc{};
  auto& progress = *new (memory) detail::Progress;
  std::fflush(nullptr);
  const pid_t process = ::fork();
  if (process == 0) {
    for (const int each : {SIGSEGV, SIGABRT, SIGFPE, SIGILL, SIGBUS}) std::signal(each, SIG_DFL);
    detail::limit_memory();
    detail::run_inputs(progress, mutator, count, target);
    std::fflush(nullptr);
    ::_exit(0);
  }
  Tally tally{.failure = detail::watch(process, progress)};
  tally.taken = progress.taken;
  tally.refused = progress.refused;
  if (!tally.failure.empty())
    tally.failure += "\n  after " + std::to_string(tally.taken + tally.refused) + " others, of the input " +
                     detail::printable({progress.input.data(), std::min<std::size_t>(progress.size, progress.input.size())});
  ::munmap(memory, sizeof(detail::Progress));
  return tally;
}

}  // namespace campaign

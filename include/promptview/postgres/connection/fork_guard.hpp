// SPDX-License-Identifier: MIT
#pragma once

#include <fcntl.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <mutex>

#include <promptview/base/error.hpp>

// A fork of the process must not share sessions with its parent, nor wait for locks of threads that it does not have.
// Nothing of this costs anything but when the process forks.
namespace promptview::postgres::detail {

// The base of objects that must act when the process forks: each is told of forks from `enroll` to `withdraw`. Both lock; neither
// may be called while the object's own lock is held.
class ForkParticipant {
 public:
  ForkParticipant() = default;
  ForkParticipant(const ForkParticipant&) = delete;
  ForkParticipant& operator=(const ForkParticipant&) = delete;

  virtual void before_fork() noexcept {}           // locks
  virtual void after_fork_in_parent() noexcept {}  // unlocks
  virtual void after_fork_in_child() noexcept {}   // async-signal-safe calls only
  // Whether it is a session with this handle that this process has inherited.
  virtual bool is_inherited_session(const void* /*handle*/) const noexcept { return false; }

 protected:
  virtual ~ForkParticipant() = default;
  inline void enroll();
  inline void withdraw() noexcept;

 private:
  friend struct ForkParticipants;
  ForkParticipant* next_ = nullptr;
  ForkParticipant** place_ = nullptr;  // what points to this; null: not enrolled
};

struct ForkParticipants {
  std::mutex mutex{};
  ForkParticipant* first = nullptr;

  template <class Visit>
  void each(const Visit& visit) {
    for (ForkParticipant* one = first; one != nullptr; one = one->next_) visit(*one);
  }
  void add(ForkParticipant& one) noexcept {
    one.next_ = first;
    one.place_ = &first;
    if (first != nullptr) first->place_ = &one.next_;
    first = &one;
  }
  static void remove(ForkParticipant& one) noexcept {
    if (one.place_ == nullptr) return;
    *one.place_ = one.next_;
    if (one.next_ != nullptr) one.next_->place_ = one.place_;
    one.place_ = nullptr;
  }
};

// Never destroyed, so that static objects of the program may hold connections while it ends.
inline ForkParticipants& fork_participants() {
  static ForkParticipants& instance = *[] {
    auto* const made = new ForkParticipants;
    ::pthread_atfork(
        [] {
          fork_participants().mutex.lock();
          fork_participants().each([](ForkParticipant& one) { one.before_fork(); });
        },
        [] {
          fork_participants().each([](ForkParticipant& one) { one.after_fork_in_parent(); });
          fork_participants().mutex.unlock();
        },
        [] {
          fork_participants().each([](ForkParticipant& one) { one.after_fork_in_child(); });
          fork_participants().mutex.unlock();
        });
    return made;
  }();
  return instance;
}

inline void ForkParticipant::enroll() {
  ForkParticipants& all = fork_participants();
  const std::lock_guard lock{all.mutex};
  all.add(*this);
}

inline void ForkParticipant::withdraw() noexcept {
  const std::lock_guard lock{fork_participants().mutex};
  ForkParticipants::remove(*this);
}

// Whether this process is a child that inherited the session, of a PGconn.
inline bool is_inherited_session(const void* handle) {
  ForkParticipants& all = fork_participants();
  const std::lock_guard lock{all.mutex};
  bool found = false;
  all.each([&](const ForkParticipant& one) { found = found || one.is_inherited_session(handle); });
  return found;
}

// A mutex that no other thread holds in a child.
class ForkSafeMutex final : public ForkParticipant {
 public:
  ForkSafeMutex() { enroll(); }
  ~ForkSafeMutex() override { withdraw(); }

  void lock() { mutex_.lock(); }
  void unlock() { mutex_.unlock(); }

  void before_fork() noexcept override { mutex_.lock(); }
  void after_fork_in_parent() noexcept override { mutex_.unlock(); }
  void after_fork_in_child() noexcept override { mutex_.unlock(); }

 private:
  std::mutex mutex_{};
};

// A socket that has ended: one of a pair whose other end is closed. Made once. Throws ConnectFailed if it cannot be.
inline int ended_socket() {
  static const int made = [] {
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
      throw ConnectFailed{"raise the limit of open files (ulimit -n): no socket can be made"};
    ::close(ends[1]);
    return ends[0];
  }();
  return made;
}

// A socket that is the parent's alone: in a child, one that has ended takes its place, so that whatever is written to it
// there (also by libpq, OpenSSL and code of others) reaches nobody, and reading finds the end.
class ParentsSocket final : public ForkParticipant {
 public:
  // `session`: the PGconn whose socket it is, or null.
  explicit ParentsSocket(int number, const void* session = nullptr)
      : number_{number}, ended_{ended_socket()}, session_{session} {
    enroll();
  }
  ~ParentsSocket() override { release(); }

  // To be called before the socket is closed, since its number may be another file's afterwards.
  void release() noexcept { withdraw(); }

  // Whether this process is a child that inherited it.
  bool is_inherited() const noexcept { return is_inherited_; }

  bool is_inherited_session(const void* handle) const noexcept override { return is_inherited_ && handle == session_; }
  void after_fork_in_child() noexcept override {
    ::dup3(ended_, number_, O_CLOEXEC);
    is_inherited_ = true;
  }

 private:
  int number_;
  int ended_;
  const void* session_;
  bool is_inherited_ = false;
};

}  // namespace promptview::postgres::detail

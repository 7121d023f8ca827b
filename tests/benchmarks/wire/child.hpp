// SPDX-License-Identifier: MIT
#pragma once

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

#include "measure.hpp"
#include "runner.hpp"

namespace benchmark {

// One variant of one work in a process of its own, so that its peak of memory is its own. It waits between the rounds.
// Not to be made while the program has threads.
class Child {
 public:
  Child(const std::string& url, const Work& work, const Offer& offer, int rows) : name_{offer.name} {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) throw std::runtime_error{"socketpair failed"};
    std::fflush(nullptr);
    pid_ = fork();
    if (pid_ < 0) throw std::runtime_error{"fork failed"};
    socket_ = pid_ == 0 ? ends[1] : ends[0];
    close(pid_ == 0 ? ends[0] : ends[1]);
    if (pid_ == 0) live(url, work, offer, rows);
  }
  Child(Child&& other) noexcept
      : name_{std::move(other.name_)}, pid_{std::exchange(other.pid_, 0)}, socket_{std::exchange(other.socket_, -1)} {}
  Child& operator=(Child&&) = delete;
  ~Child() {
    if (pid_ == 0) return;
    // Closing is no sign: children that were made later hold this end as well.
    const bool told = write(socket_, "q", 1) == 1;
    close(socket_);
    if (told) waitpid(pid_, nullptr, 0);
  }

  const std::string& name() const noexcept { return name_; }
  std::uint64_t check() { return ask<std::uint64_t>('c'); }
  Sample time() { return ask<Sample>('t'); }
  double peak() { return ask<double>('p'); }

 private:
  template <class Answer>
  Answer ask(char question) {
    Answer answer{};
    if (write(socket_, &question, 1) != 1 || recv(socket_, &answer, sizeof(answer), MSG_WAITALL) != sizeof(answer))
      throw std::runtime_error{name_ + " has failed, for the reason above"};
    return answer;
  }

  template <class Answer>
  void tell(const Answer& answer) const {
    if (write(socket_, &answer, sizeof(answer)) != sizeof(answer)) throw std::runtime_error{"nobody listens"};
  }

  // Ends the process without what its parent had to do at its end.
  [[noreturn]] void live(const std::string& url, const Work& work, const Offer& offer, int rows) {
    try {
      answer_questions(url, work, offer, rows);
      _exit(0);
    } catch (const std::exception& failure) {
      std::fprintf(stderr, "%s: %s: %s\n", std::string{work.name}.c_str(), name_.c_str(), failure.what());
      _exit(1);
    }
  }
  void answer_questions(const std::string& url, const Work& work, const Offer& offer, int rows) const {
    Runner runner{url, work, offer, rows};
    for (char question = 0; ::read(socket_, &question, 1) == 1 && question != 'q';) {
      if (question == 'c') tell(runner.check());
      if (question == 't') tell(runner.time());
      if (question == 'p') tell(peak_megabytes());
    }
  }

  std::string name_;
  pid_t pid_ = 0;
  int socket_ = -1;
};

}  // namespace benchmark

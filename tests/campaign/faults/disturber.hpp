// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <random>
#include <string>
#include <thread>

#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>

#include "proxy.hpp"

namespace campaign {

// Causes faults, one after the other, chosen at random.
class Disturber {
 public:
  Disturber(promptview::postgres::EmbeddedServer& server, Proxy& proxy, unsigned seed)
      : server_{server}, proxy_{proxy}, random_{seed} {}

  struct Counts {
    int terminated = 0;
    int cut = 0;
    int stalled = 0;
    int restarted = 0;
    int killed = 0;
    int all() const noexcept { return terminated + cut + stalled + restarted + killed; }
  };

  void cause_one() {
    pause(20 + pick(120));
    const int kind = pick(20);
    if (kind < 7) return terminate();
    if (kind < 13) return cut();
    if (kind < 17) return stall();
    if (kind < 19) return restart();
    kill();
  }

  const Counts& counts() const noexcept { return counts_; }

 private:
  int pick(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }
  static void pause(int milliseconds) { std::this_thread::sleep_for(std::chrono::milliseconds{milliseconds}); }

  // Ends some sessions of the program, on a connection of its own that does not go through the proxy.
  void terminate() {
    promptview::postgres::Connection direct{promptview::postgres::conninfo_of({.url = server_.url()}), 0};
    direct.run_script("SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity WHERE datname = 'campaign' "
                      "AND backend_type = 'client backend' ORDER BY random() LIMIT " + std::to_string(1 + pick(3)) + ") AS chosen");
    ++counts_.terminated;
  }
  void cut() {
    if (pick(4) == 0)
      proxy_.cut_all();
    else
      proxy_.cut_one_after(pick(2) == 0 ? pick(30) : pick(20'000));
    ++counts_.cut;
  }
  // Nothing goes through for a while; then all goes on, or the links end.
  void stall() {
    proxy_.stall(true);
    pause(50 + pick(300));
    if (pick(3) == 0) proxy_.cut_all();
    proxy_.stall(false);
    ++counts_.stalled;
  }
  void restart() {
    server_.restart();
    ++counts_.restarted;
  }
  void kill() {
    server_.kill();
    pause(pick(300));
    server_.start();
    ++counts_.killed;
  }

  promptview::postgres::EmbeddedServer& server_;
  Proxy& proxy_;
  std::mt19937 random_;
  Counts counts_{};
};

}  // namespace campaign

// SPDX-License-Identifier: MIT
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

// Stands between the program and the server, on unix sockets, and disturbs the links.
namespace campaign {

class Proxy {
 public:
  // `target` is the path of the server's socket.
  explicit Proxy(std::string target) : target_{std::move(target)} {
    if (::mkdtemp(folder_.data()) == nullptr) throw std::runtime_error{"no temporary folder for the proxy"};
    listener_ = make_socket();
    const sockaddr_un address = address_of(folder_ + "/.s.PGSQL.5432");
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 || ::listen(listener_, 64) != 0)
      throw std::runtime_error{"the proxy cannot listen"};
    thread_ = std::thread{[this] { run(); }};
  }
  Proxy(const Proxy&) = delete;
  Proxy& operator=(const Proxy&) = delete;
  ~Proxy() {
    stopped_ = true;
    thread_.join();
    ::close(listener_);
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::string url(const std::string& database) const {
    return "host=" + folder_ + " hostaddr='' port=5432 user=postgres dbname=" + database;
  }

  // While it is on, no byte goes through, in no direction; links and bytes wait.
  void stall(bool on) noexcept { stalled_ = on; }

  // Ends all links.
  void cut_all() noexcept { cut_all_ = true; }

  // Ends a link that is chosen at random, once so many further bytes have come through it: in the midst of a message.
  void cut_one_after(int bytes) noexcept { cut_after_ = bytes; }

 private:
  static constexpr std::size_t room = 65'536;

  struct Link {
    Link(int client_socket, int server_socket) : client{client_socket}, server{server_socket} {}
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;
    ~Link() {
      ::close(client);
      ::close(server);
    }
    int client;
    int server;
    std::string to_server{};
    std::string to_client{};
    int left = -1;  // bytes until it is cut; -1: it is not
  };

  static int make_socket() {
    const int made = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (made < 0) throw std::runtime_error{"no socket for the proxy"};
    return made;
  }
  static sockaddr_un address_of(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof(address.sun_path)) throw std::runtime_error{"the path of a socket is too long: " + path};
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    return address;
  }

  void run() {
    while (!stopped_) {
      if (stalled_) {
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
        continue;
      }
      disturb();
      move_bytes();
    }
  }

  void disturb() {
    if (cut_all_.exchange(false)) links_.clear();
    const int bytes = cut_after_.exchange(-1);
    if (bytes >= 0 && !links_.empty()) links_[random_() % links_.size()]->left = bytes;
  }

  void move_bytes() {
    std::vector<pollfd> watched{{.fd = listener_, .events = POLLIN, .revents = 0}};
    for (const auto& link : links_) {
      watched.push_back({.fd = link->client, .events = events(link->to_server, link->to_client), .revents = 0});
      watched.push_back({.fd = link->server, .events = events(link->to_client, link->to_server), .revents = 0});
    }
    if (::poll(watched.data(), watched.size(), 5) <= 0) return;
    for (std::size_t i = links_.size(); i-- > 0;)
      if (!forward(*links_[i], watched[1 + 2 * i].revents, watched[2 + 2 * i].revents))
        links_.erase(links_.begin() + static_cast<std::ptrdiff_t>(i));
    if ((watched[0].revents & POLLIN) != 0) accept();
  }

  static short events(const std::string& from_it, const std::string& to_it) noexcept {
    return static_cast<short>((from_it.size() < room ? POLLIN : 0) | (to_it.empty() ? 0 : POLLOUT));
  }

  void accept() {
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (client < 0) return;
    const int server = make_socket();
    const sockaddr_un address = address_of(target_);
    if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
      ::close(client);  // the server is down, and so is the link
      ::close(server);
      return;
    }
    links_.push_back(std::make_unique<Link>(client, server));
  }

  // False: the link is at its end.
  bool forward(Link& link, short client_events, short server_events) {
    // What one side said last is still given to the other.
    bool lives = read(link, link.client, client_events, link.to_server);
    if (!read(link, link.server, server_events, link.to_client)) lives = false;
    if (!write(link.server, link.to_server)) lives = false;
    if (!write(link.client, link.to_client)) lives = false;
    return lives && link.left != 0;
  }

  static bool read(Link& link, int from, short happened, std::string& buffer) {
    if ((happened & (POLLIN | POLLHUP | POLLERR)) == 0) return true;
    char bytes[16'384];
    const ssize_t count = ::recv(from, bytes, link.left < 0 ? sizeof(bytes) : std::min(sizeof(bytes), std::size_t(link.left)), 0);
    if (count < 0) return errno == EAGAIN || errno == EINTR;
    if (link.left > 0) link.left -= static_cast<int>(count);
    buffer.append(bytes, static_cast<std::size_t>(count));
    return count > 0;
  }

  static bool write(int to, std::string& buffer) {
    if (buffer.empty()) return true;
    const ssize_t count = ::send(to, buffer.data(), buffer.size(), MSG_NOSIGNAL);
    if (count < 0) return errno == EAGAIN || errno == EINTR;
    buffer.erase(0, static_cast<std::size_t>(count));
    return true;
  }

  std::string target_;
  std::string folder_ = "/tmp/pv-proxy-XXXXXX";
  int listener_ = -1;
  std::atomic<bool> stopped_ = false;
  std::atomic<bool> stalled_ = false;
  std::atomic<bool> cut_all_ = false;
  std::atomic<int> cut_after_ = -1;
  std::mt19937 random_{1};  // of the proxy's thread, as are the links
  std::vector<std::unique_ptr<Link>> links_{};
  std::thread thread_{};
};

}  // namespace campaign

// SPDX-License-Identifier: MIT

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <promptview/postgres.hpp>
#include <promptview/pipeline.hpp>

#include "../variant.hpp"
#include "models.hpp"

namespace benchmark {
namespace {

// promptview with many statements in one round trip.
class PromptviewPipelined final : public Variant {
 public:
  explicit PromptviewPipelined(const std::string& url) { pv::connect({.url = url, .pool_size = 1}); }
  ~PromptviewPipelined() override { pv::disconnect(); }

  void get_by_key(const std::vector<std::int64_t>& keys, Digest& digest) override { get_twenties(keys, digest); }

  // Twenty gets, as independent as those of the other variants: not one with twenty keys.
  void get_twenties(const std::vector<std::int64_t>& keys, Digest& digest) override {
    std::size_t from = 0;
    for (; from + 20 <= keys.size(); from += 20) twenty(keys.data() + from, digest, std::make_index_sequence<20>{});
    if (from != keys.size()) throw std::logic_error{"the keys come in twenties"};
  }

  void insert(std::vector<WrittenPerson>& people) override {
    pv::Transaction transaction;
    pv::save_all(people);
    transaction.commit();
  }
  void update(std::vector<WrittenPerson>& people) override {
    pv::Transaction transaction;
    pv::update_all(people);
    transaction.commit();
  }

 private:
  template <std::size_t... Places>
  static void twenty(const std::int64_t* keys, Digest& digest, std::index_sequence<Places...>) {
    const auto found = pv::pipeline(pv::get_query<Person>(keys[Places])...);
    std::apply([&digest](const auto&... people) { (take(people, digest), ...); }, found);
  }
  static void take(const std::optional<Person>& person, Digest& digest) {
    if (!person) throw std::runtime_error{"no row has this key"};
    digest.add(*person);
  }
};

const bool offered =
    offer<PromptviewPipelined>(9, "promptview-pipelined", {Task::insert, Task::update, Task::get_twenty});

}  // namespace
}  // namespace benchmark


// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "digest.hpp"
#include "rows.hpp"
#include "work.hpp"

namespace benchmark {

inline constexpr std::int32_t least_age = 20, greatest_age = 60;  // of next_pages

// One way to reach the database, on one connection unless it says otherwise. Overrides what it can do.
class Variant {
 public:
  Variant() = default;
  Variant(const Variant&) = delete;
  Variant& operator=(const Variant&) = delete;
  virtual ~Variant() = default;

  virtual void get_by_key(const std::vector<std::int64_t>&, Digest&) { refuse(); }
  // Twenty keys after twenty keys, which do not depend on each other.
  virtual void get_twenties(const std::vector<std::int64_t>& keys, Digest& digest) { get_by_key(keys, digest); }
  virtual void read_all(Digest&) { refuse(); }
  // A page for each of these ages, or behind each of these keys and between two ages.
  virtual void pages(const std::vector<std::int32_t>&, Digest&) { refuse(); }
  virtual void next_pages(const std::vector<std::int64_t>&, Digest&) { refuse(); }
  virtual void read_documents(Digest&) { refuse(); }
  virtual void read_tagged(Digest&) { refuse(); }
  // All parents, by key, with their children, by key: as the library does it, or by a query for each parent.
  virtual void list_families(Digest&) { refuse(); }
  virtual void list_families_one_by_one(Digest& digest) { list_families(digest); }
  // One statement each, in one transaction. An insert sets the keys.
  virtual void insert(std::vector<WrittenPerson>&) { refuse(); }
  virtual void update(std::vector<WrittenPerson>&) { refuse(); }
  // All in one transaction: with the keys that they have, or setting them.
  virtual void bulk_insert(std::vector<WrittenPerson>&) { refuse(); }
  virtual void bulk_insert_returning(std::vector<WrittenPerson>&) { refuse(); }

  // Whether one object serves all threads, with a pool of its own.
  virtual bool has_pool() const noexcept { return false; }

 private:
  [[noreturn]] static void refuse() { throw std::logic_error{"this variant was asked for a work that it does not do"}; }
};

// A variant that was linked into the program.
struct Offer {
  int place;  // in the tables
  std::string_view name;
  std::unique_ptr<Variant> (*make)(const std::string& url, int threads);
  std::vector<Task> tasks;
};

// All of them, in the order of their places once main has begun.
std::vector<Offer>& offers();

// `const bool offered = offer<RawText>(...)` in the source file of a variant.
template <class Made>
bool offer(int place, std::string_view name, std::vector<Task> tasks) {
  const auto make = [](const std::string& url, int threads) -> std::unique_ptr<Variant> {
    if constexpr (requires { Made(url, threads); })
      return std::make_unique<Made>(url, threads);
    else
      return std::make_unique<Made>(url);
  };
  offers().push_back({place, name, make, std::move(tasks)});
  return true;
}

}  // namespace benchmark

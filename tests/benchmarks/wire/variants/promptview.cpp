// SPDX-License-Identifier: MIT
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <promptview/postgres.hpp>
#include <promptview/relations.hpp>

#include "../variant.hpp"
#include "models.hpp"

namespace benchmark {
namespace {

// promptview as its README shows it, statement by statement.
class Promptview final : public Variant {
 public:
  Promptview(const std::string& url, int threads) {
    pv::connect({.url = url, .pool_size = static_cast<std::size_t>(threads)});
  }
  ~Promptview() override { pv::disconnect(); }

  bool has_pool() const noexcept override { return true; }

  void get_by_key(const std::vector<std::int64_t>& keys, Digest& digest) override {
    for (const std::int64_t key : keys) {
      const std::optional<Person> person = pv::get<Person>(key);
      if (!person) throw std::runtime_error{"no row has this key"};
      digest.add(*person);
    }
  }
  void read_all(Digest& digest) override { digest.add_all(pv::query<Person>().execute()); }
  void read_documents(Digest& digest) override { digest.add_all(pv::query<Document>().execute()); }
  void read_tagged(Digest& digest) override { digest.add_all(pv::query<Tagged>().execute()); }

  void list_families(Digest& digest) override {
    digest.add_all(pv::query<ListedParent>().order_by("id").include("children").execute());
  }
  void list_families_one_by_one(Digest& digest) override {
    std::vector<ListedParent> parents = pv::query<ListedParent>().order_by("id").execute();
    for (ListedParent& parent : parents) parent.children.load();
    digest.add_all(parents);
  }

  void pages(const std::vector<std::int32_t>& ages, Digest& digest) override {
    for (const std::int32_t age : ages)
      digest.add_all(pv::query<Person>().filter("age__gt", age).order_by("id").limit(20).execute());
  }
  void next_pages(const std::vector<std::int64_t>& keys, Digest& digest) override {
    for (const std::int64_t key : keys)
      digest.add_all(pv::query<Person>()
                         .filter("id__gt", key)
                         .filter("age__range", {least_age, greatest_age})
                         .filter("bio__isnull", false)
                         .order_by("id")
                         .limit(50)
                         .execute());
  }

  void insert(std::vector<WrittenPerson>& people) override { save(people); }
  void update(std::vector<WrittenPerson>& people) override { save(people); }
  void bulk_insert(std::vector<WrittenPerson>& people) override { pv::bulk_create(people); }
  void bulk_insert_returning(std::vector<WrittenPerson>& people) override { pv::bulk_create(people); }

 private:
  // Without a key an INSERT, with one an UPDATE of all columns.
  static void save(std::vector<WrittenPerson>& people) {
    pv::Transaction transaction;
    for (WrittenPerson& person : people) pv::save(person);
    transaction.commit();
  }
};

const bool offered =
    offer<Promptview>(8, "promptview",
                      {Task::get, Task::read_all, Task::page, Task::next_page, Task::insert, Task::bulk_insert,
                       Task::bulk_insert_returning, Task::update, Task::get_twenty, Task::read_documents, Task::read_tagged,
                       Task::get_on_threads, Task::list_families, Task::list_families_one_by_one});

}  // namespace
}  // namespace benchmark

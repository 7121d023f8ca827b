// SPDX-License-Identifier: MIT
#include <soci/soci-config.h>
#undef SOCI_HAVE_BOOST  // its headers are not needed for this

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <cstddef>
#include <regex>
#include <stdexcept>
#include <string>
#include <vector>

#include "../sql.hpp"
#include "../variant.hpp"
#include "array_text.hpp"

namespace benchmark {
namespace {

// SOCI names its parameters.
std::string with_names(const char* sql) { return std::regex_replace(sql, std::regex{"\\$([0-9])"}, ":p$1"); }

// SOCI as its manual shows it: statements prepared once and bound to variables; vectors for many rows. It knows neither
// bool (taken as a character), nor arrays and JSON (taken as text).
class Soci final : public Variant {
 public:
  explicit Soci(const std::string& url) : session_{soci::postgresql, url} {}

  void get_by_key(const std::vector<std::int64_t>& keys, Digest& digest) override {
    for (const std::int64_t key : keys) {
      key_ = key;
      if (!get_.execute(true)) throw std::runtime_error{"no row has this key"};
      Person person;
      take(person);
      digest.add(person);
      while (get_.fetch()) throw std::runtime_error{"two rows have this key"};
    }
  }

  void read_all(Digest& digest) override {
    soci::statement statement =
        (session_.prepare << sql::read_all, soci::into(ids_), soci::into(names_), soci::into(emails_),
         soci::into(ages_), soci::into(scores_), soci::into(actives_), soci::into(bios_, bios_known_));
    std::vector<Person> people;
    resize(many);
    statement.execute();
    while (statement.fetch()) {
      for (std::size_t i = 0; i < ids_.size(); ++i) take(people.emplace_back(), i);
      resize(many);
    }
    digest.add_all(people);
  }

  void pages(const std::vector<std::int32_t>& ages, Digest& digest) override {
    for (const std::int32_t age : ages) {
      age_bound_ = age;
      read_page(page_, digest);
    }
  }
  void next_pages(const std::vector<std::int64_t>& keys, Digest& digest) override {
    for (const std::int64_t key : keys) {
      key_ = key;
      read_page(next_page_, digest);
    }
  }

  void read_documents(Digest& digest) override {
    std::vector<Document> documents;
    documents_.execute();
    while (documents_.fetch()) {
      Document& document = documents.emplace_back();
      document.id = id_;
      document.body = nlohmann::json::parse(name_);
    }
    digest.add_all(documents);
  }
  void read_tagged(Digest& digest) override {
    std::vector<Tagged> all;
    tagged_.execute();
    while (tagged_.fetch()) {
      Tagged& tagged = all.emplace_back();
      tagged.id = id_;
      read_array(name_, tagged.numbers);
      read_array(email_, tagged.tags);
    }
    digest.add_all(all);
  }

  void insert(std::vector<WrittenPerson>& people) override {
    soci::transaction transaction{session_};
    for (WrittenPerson& person : people) {
      give(person);
      if (!insert_.execute(true)) throw std::runtime_error{"an insert gave no key"};
      person.id = id_;
    }
    transaction.commit();
  }
  void bulk_insert_returning(std::vector<WrittenPerson>& people) override { insert(people); }

  void update(std::vector<WrittenPerson>& people) override {
    soci::transaction transaction{session_};
    for (const WrittenPerson& person : people) {
      give(person);
      update_.execute(true);
      if (update_.get_affected_rows() != 1) throw std::runtime_error{"an update found no row"};
    }
    transaction.commit();
  }

  void bulk_insert(std::vector<WrittenPerson>& people) override {
    soci::transaction transaction{session_};
    resize(people.size());  // all at once: SOCI 4.0 sends the first rows again when it executes this twice
    for (std::size_t i = 0; i < people.size(); ++i) give(people[i], i);
    soci::statement statement = (session_.prepare << with_names(sql::insert_with_key), soci::use(names_, "p1"),
                                 soci::use(emails_, "p2"), soci::use(ages_, "p3"), soci::use(scores_, "p4"),
                                 soci::use(actives_, "p5"), soci::use(bios_, bios_known_, "p6"), soci::use(ids_, "p7"));
    statement.execute(true);
    transaction.commit();
  }

 private:
  static constexpr std::size_t many = 1000;  // rows at a time

  void resize(std::size_t count) {
    ids_.resize(count);
    names_.resize(count);
    emails_.resize(count);
    ages_.resize(count);
    scores_.resize(count);
    actives_.resize(count);
    bios_.resize(count);
    bios_known_.resize(count);
  }

  void take(PersonFields& person) {
    person.id = id_;
    person.name = name_;
    person.email = email_;
    person.age = age_;
    person.score = score_;
    person.active = active_ == 't';
    if (bio_known_ == soci::i_ok) person.bio = bio_;
  }
  void take(PersonFields& person, std::size_t i) {
    person.id = ids_[i];
    person.name = std::move(names_[i]);
    person.email = std::move(emails_[i]);
    person.age = ages_[i];
    person.score = scores_[i];
    person.active = actives_[i] == 't';
    if (bios_known_[i] == soci::i_ok) person.bio = std::move(bios_[i]);
  }
  void give(const PersonFields& person) {
    key_ = person.id.value_or(0);
    name_ = person.name;
    email_ = person.email;
    age_ = person.age;
    score_ = person.score;
    active_ = person.active ? 't' : 'f';
    bio_known_ = person.bio ? soci::i_ok : soci::i_null;
    if (person.bio) bio_ = *person.bio;
  }
  void give(const PersonFields& person, std::size_t i) {
    ids_[i] = *person.id;
    names_[i] = person.name;
    emails_[i] = person.email;
    ages_[i] = person.age;
    scores_[i] = person.score;
    actives_[i] = person.active ? 't' : 'f';
    bios_known_[i] = person.bio ? soci::i_ok : soci::i_null;
    bios_[i] = person.bio.value_or("");
  }

  void read_page(soci::statement& statement, Digest& digest) {
    std::vector<Person> people;
    statement.execute();
    while (statement.fetch()) take(people.emplace_back());
    digest.add_all(people);
  }

  template <class... Bound>
  soci::statement prepare_read(const char* sql, Bound&... bound) {
    auto prepared = session_.prepare << with_names(sql);
    ((prepared, soci::use(bound)), ...);
    return (prepared, soci::into(id_), soci::into(name_), soci::into(email_), soci::into(age_), soci::into(score_),
            soci::into(active_), soci::into(bio_, bio_known_));
  }

  soci::session session_;
  long long key_ = 0, id_ = 0;
  int age_bound_ = 0, least_ = least_age, greatest_ = greatest_age, age_ = 0;
  std::string name_{}, email_{}, bio_{};
  double score_ = 0;
  char active_ = 'f';
  soci::indicator bio_known_ = soci::i_null;
  std::vector<long long> ids_{};
  std::vector<std::string> names_{}, emails_{}, bios_{};
  std::vector<int> ages_{};
  std::vector<double> scores_{};
  std::vector<char> actives_{};
  std::vector<soci::indicator> bios_known_{};

  soci::statement get_ = prepare_read(sql::get, key_);
  soci::statement page_ = prepare_read(sql::page, age_bound_);
  soci::statement next_page_ = prepare_read(sql::next_page, key_, least_, greatest_);
  soci::statement documents_ = (session_.prepare << sql::read_documents, soci::into(id_), soci::into(name_));
  soci::statement tagged_ =
      (session_.prepare << sql::read_tagged, soci::into(id_), soci::into(name_), soci::into(email_));
  soci::statement insert_ = (session_.prepare << with_names(sql::insert), soci::use(name_, "p1"),
                             soci::use(email_, "p2"), soci::use(age_, "p3"), soci::use(score_, "p4"),
                             soci::use(active_, "p5"), soci::use(bio_, bio_known_, "p6"), soci::into(id_));
  soci::statement update_ = (session_.prepare << with_names(sql::update), soci::use(name_, "p1"),
                             soci::use(email_, "p2"), soci::use(age_, "p3"), soci::use(score_, "p4"),
                             soci::use(active_, "p5"), soci::use(bio_, bio_known_, "p6"), soci::use(key_, "p7"));
};

const bool offered = offer<Soci>(7, "SOCI",
                                 {Task::get, Task::read_all, Task::page, Task::next_page, Task::insert,
                                  Task::bulk_insert, Task::bulk_insert_returning, Task::update, Task::get_twenty,
                                  Task::read_documents, Task::read_tagged, Task::get_on_threads});

}  // namespace
}  // namespace benchmark

// SPDX-License-Identifier: MIT
// A CSV file of 100,000 rows goes into a table, with a progress bar; then again, with rows that are there already.
//
// expect: 100000 lines in people.csv
// expect: [####################] 100000 of 100000
// expect: imported 100000 people
// expect: the first: 1 person0@example.org, the last: 100000 person99999@example.org
// expect: the same file again: 0 new
// expect: [####################] 100000 of 100000
// expect: a newer file: 100000 rows written, 100000 people
// expect: person7@example.org is 98 now
// expect: a bad file changes nothing: people_age_check
// expect: 100000 people are still there
#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>

namespace pv = promptview;

struct Person : pv::Model<Person> {
  pv::Auto<std::int64_t> id{};
  std::string email{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(Person, postgres, "people", FIELD(id, primary_key), FIELD(email, unique), FIELD(name), FIELD(age, check="age >= 0"))

// A file that goes away with this.
class TemporaryFile {
 public:
  TemporaryFile() {
    std::string folder = (std::filesystem::temp_directory_path() / "promptview-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr) throw std::runtime_error{"no temporary folder can be made"};
    folder_ = folder;
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  std::filesystem::path path() const { return folder_ / "people.csv"; }

 private:
  std::filesystem::path folder_{};
};

static void write_csv(const std::filesystem::path& path, int count, int older) {
  std::ofstream file{path};
  for (int i = 0; i < count; ++i) file << "person" << i << "@example.org;Person no. " << i << ';' << 20 + i % 60 + older << '\n';
}

static std::vector<Person> read_csv(const std::filesystem::path& path) {
  std::vector<Person> people;
  std::ifstream file{path};
  for (std::string line; std::getline(file, line);) {
    const std::size_t first = line.find(';');
    const std::size_t second = line.find(';', first + 1);
    Person& person = people.emplace_back();
    person.email = line.substr(0, first);
    person.name = line.substr(first + 1, second - first - 1);
    std::from_chars(line.data() + second + 1, line.data() + line.size(), person.age);
  }
  return people;
}

// On a terminal the bar grows in its line; elsewhere only the last one is shown.
static void show(std::size_t done, std::size_t total) {
  const std::size_t width = 20 * done / total;
  fmt::print("\r[{:#<{}}{:{}}] {} of {}", "", width, "", 20 - width, done, total);
  if (done == total) fmt::print("\n");
  std::fflush(stdout);
}

int main() {
  pv::postgres::connect_or_embed();
  Person::drop();
  Person::initialize();

  const TemporaryFile csv;
  write_csv(csv.path(), 100000, 0);
  std::vector<Person> people = read_csv(csv.path());
  fmt::print("{} lines in {}\n", people.size(), csv.path().filename().string());

  // All of them or none, a few statements; the keys come back in the order of the objects.
  const std::int64_t imported = Person::bulk_create(people, {.batch_size = 5000, .progress = show});
  fmt::print("imported {} people\n", imported);
  fmt::print("the first: {} {}, the last: {} {}\n", people.front().id.value(), people.front().email, people.back().id.value(),
             people.back().email);

  // Rows that are there already are left out, or updated.
  people = read_csv(csv.path());
  fmt::print("the same file again: {} new\n", Person::bulk_create(people, {.on_conflict = pv::ignore}));
  write_csv(csv.path(), 100000, 71);
  people = read_csv(csv.path());
  const std::int64_t written =
      Person::bulk_create(people, {.update_on = "email", .update = {"name", "age"}, .batch_size = 5000, .progress = show});
  fmt::print("a newer file: {} rows written, {} people\n", written, Person::query().count());
  fmt::print("person7@example.org is {} now\n", Person::query().filter("email", "person7@example.org").one().age);

  people[99998].age = -1;
  try {
    Person::bulk_create(people, {.update_on = "email"});
  } catch (const pv::CheckViolation& error) {
    fmt::print("a bad file changes nothing: {}\n", error.constraint());
  }
  fmt::print("{} people are still there\n", Person::query().filter("age__gte", 0).count());
}

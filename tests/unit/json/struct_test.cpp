// SPDX-License-Identifier: MIT
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <promptview/error.hpp>
#include <promptview/json.hpp>
#include <promptview/model.hpp>
#include <promptview/struct.hpp>
#include <promptview/types/numeric.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/value_recorder.hpp>

namespace pv = promptview;

namespace struct_test {

struct Address {
  std::string street{};
  int number{1};
  std::optional<pv::Numeric> rent{};
  int visits = 0;  // no field
  friend bool operator==(const Address&, const Address&) = default;
};
PROMPTVIEW_STRUCT(Address, FIELD(street), FIELD(number, column = "no"), FIELD(rent))

// Holds others and itself.
struct Node {
  int value{};
  std::optional<Address> address{};
  std::vector<Node> children{};
  friend bool operator==(const Node&, const Node&) = default;
};
PROMPTVIEW_STRUCT(Node, FIELD(value), FIELD(address), FIELD(children))

struct Person : pv::Model<Person> {
  struct Name {
    std::string first{};
    std::string last{};
    friend bool operator==(const Name&, const Name&) = default;
  };
  pv::Auto<std::int64_t> id;
  Name name{};
  std::optional<Address> home{};
  std::vector<Address> others{};
  std::vector<Node> trees{};
  friend bool operator==(const Person&, const Person&) = default;
};
using PersonName = Person::Name;
PROMPTVIEW_STRUCT(PersonName, FIELD(first), FIELD(last))
PROMPTVIEW_MODEL(Person, postgres, "struct_test_persons", FIELD(id, primary_key), FIELD(name), FIELD(home),
                 FIELD(others), FIELD(trees))

struct Unregistered {};

}  // namespace struct_test

using nlohmann::json;
using promptview_test::message;
using promptview_test::read;
using promptview_test::round_trip;
using promptview_test::written;
using struct_test::Address;
using struct_test::Node;
using struct_test::Person;

namespace {

static_assert(pv::RegisteredStruct<Address> && !pv::Registered<Address> && pv::JsonObject<Address>);
static_assert(pv::Registered<Person> && !pv::RegisteredStruct<Person>);
static_assert(!pv::RegisteredStruct<struct_test::Unregistered> && !pv::Mapped<struct_test::Unregistered>);
static_assert(pv::TypeMapping<Address>::type.kind == pv::Kind::json && !pv::TypeMapping<Address>::type.nullable);
static_assert(pv::TypeMapping<std::optional<Address>>::type.nullable);
static_assert(pv::TypeMapping<std::vector<Address>>::type.kind == pv::Kind::array);
static_assert(pv::TypeMapping<std::vector<Address>>::type.item->kind == pv::Kind::json);

Person make_person() {
  Person person;
  person.name = {"Ada", "L"};
  person.home = Address{.street = "Main", .number = 7, .rent = pv::Numeric{"12.50"}};
  person.others = {Address{.street = "Side"}};
  person.trees = {Node{.value = 1, .children = {Node{.value = 2, .address = Address{}}}}};
  return person;
}

}  // namespace

TEST_CASE("a registered struct is stored as a JSON document") {
  const Address address{.street = "Main \"St\"", .number = 7, .rent = pv::Numeric{"12.50"}};
  CHECK(written(address) == R"(text {"no":7,"rent":"12.50","street":"Main \"St\""})");
  CHECK(written(std::vector<Address>{Address{}, Address{.street = "a"}}) ==
        R"(array of 2; text {"no":1,"rent":null,"street":""}; text {"no":1,"rent":null,"street":"a"}; end)");
  CHECK(written(std::optional<Address>{}) == "null");
  CHECK(written(Node{.value = 1, .children = {Node{.value = 2}}}) ==
        R"(text {"address":null,"children":[{"address":null,"children":[],"value":2}],"value":1})");
}

TEST_CASE("a registered struct is read back") {
  const Address address{.street = "Main", .number = 7, .rent = pv::Numeric{"12.50"}};
  CHECK(round_trip(address) == address);
  CHECK(round_trip(std::vector<std::optional<Address>>{address, std::nullopt}) ==
        std::vector<std::optional<Address>>{address, std::nullopt});
  const Node tree{.value = 1, .address = address, .children = {Node{.value = 2}, Node{.children = {Node{}}}}};
  CHECK(round_trip(tree) == tree);
  CHECK(round_trip(struct_test::PersonName{"Ada", "L"}) == struct_test::PersonName{"Ada", "L"});
}

TEST_CASE("a stored document may have other keys than the struct") {
  CHECK(read<Address>([](auto& row) { row.text(R"({"street":"a","fax":1})"); }) == Address{.street = "a"});
  CHECK(read<Node>([](auto& row) { row.text(R"({"children":[{"value":3,"colour":"red"}]})"); }) ==
        Node{.children = {Node{.value = 3}}});
}

TEST_CASE("what a struct held before does not show through a stored document") {
  promptview_test::ValueRecorder row;
  row.text(R"({"street":"new"})");
  promptview_test::ValueReplayer replayer{row};
  Address address{.street = "old", .number = 9, .visits = 3};
  pv::TypeMapping<Address>::read(replayer, address);
  CHECK(address == Address{.street = "new"});
}

TEST_CASE("structs are embedded in the JSON of a model") {
  const Person person = make_person();
  const std::string text =
      R"({"home":{"no":7,"rent":"12.50","street":"Main"},"id":null,"name":{"first":"Ada","last":"L"},)"
      R"("others":[{"no":1,"rent":null,"street":"Side"}],)"
      R"("trees":[{"address":null,"children":[{"address":{"no":1,"rent":null,"street":""},"children":[],"value":2}],)"
      R"("value":1}]})";
  CHECK(pv::to_json(person).dump() == text);
  CHECK(pv::from_json<Person>(json::parse(text)) == person);
  CHECK(json::parse(text).get<Person>() == person);
}

TEST_CASE("structs have JSON of their own") {
  const Address address{.street = "Main", .number = 7};
  CHECK(pv::to_json(address).dump() == R"({"no":7,"rent":null,"street":"Main"})");
  CHECK(json(address).get<Address>() == address);
  CHECK(pv::from_json<Address>({{"no", 3}}) == Address{.number = 3});
  Address changed = address;
  pv::from_json({{"no", 3}}, changed);
  CHECK(changed == Address{.street = "Main", .number = 3});
}

TEST_CASE("a struct inside an object is replaced as a whole") {
  Person person = make_person();
  pv::from_json({{"home", {{"no", 8}}}}, person);
  CHECK(person.home == Address{.number = 8});
  pv::from_json({{"home", nullptr}}, person);
  CHECK(person.home == std::nullopt);
}

TEST_CASE("an error in a struct names the path to it") {
  CHECK_THROWS_MATCHES(pv::from_json<Person>(json{{"home", {{"no", "seven"}}}}), pv::InvalidValue,
                       message("struct_test::Person.home.no: give a whole number from -2147483648 to 2147483647 "
                               "instead of \"seven\""));
  CHECK_THROWS_MATCHES(pv::from_json<Person>(json{{"name", nullptr}}), pv::InvalidValue,
                       message("struct_test::Person.name: give an object instead of null"));
  CHECK_THROWS_MATCHES(pv::from_json<Person>(json::parse(R"({"trees":[{},{"children":[{"address":{"street":1}}]}]})")),
                       pv::InvalidValue,
                       message("struct_test::Person.trees[1].children[0].address.street: give a text instead of 1"));
  CHECK_THROWS_MATCHES(
      pv::from_json<Address>(json{{"no", true}}), pv::InvalidValue,
      message("struct_test::Address.no: give a whole number from -2147483648 to 2147483647 instead of true"));
}

TEST_CASE("an unknown key in a struct follows the caller's choice") {
  const json document = json::parse(R"({"others":[{"steet":"a"}]})");
  CHECK_THROWS_MATCHES(
      pv::from_json<Person>(document), pv::InvalidValue,
      message("struct_test::Person.others[0]: no field has the key \"steet\": did you mean \"street\"? "
              "(promptview::UnknownKeys::ignore skips such keys)"));
  CHECK(pv::from_json<Person>(document, pv::UnknownKeys::ignore).others == std::vector<Address>{Address{}});
}

TEST_CASE("an error in a stored document names the place") {
  CHECK_THROWS_MATCHES(
      read<Address>([](auto& row) { row.text(R"({"no":"x"})"); }), pv::InvalidValue,
      promptview_test::message_contains(".no: give a whole number from -2147483648 to 2147483647 instead of \"x\""));
  CHECK_THROWS_MATCHES(read<Address>([](auto& row) { row.text("{"); }), pv::InvalidValue,
                       promptview_test::message_contains("the column holds no JSON that can be read: "));
  CHECK_THROWS_MATCHES(read<Address>([](auto& row) { row.text("[1]"); }), pv::InvalidValue,
                       promptview_test::message_contains("give an object instead of an array"));
}

TEST_CASE("a text in a struct must be UTF-8") {
  CHECK_THROWS_MATCHES(written(Address{.street = "\xff"}), pv::InvalidValue,
                       promptview_test::message_contains("make every text in the JSON document valid UTF-8: "));
  Person person;
  person.name.first = "\xff";
  CHECK_THROWS_MATCHES(pv::to_json(person), pv::InvalidValue,
                       promptview_test::message_contains(
                           "struct_test::Person.name: make every text in the JSON document valid UTF-8: "));
}

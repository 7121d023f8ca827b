// SPDX-License-Identifier: MIT
#include <promptview/model.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/fake_store.hpp>

#include <thread>

using namespace promptview_test;
using pv::NamespaceManager;
using pv::RegistrationError;
using pv::detail::register_backend;
using pv::detail::register_model;

namespace {

// The registry without what the rest of the program has registered, while this lives.
class EmptyRegistry {
 public:
  EmptyRegistry() {
    NamespaceManager::reset();
    swap();
  }
  EmptyRegistry(const EmptyRegistry&) = delete;
  EmptyRegistry& operator=(const EmptyRegistry&) = delete;
  ~EmptyRegistry() {
    NamespaceManager::reset();
    for (pv::detail::Registration* made : pv::detail::registry().models) delete made;
    while (pv::detail::Backend* made = pv::detail::registry().backends) {
      pv::detail::registry().backends = made->next;
      delete made;
    }
    swap();
    asked().clear();
  }

 private:
  void swap() {
    std::swap(models_, pv::detail::registry().models);
    std::swap(backends_, pv::detail::registry().backends);
  }

  pv::detail::List<pv::detail::Registration*> models_{};
  pv::detail::Backend* backends_ = nullptr;
};

constexpr pv::FieldInfo id{.name = "id", .type = &pv::TypeMapping<std::int64_t>::type};
constexpr pv::FieldInfo name{.name = "name", .type = &pv::TypeMapping<std::string>::type};
constexpr pv::FieldInfo optional_name{.name = "name", .type = &pv::TypeMapping<std::optional<std::string>>::type};
constexpr pv::FieldInfo auto_id{.name = "id", .type = &pv::TypeMapping<pv::Auto<std::int64_t>>::type, .is_auto = true};
constexpr pv::FieldInfo two[] = {id, name};
constexpr pv::FieldInfo one[] = {id};
constexpr pv::FieldInfo two_with_null[] = {id, optional_name};
constexpr pv::FieldInfo two_with_auto[] = {auto_id, name};

constexpr pv::ModelInfo model(std::string_view model_name, std::string_view table, const pv::FieldInfo* fields = two,
                              std::size_t count = 2) {
  return {.name = model_name, .backend = "fake", .table = table, .fields = fields, .field_count = count};
}

std::string names(const std::vector<pv::Namespace*>& spaces) {
  std::string text;
  for (const pv::Namespace* space : spaces) text += std::string{space->model().name} + " ";
  return text;
}

}  // namespace

TEST_CASE("a namespace is built once") {
  const EmptyRegistry registry;
  static constexpr pv::ModelInfo user = model("blog::User", "users");
  REQUIRE(register_backend("fake", FakeNamespace::make));
  pv::Namespace& built = NamespaceManager::build_namespace(user);
  CHECK(&built.model() == &user);
  CHECK(&NamespaceManager::build_namespace(user) == &built);
  CHECK(&NamespaceManager::get_namespace("blog::User") == &built);
  CHECK(&NamespaceManager::get_namespace("User") == &built);
  CHECK(NamespaceManager::find_namespace("blog::User") == &built);
  CHECK(FakeNamespace::alive() == 1);
}

TEST_CASE("a name that is not registered: null, or an error that lists what is") {
  const EmptyRegistry registry;
  static constexpr pv::ModelInfo user = model("blog::User", "users");
  static constexpr pv::ModelInfo tag = model("Tag", "tags");
  CHECK(NamespaceManager::find_namespace("User") == nullptr);
  CHECK_THROWS_MATCHES(NamespaceManager::get_namespace("User"), RegistrationError,
                       message("no model is named User; registered: none"));
  register_model(user);
  register_model(tag);
  for (const char* unknown : {"Users", "users", "shop::User", "", "blog::", "blog"}) {
    CHECK(NamespaceManager::find_namespace(unknown) == nullptr);
    CHECK_THROWS_MATCHES(NamespaceManager::get_namespace(unknown), RegistrationError,
                         message(std::string{"no model is named "} + unknown + "; registered: blog::User, Tag"));
  }
}

TEST_CASE("an unqualified name that two models have is ambiguous, unless it is the whole name of one") {
  const EmptyRegistry registry;
  register_backend("fake", FakeNamespace::make);
  static constexpr pv::ModelInfo blog = model("blog::User", "blog_users");
  static constexpr pv::ModelInfo shop = model("shop::User", "shop_users");
  static constexpr pv::ModelInfo plain = model("User", "users");
  register_model(blog);
  CHECK(&NamespaceManager::get_namespace("User").model() == &blog);
  register_model(shop);
  const auto ambiguous = message("the name User is ambiguous: it could be blog::User or shop::User");
  CHECK_THROWS_MATCHES(NamespaceManager::get_namespace("User"), RegistrationError, ambiguous);
  CHECK_THROWS_MATCHES(NamespaceManager::find_namespace("User"), RegistrationError, ambiguous);
  CHECK(&NamespaceManager::get_namespace("shop::User").model() == &shop);
  register_model(plain);
  CHECK(&NamespaceManager::get_namespace("User").model() == &plain);
}

TEST_CASE("all namespaces are in the order of registration; those of a store are made, and dropped, by one call") {
  const EmptyRegistry registry;
  register_backend("fake", FakeNamespace::make);
  static constexpr pv::ModelInfo user = model("User", "users");
  static constexpr pv::ModelInfo tag = model("Tag", "tags");
  register_model(user);
  register_model(tag);
  register_model(user);
  CHECK(names(NamespaceManager::namespaces()) == "User Tag ");

  NamespaceManager::initialize_all();
  CHECK(take_asked() == std::vector<std::string>{"User Tag create"});
  NamespaceManager::drop_all("replica");
  CHECK(take_asked() == std::vector<std::string>{"User Tag on replica drop"});
}

TEST_CASE("reset forgets the namespaces and keeps the models") {
  const EmptyRegistry registry;
  register_backend("fake", FakeNamespace::make);
  static constexpr pv::ModelInfo user = model("User", "users");
  NamespaceManager::build_namespace(user);
  CHECK(FakeNamespace::alive() == 1);
  NamespaceManager::reset();
  CHECK(FakeNamespace::alive() == 0);
  NamespaceManager::reset();
  CHECK(names(NamespaceManager::namespaces()) == "User ");
  CHECK(FakeNamespace::alive() == 1);
}

TEST_CASE("a backend that is not in the program is an error that says what to include") {
  const EmptyRegistry registry;
  static constexpr pv::ModelInfo user = model("User", "users");
  CHECK_THROWS_MATCHES(
      NamespaceManager::build_namespace(user), RegistrationError,
      message("include <promptview/fake.hpp> (or <promptview/promptview.hpp>) in at least one source file: "
              "the model User uses the backend fake, which is not in this program (registered: none). "
              "In a static library, make sure that its object file is linked."));
  register_backend("other", FakeNamespace::make);
  register_backend("third", FakeNamespace::make);
  CHECK_THROWS_MATCHES(NamespaceManager::get_namespace("User"), RegistrationError,
                       message_contains("is not in this program (registered: other, third)."));
  register_backend("fake", FakeNamespace::make);
  CHECK(&NamespaceManager::get_namespace("User").model() == &user);
}

TEST_CASE("a backend is registered once") {
  const EmptyRegistry registry;
  CHECK(register_backend("fake", FakeNamespace::make));
  CHECK_FALSE(register_backend("fake", FakeNamespace::make));
  REQUIRE(pv::detail::registry().backends != nullptr);
  CHECK(pv::detail::registry().backends->next == nullptr);
}

TEST_CASE("two models on one table are an error at the first use of either, however often it is asked") {
  const EmptyRegistry registry;
  register_backend("fake", FakeNamespace::make);
  static constexpr pv::ModelInfo user = model("User", "people");
  static constexpr pv::ModelInfo tag = model("Tag", "tags");
  static constexpr pv::ModelInfo customer = model("Customer", "people");
  register_model(user);
  register_model(tag);
  CHECK_NOTHROW(register_model(customer));  // a static initialiser does not throw
  const auto problem = message(
      "the models User and Customer are both registered on the table \"people\": give one of them another table");
  for (int round = 0; round < 2; ++round) {
    CHECK_THROWS_MATCHES(NamespaceManager::get_namespace("User"), RegistrationError, problem);
    CHECK_THROWS_MATCHES(NamespaceManager::build_namespace(customer), RegistrationError, problem);
    CHECK_THROWS_MATCHES(NamespaceManager::namespaces(), RegistrationError, problem);
  }
  CHECK(&NamespaceManager::get_namespace("Tag").model() == &tag);
}

TEST_CASE("one table name in two schemas or two stores is no contradiction") {
  const EmptyRegistry registry;
  register_backend("fake", FakeNamespace::make);
  register_backend("other", FakeNamespace::make);
  static constexpr pv::ModelInfo user = model("User", "people");
  static constexpr pv::ModelInfo customer = [] {
    pv::ModelInfo made = model("Customer", "people");
    made.table_options.schema = "shop";
    return made;
  }();
  static constexpr pv::ModelInfo point = [] {
    pv::ModelInfo made = model("Point", "people");
    made.backend = "other";
    return made;
  }();
  for (const pv::ModelInfo* each : {&user, &customer, &point}) register_model(*each);
  CHECK(names(NamespaceManager::namespaces()) == "User Customer Point ");
}

TEST_CASE("one name with different fields is an error at the first use") {
  static constexpr pv::ModelInfo first = model("User", "users");
  static constexpr pv::ModelInfo fewer = model("User", "users", one, 1);
  static constexpr pv::ModelInfo with_null = model("User", "users", two_with_null);
  static constexpr pv::ModelInfo with_auto = model("User", "users", two_with_auto);
  static constexpr pv::ModelInfo elsewhere = model("User", "others");
  for (const pv::ModelInfo* second : {&fewer, &with_null, &with_auto, &elsewhere}) {
    const EmptyRegistry registry;
    register_backend("fake", FakeNamespace::make);
    register_model(first);
    register_model(*second);
    const auto problem = message(
        "the model User is registered twice with different fields: keep one definition, in one header, or put one into a namespace");
    CHECK_THROWS_MATCHES(NamespaceManager::build_namespace(first), RegistrationError, problem);
    CHECK_THROWS_MATCHES(NamespaceManager::build_namespace(*second), RegistrationError, problem);
  }
}

TEST_CASE("the same model, registered by several source files, is one model") {
  const EmptyRegistry registry;
  register_backend("fake", FakeNamespace::make);
  static constexpr pv::ModelInfo here = model("User", "users");
  static constexpr pv::ModelInfo there = model("User", "users");
  CHECK(&register_model(here) == &register_model(there));
  CHECK(names(NamespaceManager::namespaces()) == "User ");
}

TEST_CASE("models in anonymous namespaces may share a name") {
  const EmptyRegistry registry;
  register_backend("fake", FakeNamespace::make);
  for (const char* prefix : {"{anonymous}::", "(anonymous namespace)::"}) {
    static constexpr pv::ModelInfo gcc[] = {model("{anonymous}::User", "a"), model("{anonymous}::User", "b", one, 1)};
    static constexpr pv::ModelInfo clang[] = {model("(anonymous namespace)::User", "c"),
                                              model("(anonymous namespace)::User", "d", one, 1)};
    const auto& pair = *prefix == '{' ? gcc : clang;
    CHECK(&NamespaceManager::build_namespace(pair[0]).model() == &pair[0]);
    CHECK(&NamespaceManager::build_namespace(pair[1]).model() == &pair[1]);
  }
}

TEST_CASE("a namespace is built once when many threads ask at once", "[threads]") {
  const EmptyRegistry registry;
  register_backend("fake", [](const pv::ModelInfo& of) -> pv::Namespace* {
    std::this_thread::yield();
    return new FakeNamespace{of};
  });
  static constexpr pv::ModelInfo models[] = {model("A", "a"), model("B", "b"), model("C", "c")};
  std::vector<std::vector<pv::Namespace*>> seen(8);
  std::vector<std::thread> threads;
  for (auto& mine : seen)
    threads.emplace_back([&mine] {
      for (const pv::ModelInfo& each : models) mine.push_back(&NamespaceManager::build_namespace(each));
    });
  for (std::thread& thread : threads) thread.join();
  for (const auto& mine : seen) CHECK(mine == seen.front());
}

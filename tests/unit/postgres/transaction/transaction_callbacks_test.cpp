// SPDX-License-Identifier: MIT
// Which callbacks are due at the end of which level.
#include <promptview/postgres/transaction/transaction_callbacks.hpp>
#include <promptview_test/catch.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace pv = promptview;
using promptview_test::message;
using pv::postgres::detail::throw_if_failed;
using pv::postgres::detail::TransactionCallbacks;
using When = TransactionCallbacks::When;

namespace {

// Callbacks that write down their names.
struct Recorder {
  TransactionCallbacks callbacks{};
  std::string called{};

  void add(int level, When when, const std::string& name) {
    callbacks.add(level, when, [this, name] { called += name + " "; });
  }
  std::string end(int level, When when) {
    called.clear();
    CHECK(TransactionCallbacks::call(callbacks.take(level, when)) == nullptr);
    return called;
  }
};

}  // namespace

TEST_CASE("transaction callbacks: those of the end that came, in the order of registration") {
  Recorder recorder;
  recorder.add(0, When::committed, "first");
  recorder.add(0, When::rolled_back, "undo");
  recorder.add(0, When::committed, "second");
  const auto kept = recorder.callbacks;
  CHECK(recorder.end(0, When::committed) == "first second ");
  CHECK(recorder.end(0, When::committed).empty());
  CHECK(recorder.end(0, When::rolled_back).empty());
  recorder.callbacks = kept;
  CHECK(recorder.end(0, When::rolled_back) == "undo ");
}

TEST_CASE("transaction callbacks: a level that is rolled back takes what is inside, and nothing around it") {
  Recorder recorder;
  recorder.add(0, When::committed, "outer");
  recorder.add(1, When::committed, "dropped");
  recorder.add(1, When::rolled_back, "undo one");
  recorder.add(2, When::rolled_back, "undo two");
  recorder.add(0, When::rolled_back, "undo outer");
  CHECK(recorder.end(1, When::rolled_back) == "undo one undo two ");
  CHECK(recorder.end(0, When::committed) == "outer ");
}

TEST_CASE("transaction callbacks: what a savepoint registered goes with what it became a part of") {
  Recorder recorder;
  recorder.add(0, When::committed, "a");
  recorder.add(2, When::committed, "b");
  recorder.add(2, When::rolled_back, "undo b");
  recorder.callbacks.hand_outward(2);
  recorder.add(1, When::committed, "c");
  SECTION("kept") {
    recorder.callbacks.hand_outward(1);
    recorder.add(0, When::committed, "d");
    CHECK(recorder.end(1, When::rolled_back).empty());
    CHECK(recorder.end(0, When::committed) == "a b c d ");
  }
  SECTION("rolled back") {
    CHECK(recorder.end(1, When::rolled_back) == "undo b ");
    CHECK(recorder.end(0, When::committed) == "a ");
  }
}

TEST_CASE("transaction callbacks: one that throws hinders no other, and the first error is kept") {
  std::string called;
  const std::vector<TransactionCallbacks::Callback> due{[&] { called += "a"; },
                                                        [] { throw std::runtime_error{"the mail server is down"}; },
                                                        [&] { called += "b"; }, [] { throw 5; }};
  const std::exception_ptr first = TransactionCallbacks::call(due);
  CHECK(called == "ab");
  CHECK_THROWS_MATCHES(throw_if_failed(first, "committed", "on_commit"), pv::CallbackFailed,
                       message("catch in the callback of on_commit what it may throw: the transaction is committed, and "
                               "the callback failed\n  cause: the mail server is down"));
  CHECK_THROWS_MATCHES(
      throw_if_failed(TransactionCallbacks::call({due.back()}), "rolled back", "on_rollback"), pv::CallbackFailed,
      message("catch in the callback of on_rollback what it may throw: the transaction is rolled back, and the callback "
              "failed\n  cause: an exception that is not a std::exception"));
  CHECK_NOTHROW(throw_if_failed(nullptr, "committed", "on_commit"));
  try {
    throw_if_failed(first, "committed", "on_commit");
    FAIL("it must throw");
  } catch (const pv::CallbackFailed& failed) {
    CHECK_THROWS_MATCHES(std::rethrow_exception(failed.cause()), std::runtime_error, message("the mail server is down"));
  }
}

TEST_CASE("transaction callbacks: an empty function is refused when it is given") {
  TransactionCallbacks callbacks;
  CHECK_THROWS_MATCHES(callbacks.add(0, When::committed, nullptr), pv::InvalidValue,
                       message("give a callback that can be called: the function is empty"));
}

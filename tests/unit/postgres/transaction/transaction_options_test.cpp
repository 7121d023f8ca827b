// SPDX-License-Identifier: MIT
// The texts that begin transactions and savepoints, and the options that cannot be.
#include <promptview/postgres/transaction/transaction_options.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;
using promptview_test::message;
using pv::Isolation;
using pv::TransactionOptions;
using pv::postgres::detail::begin_text;
using pv::postgres::detail::check_options;
using pv::postgres::detail::options_inside;
using pv::postgres::detail::savepoint_text;

TEST_CASE("transaction options: the text of BEGIN") {
  CHECK(begin_text({}) == "BEGIN");
  CHECK(begin_text({.database = "other"}) == "BEGIN");
  CHECK(begin_text({.isolation = Isolation::read_committed}) == "BEGIN ISOLATION LEVEL READ COMMITTED");
  CHECK(begin_text({.isolation = Isolation::repeatable_read}) == "BEGIN ISOLATION LEVEL REPEATABLE READ");
  CHECK(begin_text({.isolation = Isolation::serializable}) == "BEGIN ISOLATION LEVEL SERIALIZABLE");
  CHECK(begin_text({.read_only = true}) == "BEGIN READ ONLY");
  CHECK(begin_text({.read_only = false}) == "BEGIN READ WRITE");
  CHECK(begin_text({.isolation = Isolation::repeatable_read, .read_only = false}) ==
        "BEGIN ISOLATION LEVEL REPEATABLE READ, READ WRITE");
  CHECK(begin_text({.isolation = Isolation::serializable, .read_only = true, .deferrable = true}) ==
        "BEGIN ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE");
}

TEST_CASE("transaction options: deferrable means something for serializable and read-only ones alone") {
  CHECK_NOTHROW(check_options({.isolation = Isolation::serializable, .read_only = true, .deferrable = true}));
  const std::string remedy =
      "leave out .deferrable, or add .isolation = pv::Isolation::serializable and .read_only = true: it does nothing for others";
  CHECK_THROWS_MATCHES(check_options({.deferrable = true}), pv::InvalidValue, message(remedy));
  CHECK_THROWS_MATCHES(check_options({.isolation = Isolation::serializable, .deferrable = true}), pv::InvalidValue,
                       message(remedy));
  CHECK_THROWS_MATCHES(check_options({.read_only = true, .deferrable = true}), pv::InvalidValue, message(remedy));
  CHECK_THROWS_MATCHES(
      check_options({.isolation = Isolation::repeatable_read, .read_only = true, .deferrable = true}),
      pv::InvalidValue, message(remedy));
}

TEST_CASE("transaction options: a savepoint has those of the transaction around it") {
  const TransactionOptions outer{.isolation = Isolation::serializable, .read_only = true, .deferrable = true};
  const TransactionOptions inside = options_inside(outer, {});
  CHECK(inside.isolation == Isolation::serializable);
  CHECK(inside.read_only == true);
  CHECK(inside.deferrable);
  CHECK(savepoint_text("pv_1", outer, inside) == "SAVEPOINT pv_1");
  CHECK_NOTHROW(options_inside(outer, outer));
}

TEST_CASE("transaction options: a savepoint can be read-only by itself") {
  const TransactionOptions outer{.isolation = Isolation::repeatable_read};
  const TransactionOptions inside = options_inside(outer, {.read_only = true});
  CHECK(inside.isolation == Isolation::repeatable_read);
  CHECK(inside.read_only == true);
  CHECK(savepoint_text("pv_2", outer, inside) == "SAVEPOINT pv_2; SET TRANSACTION READ ONLY");
  CHECK(savepoint_text("pv_3", inside, options_inside(inside, {})) == "SAVEPOINT pv_3");
}

TEST_CASE("transaction options: a savepoint cannot ask for what the transaction around it is not") {
  CHECK_THROWS_MATCHES(options_inside({}, {.isolation = Isolation::serializable}), pv::InvalidValue,
                       message("give .isolation to the outermost transaction: the inner one asks for SERIALIZABLE, the "
                               "outer one began with the database's default"));
  CHECK_THROWS_MATCHES(
      options_inside({.isolation = Isolation::serializable}, {.isolation = Isolation::read_committed}),
      pv::InvalidValue,
      message("give .isolation to the outermost transaction: the inner one asks for READ COMMITTED, the outer one "
              "began with SERIALIZABLE"));
  CHECK_THROWS_MATCHES(options_inside({.read_only = true}, {.read_only = false}), pv::InvalidValue,
                       message("begin the outer transaction without .read_only: the inner one asks to write"));
  CHECK_THROWS_MATCHES(
      options_inside({.isolation = Isolation::serializable, .read_only = true},
                     {.isolation = Isolation::serializable, .read_only = true, .deferrable = true}),
      pv::InvalidValue,
      message("give .deferrable to the outermost transaction: the inner one asks for it, the outer one began without"));
}

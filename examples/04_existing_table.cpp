// SPDX-License-Identifier: MIT
// A model in a table that somebody else made: other names, other types, columns that we do not know.
//
// expect: Ann Bauer owes 12.50, since 2019
// expect: after payment: 0.00; the column that the model does not know: untouched
#include <fmt/format.h>

#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>

namespace pv = promptview;

struct Customer : pv::Model<Customer> {
  std::int64_t number{};
  std::string name{};
  pv::Numeric balance{};
  std::optional<int> since{};
};
// managed=false: initialize() and drop() leave the table alone. Names go through column, foreign types through type.
PROMPTVIEW_MODEL(Customer, postgres, "Customer Master",
                 FIELD(number, primary_key, column="CUST_NO"),
                 FIELD(name, column="Full Name"),
                 FIELD(balance, type="numeric(10,2)"),
                 FIELD(since),
                 TABLE(schema="example_legacy", managed=false))

// A view over columns that the first model does not know.
struct Flags : pv::Model<Flags> {
  std::int64_t number{};
  std::string internal_flags{};
};
PROMPTVIEW_MODEL(Flags, postgres, "flags", FIELD(number, primary_key), FIELD(internal_flags),
                 TABLE(schema="example_legacy", managed=false))

int main() {
  pv::postgres::connect_or_embed();
  pv::postgres::acquire()->run_script(R"(
      DROP SCHEMA IF EXISTS example_legacy CASCADE;
      CREATE SCHEMA example_legacy;
      CREATE TABLE example_legacy."Customer Master" (
        "CUST_NO" integer PRIMARY KEY, "Full Name" varchar(80) NOT NULL, balance numeric(10,2) NOT NULL DEFAULT 0,
        since smallint, internal_flags text DEFAULT 'untouched');
      INSERT INTO example_legacy."Customer Master" VALUES (7, 'Ann Bauer', 12.5, 2019);
      CREATE VIEW example_legacy.flags AS SELECT "CUST_NO" AS number, internal_flags FROM example_legacy."Customer Master")");

  Customer::initialize();  // does nothing here, and may be called all the same
  std::optional<Customer> ann = Customer::get(7);
  if (!ann) return 1;
  fmt::print("{} owes {}, since {}\n", ann->name, ann->balance.to_string(), ann->since.value_or(0));

  ann->balance = pv::Numeric{"0"};
  ann->update();
  ann->refresh();

  fmt::print("after payment: {}; the column that the model does not know: {}\n", ann->balance.to_string(),
             Flags::get(7)->internal_flags);
  pv::postgres::acquire()->run_script("DROP SCHEMA example_legacy CASCADE");
}

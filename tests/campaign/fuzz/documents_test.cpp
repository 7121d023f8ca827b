// SPDX-License-Identifier: MIT
// Documents of strangers that were tampered with: each becomes a query or an error of promptview.
#include <stdexcept>
#include <string>
#include <vector>

#include <promptview/json.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/document_user.hpp>
#include <promptview_test/documents.hpp>

#include "../scale.hpp"
#include "fuzzer.hpp"

namespace pv = promptview;
using namespace promptview_test;

using document_test::User;

namespace {

const pv::DocumentRules<User> rules{.fields = {"name", "age", "small", "big", "bio", "active", "real", "score", "price", "born", "time", "local",
                                               "at", "length", "code", "role", "tags", "bytes", "data", "spans"}};

// What is taken must also become SQL with bound values, and never one with the field that is not allowed; what is refused
// says which part of the document is wrong.
template <class Apply>
void check(const std::string& text, const Apply& apply) {
  try {
    const pv::QuerySet<User> query = apply(text);
    const std::string sql = query.to_sql(pv::SqlText::placeholders);
    if (sql.find("\"password\"", sql.find(" FROM ")) != std::string::npos && sql.find("password") < sql.find("\n-- "))
      throw std::logic_error{"the password can be asked for: " + sql};
    if (query.select().limit < 0 || query.select().limit > 100) throw std::logic_error{"the limit is beyond the rules: " + sql};
  } catch (const pv::Error& refused) {
    if (std::string{refused.what()}.find(": ") == std::string::npos) throw std::logic_error{std::string{"says too little: "} + refused.what()};
    throw;
  }
}

pv::QuerySet<User> from_json(const std::string& text) { return pv::apply_json(User::query(), text, rules); }
pv::QuerySet<User> from_url(const std::string& text) { return pv::apply_query_string(User::query(), text, rules); }

}  // namespace

TEST_CASE("fuzz: the documents that the others are made of are good") {
  for (const std::string& text : good_json_documents()) {
    CAPTURE(text);
    CHECK_NOTHROW(from_json(text));
  }
  for (const std::string& text : good_query_strings()) {
    CAPTURE(text);
    CHECK_NOTHROW(from_url(text));
  }
}

TEST_CASE("fuzz: JSON that was tampered with") {
  const auto tally = campaign::fuzz({campaign::seed(), good_json_documents(), document_pieces()}, campaign::scaled(45'000),
                                    [](const std::string& text) { check(text, from_json); });
  CHECK(tally.failure == "");
  CHECK(tally.taken > 900);
  CHECK(tally.refused > 30'000);
}

TEST_CASE("fuzz: query strings that were tampered with") {
  const auto tally = campaign::fuzz({campaign::seed(), good_query_strings(), document_pieces()}, campaign::scaled(45'000),
                                    [](const std::string& text) { check(text, from_url); });
  CHECK(tally.failure == "");
  CHECK(tally.taken > 900);
  CHECK(tally.refused > 15'000);
}

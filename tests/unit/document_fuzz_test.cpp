// SPDX-License-Identifier: MIT
// Tens of thousands of documents that were tampered with: each becomes a query or an error of promptview.
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/document_mutator.hpp>
#include <promptview_test/document_user.hpp>

namespace pv = promptview;
using namespace promptview_test;

using document_test::User;

namespace {

const pv::DocumentRules<User> rules{.fields = {"name", "age", "small", "big", "bio", "active", "real", "score", "price", "born", "time", "local",
                                               "at", "length", "code", "role", "tags", "bytes", "data", "spans"}};

struct Outcome {
  int taken = 0;
  int refused = 0;
};

// Applies each; what is taken must also become SQL with bound values, and never one with the field that is not allowed.
template <class Apply>
Outcome apply_all(unsigned seed, int count, const std::vector<std::string>& documents, const Apply& apply) {
  DocumentMutator mutator{seed};
  Outcome outcome;
  for (int i = 0; i < count; ++i) {
    const std::string text = mutator.mutated(documents);
    try {
      const pv::QuerySet<User> query = apply(text);
      const std::string sql = query.to_sql(pv::SqlText::placeholders);
      if (sql.find("\"password\"", sql.find(" FROM ")) != std::string::npos && sql.find("password") < sql.find("\n-- ")) FAIL(text);
      if (query.select().limit < 0 || query.select().limit > 100) FAIL(text);
      ++outcome.taken;
    } catch (const pv::UnknownField& error) {
      if (std::string{error.what()}.find(": ") == std::string::npos) FAIL(text);
      ++outcome.refused;
    } catch (const pv::InvalidValue& error) {
      if (std::string{error.what()}.find(": ") == std::string::npos) FAIL(text);
      ++outcome.refused;
    } catch (const std::exception& error) {
      FAIL("not an error of promptview: " << error.what() << "\nfor: " << text);
    }
  }
  return outcome;
}

pv::QuerySet<User> from_json(const std::string& text) { return pv::apply_json(User::query(), text, rules); }
pv::QuerySet<User> from_url(const std::string& text) { return pv::apply_query_string(User::query(), text, rules); }

}  // namespace

TEST_CASE("the documents that the others are made of are good") {
  for (const std::string& text : good_json_documents()) {
    CAPTURE(text);
    CHECK_NOTHROW(from_json(text));
  }
  for (const std::string& text : good_query_strings()) {
    CAPTURE(text);
    CHECK_NOTHROW(from_url(text));
  }
}

TEST_CASE("JSON that was tampered with") {
  for (const unsigned seed : {1U, 2U, 3U}) {
    const Outcome outcome = apply_all(seed, 15'000, good_json_documents(), from_json);
    CHECK(outcome.taken > 300);
    CHECK(outcome.refused > 10'000);
  }
}

TEST_CASE("query strings that were tampered with") {
  for (const unsigned seed : {4U, 5U, 6U}) {
    const Outcome outcome = apply_all(seed, 15'000, good_query_strings(), from_url);
    CHECK(outcome.taken > 300);
    CHECK(outcome.refused > 5'000);
  }
}

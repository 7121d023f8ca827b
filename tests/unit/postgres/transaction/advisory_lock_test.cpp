// SPDX-License-Identifier: MIT
// The keys of advisory locks: what they are bound as, and what is none.
#include <promptview/postgres/transaction/advisory_lock.hpp>
#include <promptview/postgres/format/parameters_text.hpp>
#include <promptview_test/catch.hpp>

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace pv = promptview;
using pv::AdvisoryKey;

namespace {

std::string bound(const AdvisoryKey& key) {
  pv::postgres::Parameters parameters;
  const std::string arguments = key.bind(parameters);
  return arguments + " | " + pv::postgres::describe(parameters);
}

template <class T>
constexpr bool is_key = std::convertible_to<T, AdvisoryKey>;
static_assert(is_key<int> && is_key<long> && is_key<long long> && is_key<short> && is_key<unsigned> && is_key<std::int64_t>);
static_assert(!is_key<unsigned long long>, "not every number of this type is a bigint");
static_assert(!is_key<bool> && !is_key<char> && !is_key<double> && !is_key<std::nullptr_t>);
static_assert(is_key<const char*> && is_key<std::string> && is_key<std::string_view>);

}  // namespace

TEST_CASE("advisory key: numbers, pairs and texts") {
  CHECK(bound(7) == "($1) | $1 = 7");
  CHECK(bound(0) == "($1) | $1 = 0");
  CHECK(bound(INT64_MIN) == "($1) | $1 = -9223372036854775808");
  CHECK(bound({3, -7}) == "($1, $2) | $1 = 3, $2 = -7");
  CHECK(bound("jobs") == "(hashtextextended($1, 0)) | $1 = 'jobs'");
  CHECK(bound(std::string{"it's"}) == "(hashtextextended($1, 0)) | $1 = 'it''s'");
  CHECK(bound(std::string_view{}) == "(hashtextextended($1, 0)) | $1 = ''");
}

TEST_CASE("advisory key: a number and a pair have types of their own") {
  pv::postgres::Parameters parameters;
  (void)AdvisoryKey{7}.bind(parameters);
  (void)AdvisoryKey{3, 7}.bind(parameters);
  (void)AdvisoryKey{"x"}.bind(parameters);
  const pv::postgres::ParameterSpan span = parameters;
  CHECK(std::vector<Oid>(span.oids.begin(), span.oids.end()) == std::vector<Oid>{20, 23, 23, 25});
}

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/lookups/bound_argument.hpp>
#include <promptview/lookups/key_check.hpp>
#include <promptview/queryset/query_set.hpp>
#include <promptview/queryset/row_collector.hpp>
#include <promptview/queryset/row_type.hpp>
#include <promptview/schema/model_traits.hpp>
#include <promptview/store/ambient_context.hpp>
#include <promptview/store/feature_check.hpp>
#include <promptview/store/namespace_for.hpp>
#include <promptview/store/read_request.hpp>
#include <promptview/store/run_query.hpp>

// Several queries in one round trip:
//
//   auto [adults, tags, newest, john] = pv::pipeline(User::query().filter("age__gte", 18), Tag::query().count_query(),
//                                                    Post::query().order_by("-id").first_query(), User::get_query(1));
namespace promptview {

// The requests that `count_query()`, `exists_query()` and `first_query()` of a QuerySet make.
template <class M>
struct CountQuery {
  Select select{};
};
template <class M>
struct ExistsQuery {
  Select select{};
};
template <class M, class Row>
struct FirstQuery {
  Select select{};
};

namespace detail {

// A value of a key that is kept: texts own their bytes.
template <class V>
using KeptKey = std::conditional_t<TextLike<V>, std::string, V>;

}  // namespace detail

// The request that `User::get_query(1)` makes.
template <class M, class... Key>
class GetQuery {
 public:
  GetQuery(std::string_view database, const Key&... key) : database_{database}, key_{detail::KeptKey<Key>(key)...} {
    [[maybe_unused]] constexpr bool fits = detail::key_fits_model<M, Key...>();
  }

  // The connected database that is asked, and the key.
  const std::string& database() const noexcept { return database_; }
  const std::tuple<detail::KeptKey<Key>...>& key() const noexcept { return key_; }

 private:
  std::string database_;
  std::tuple<detail::KeptKey<Key>...> key_;
};

namespace detail {

// One query while it is asked: `fill` says what to ask, false where the answer is known; `result` takes the answer.
template <class Query>
struct ReadTask;

template <class Query>
concept PipelinedQuery = requires { typename ReadTask<Query>::Result; };

template <class M, class Row>
struct ReadTask<QuerySet<M, Row>> {
  using Result = std::vector<typename RowShape<M, Row>::type>;
  RowCollector<M, Row> sink{};

  static const std::string& database(const QuerySet<M, Row>& query) noexcept { return query.select().database; }
  bool fill(ReadRequest& request, const Context& context, const QuerySet<M, Row>& query) { return fill(request, context, query.select()); }
  bool fill(ReadRequest& request, const Context& context, const Select& select) {
    request = {.kind = ReadRequest::Kind::rows, .space = &namespace_for<M>(), .select = &select, .rows = &sink};
    check_query(*request.space, context, select);
    return !select.matches_nothing();
  }
  Result result(const ReadRequest&) { return std::move(sink.rows); }
};

template <class M, class Row>
struct ReadTask<FirstQuery<M, Row>> {
  using Result = std::optional<typename RowShape<M, Row>::type>;
  ReadTask<QuerySet<M, Row>> rows{};

  static const std::string& database(const FirstQuery<M, Row>& query) noexcept { return query.select.database; }
  bool fill(ReadRequest& request, const Context& context, const FirstQuery<M, Row>& query) {
    return rows.fill(request, context, query.select);
  }
  Result result(const ReadRequest&) {
    if (rows.sink.rows.empty()) return std::nullopt;
    return std::move(rows.sink.rows.front());
  }
};

template <class M>
struct ReadTask<CountQuery<M>> {
  using Result = std::int64_t;

  static const std::string& database(const CountQuery<M>& query) noexcept { return query.select.database; }
  static bool fill(ReadRequest& request, const Context&, const CountQuery<M>& query) {
    request = {.kind = ReadRequest::Kind::count, .space = &namespace_for<M>(), .select = &query.select};
    refuse_lock(query.select, "count_query()");
    check_query(*request.space, query.select);
    return !query.select.matches_nothing();
  }
  static Result result(const ReadRequest& request) { return request.number; }
};

template <class M>
struct ReadTask<ExistsQuery<M>> {
  using Result = bool;

  static const std::string& database(const ExistsQuery<M>& query) noexcept { return query.select.database; }
  static bool fill(ReadRequest& request, const Context&, const ExistsQuery<M>& query) {
    request = {.kind = ReadRequest::Kind::exists, .space = &namespace_for<M>(), .select = &query.select};
    refuse_lock(query.select, "exists_query()");
    check_query(*request.space, query.select);
    return !query.select.matches_nothing();
  }
  static Result result(const ReadRequest& request) { return request.number != 0; }
};

template <class M, class... Key>
struct ReadTask<GetQuery<M, Key...>> {
  using Result = std::optional<M>;
  Result found{std::in_place};
  BoundArgument key[sizeof...(Key)]{};

  static const std::string& database(const GetQuery<M, Key...>& query) noexcept { return query.database(); }
  bool fill(ReadRequest& request, const Context&, const GetQuery<M, Key...>& query) {
    std::size_t at = 0;
    std::apply([&](const auto&... part) { ((key[at++] = bind_argument(part)), ...); }, query.key());
    request = {.kind = ReadRequest::Kind::get, .space = &namespace_for<M>(), .key = key, .object = &*found};
    return true;
  }
  Result result(const ReadRequest& request) {
    if (request.number == 0) found.reset();
    return std::move(found);
  }
};

// Asks those requests whose place is in `asked`; the others are answered already.
inline void ask_some(const Context& context, std::vector<ReadRequest>& requests, const std::vector<std::size_t>& places) {
  if (places.empty()) return;
  std::vector<ReadRequest> asked;
  asked.reserve(places.size());
  for (const std::size_t place : places) asked.push_back(requests[place]);
  try {
    asked.front().space->read_together(context, {.first = asked.data(), .count = asked.size()});
  } catch (Error& error) {
    if (error.place() < places.size()) error.set_place(places[error.place()]);
    throw;
  }
  for (std::size_t i = 0; i < places.size(); ++i) requests[places[i]].number = asked[i].number;
}

// Collects the requests of a pipeline.
class PipelineBuilder {
 public:
  PipelineBuilder(const Context& context, std::size_t count) : context_{context}, requests_(count) {}

  template <class Query>
  void add(ReadTask<Query>& asked, const Query& query) {
    if (ReadTask<Query>::database(query) != context_.database)
      throw InvalidValue{"pipeline: ask one database at a time: query 0 is on \"" + std::string{context_.database} + "\", query " +
                         std::to_string(at_) + " on \"" + ReadTask<Query>::database(query) + "\""};
    if (asked.fill(requests_[at_], context_, query)) places_.push_back(at_);
    requests_[at_].place = at_;
    ++at_;
  }
  const std::vector<ReadRequest>& ask() {
    ask_some(context_, requests_, places_);
    return requests_;
  }

 private:
  Context context_;
  std::vector<ReadRequest> requests_;
  std::vector<std::size_t> places_{};
  std::size_t at_ = 0;
};

template <std::size_t... I, class... Query>
std::tuple<typename ReadTask<Query>::Result...> ask_together(std::index_sequence<I...>, const Query&... queries) {
  std::tuple<ReadTask<Query>...> asked;
  const std::string* const databases[] = {&ReadTask<Query>::database(queries)...};
  PipelineBuilder builder{ambient_context(*databases[0]), sizeof...(Query)};
  (builder.add(std::get<I>(asked), queries), ...);
  const std::vector<ReadRequest>& answered = builder.ask();
  return {std::get<I>(asked).result(answered[I])...};
}

}  // namespace detail

// Asks several queries in one round trip, which blocks, and returns a std::tuple of their results: of a QuerySet, a
// std::vector of its rows, whatever these are; of `count_query()` a std::int64_t; of `exists_query()` a bool; of
// `first_query()` and `get_query(key)` a std::optional. All are on one database, and join the thread's transaction. Throws
// what the first that fails throws alone, with its `place()` among them; nothing is returned then. A connection with
// `pipelining = false` sends one after the other.
template <class... Query>
[[nodiscard]] auto pipeline(const Query&... queries) {
  constexpr bool fit = sizeof...(Query) > 0 && (detail::PipelinedQuery<Query> && ...);
  static_assert(fit, "pass queries to pipeline: User::query()..., and of its calls count_query(), exists_query(), first_query(); "
                     "User::get_query(key)");
  if constexpr (fit) return detail::ask_together(std::index_sequence_for<Query...>{}, queries...);
}

// The same for any number of queries of one type; the results in their order.
template <detail::PipelinedQuery Query>
[[nodiscard]] std::vector<typename detail::ReadTask<Query>::Result> pipeline(const std::vector<Query>& queries) {
  std::vector<typename detail::ReadTask<Query>::Result> results;
  if (queries.empty()) return results;
  std::vector<detail::ReadTask<Query>> asked(queries.size());
  detail::PipelineBuilder builder{detail::ambient_context(detail::ReadTask<Query>::database(queries.front())), queries.size()};
  for (std::size_t i = 0; i < queries.size(); ++i) builder.add(asked[i], queries[i]);
  const std::vector<ReadRequest>& answered = builder.ask();
  results.reserve(queries.size());
  for (std::size_t i = 0; i < queries.size(); ++i) results.push_back(asked[i].result(answered[i]));
  return results;
}

}  // namespace promptview

// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <type_traits>

#include <promptview/expressions/computed.hpp>
#include <promptview/expressions/operators.hpp>
#include <promptview/query/function_table.hpp>

// Full text search with a configuration (`"english"`), weights and ranks; the lookup `search` does with the server's own
// configuration.
//
//   const auto words = pv::search_query("english", "quick foxes");
//   const auto text = pv::search_vector("english", pv::search_weight(pv::search_vector("english", &Page::title), 'A'), &Page::body);
//   Page::query().filter(pv::search_matches(text, words)).order_by(pv::desc(pv::search_rank(text, words)));
//
// To see a computed vector or query as a text: pv::cast<std::string>(text).
namespace promptview {

// The words of a text with their places and weights: a column of type tsvector, for instance one that the database generates.
struct SearchVector {
  std::string text{};  // as PostgreSQL writes it

  friend bool operator==(const SearchVector&, const SearchVector&) = default;
};

// Words to search for: a column of type tsquery.
struct SearchQuery {
  std::string text{};

  friend bool operator==(const SearchQuery&, const SearchQuery&) = default;
};

namespace detail {
template <class T>
struct SearchMapping {
  static void write(ValueWriter& out, const T& value) { out.text(value.text); }
  static void read(ValueReader& in, T& value) { value.text = in.text(); }
};
}  // namespace detail

template <>
struct TypeMapping<SearchVector> : detail::SearchMapping<SearchVector> {
  static constexpr TypeInfo type{.kind = Kind::text, .sql_name = "tsvector"};
};
template <>
struct TypeMapping<SearchQuery> : detail::SearchMapping<SearchQuery> {
  static constexpr TypeInfo type{.kind = Kind::text, .sql_name = "tsquery"};
};

// How the words of a search_query are written.
enum class SearchSyntax : std::uint8_t {
  plain,   // all of the words
  phrase,  // in this order, beside each other
  web,     // as in search engines: "a phrase", or, -without
  raw,     // PostgreSQL's operators: cat & (dog | !mouse); malformed ones are an error of the server
};

namespace detail {

template <class X>
inline constexpr bool is_search_vector = std::same_as<plain_t<computed_t<X>>, SearchVector>;
template <class X>
inline constexpr bool is_search_query = std::same_as<plain_t<computed_t<X>>, SearchQuery>;

template <class X>
auto search_vector_of(const char* configuration, const X& part) {
  if constexpr (is_search_vector<X>)
    return Computed<model_t<X>, computed_t<X>>{to_expression(part)};
  else
    return call<SearchVector>(function("search_vector"), configuration, part);
}

constexpr std::uint8_t search_function(SearchSyntax syntax) {
  switch (syntax) {
    case SearchSyntax::plain: return function("search_query");
    case SearchSyntax::phrase: return function("search_phrase");
    case SearchSyntax::web: return function("search_web");
    case SearchSyntax::raw: return function("search_raw");
  }
  return function("search_query");
}

}  // namespace detail

// The words of texts and of other vectors, one behind the other. NULL is an empty text.
template <class X, class... More>
[[nodiscard]] auto search_vector(const char* configuration, const X& first, const More&... more) {
  if constexpr (sizeof...(More) == 0) {
    return detail::search_vector_of(configuration, first);
  } else {
    const auto left = detail::search_vector_of(configuration, first);
    const auto right = search_vector(configuration, more...);
    return detail::call<detail::null_as_t<SearchVector, detail::computed_t<decltype(left)>, detail::computed_t<decltype(right)>>>(
        detail::function("search_vectors"), left, right);
  }
}

// With a weight for ranks: 'A' (most), 'B', 'C' or 'D', which is that of all words otherwise.
template <class V>
[[nodiscard]] auto search_weight(const V& vector, char weight) {
  static_assert(detail::is_search_vector<V>, "the first argument must be a pv::search_vector");
  if (weight < 'A' || weight > 'D') throw InvalidValue{"pv::search_weight: use one of the weights 'A', 'B', 'C' and 'D'"};
  return detail::call<detail::null_as_t<SearchVector, detail::computed_t<V>>>(detail::function("search_weight"), vector,
                                                                              std::string(1, weight));
}

// Words of people to search for; only the syntax `raw` can be wrong.
[[nodiscard]] inline auto search_query(const char* configuration, const std::string& words, SearchSyntax syntax = SearchSyntax::plain) {
  return detail::call<SearchQuery>(detail::search_function(syntax), configuration, words);
}

// Whether the text has the words.
template <class V, class Q>
[[nodiscard]] auto search_matches(const V& vector, const Q& query) {
  static_assert(detail::is_search_vector<V>, "the first argument must be a pv::search_vector");
  static_assert(detail::is_search_query<Q>, "the second argument must be a pv::search_query");
  return detail::call<detail::null_as_t<bool, detail::computed_t<V>, detail::computed_t<Q>>>(detail::function("search_matches"), vector,
                                                                                            query);
}

// How well it has them: more is better.
template <class V, class Q>
[[nodiscard]] auto search_rank(const V& vector, const Q& query) {
  static_assert(detail::is_search_vector<V>, "the first argument must be a pv::search_vector");
  static_assert(detail::is_search_query<Q>, "the second argument must be a pv::search_query");
  return detail::call<detail::null_as_t<float, detail::computed_t<V>, detail::computed_t<Q>>>(detail::function("search_rank"), vector,
                                                                                             query);
}

// A piece of the text with the words found in <b>...</b>. The text is not escaped: mind HTML in it.
template <class X, class Q>
[[nodiscard]] auto search_headline(const char* configuration, const X& text, const Q& query) {
  static_assert(TypeMapping<detail::computed_t<X>>::type.kind == Kind::text, "the text must be one: use pv::cast<std::string>");
  static_assert(detail::is_search_query<Q>, "the third argument must be a pv::search_query");
  return detail::call<detail::null_as_t<std::string, detail::computed_t<X>, detail::computed_t<Q>>>(detail::function("search_headline"),
                                                                                                  configuration, text, query);
}

}  // namespace promptview

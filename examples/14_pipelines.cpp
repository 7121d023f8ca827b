// SPDX-License-Identifier: MIT
// A page of a shop asks five questions, and saves a basket: one round trip each.
//
// expect: 500 articles saved, the last has the key 500
// expect: 3 cheap articles of 100, the last by name is article 99, somebody's favourite is article 7, in stock: true
// expect: the page took 5 statements and 1 round trip
// expect: the same one by one: 5 round trips
// expect: 7, nothing, 3
// expect: article 2 of the list was refused (sku): nothing was saved
// expect: prices raised: 2 round trips for 500 articles
#include <fmt/format.h>

#include <promptview/promptview.hpp>
#include <promptview/testing/count_queries.hpp>

namespace pv = promptview;
using pv::testing::count_queries;

struct Article : pv::Model<Article> {
  pv::Auto<std::int64_t> id{};
  std::string sku{};
  int price{};
  int stock{};
};
PROMPTVIEW_MODEL(Article, postgres, "example_articles", FIELD(id, primary_key), FIELD(sku, unique), FIELD(price), FIELD(stock))

int main() {
  pv::postgres::connect_or_embed();
  Article::drop();
  Article::initialize();

  std::vector<Article> articles;
  for (int i = 1; i <= 500; ++i) articles.push_back({.sku = "article " + std::to_string(i == 500 ? 0 : i), .price = i * 13 % 250, .stock = i % 3});
  Article::save_all(articles);  // all or nothing, each as save() does; the keys come back
  fmt::print("{} articles saved, the last has the key {}\n", articles.size(), *articles.back().id);

  // The five answers, each of its own type.
  const auto cheap = Article::query().filter("price__lt", 50).order_by("price", "id");
  const auto page = count_queries([&] {
    const auto [first, n, last, favourite, in_stock] = pv::pipeline(cheap.limit(3), cheap.count_query(), Article::query().order_by("-sku", "-id").first_query(),
                                                                      Article::get_query(7), Article::query().filter("stock__gt", 0).exists_query());
    static_assert(std::is_same_v<decltype(n), const std::int64_t>);
    fmt::print("{} cheap articles of {}, the last by name is {}, somebody's favourite is {}, in stock: {}\n", first.size(), n, last->sku, favourite->sku, in_stock);
  });
  fmt::print("the page took {} statements and {} round trip\n", page.statements, page.round_trips);
  const auto apart = count_queries([&] {
    (void)cheap.limit(3).execute(), (void)cheap.count(), (void)Article::query().first(), (void)Article::get(7), (void)Article::query().exists();
  });
  fmt::print("the same one by one: {} round trips\n", apart.round_trips);

  // Many rows by their keys, in the order of the keys.
  std::string found;
  for (const std::optional<Article>& each : Article::get_many({7, 1000, 3}))
    found += (found.empty() ? "" : ", ") + (each ? std::to_string(*each->id) : std::string{"nothing"});
  fmt::print("{}\n", found);

  // An error says which one failed, and leaves nothing behind.
  std::vector<Article> more{{.sku = "x"}, {.sku = "y"}, {.sku = "article 7"}, {.sku = "z"}};
  try {
    Article::save_all(more);
  } catch (const pv::UniqueViolation& taken) {
    const bool nothing = Article::query().count() == 500 && !more[0].id.has_value();
    fmt::print("article {} of the list was refused ({}): {}\n", taken.place(), taken.field(), nothing ? "nothing was saved" : "some were saved");
  }

  for (Article& article : articles) article.price += 1;
  fmt::print("prices raised: {} round trips for {} articles\n", count_queries([&] { Article::update_all(articles); }).round_trips, articles.size());
}

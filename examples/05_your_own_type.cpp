// SPDX-License-Identifier: MIT
// A type of your own as a field: one specialisation says how it travels, and filters, keys and arrays follow.
//
// expect: "price" bigint NOT NULL
// expect: cheaper than 10: Tea 3.20
// expect: refused: Dish.price: a price is never negative
#include <compare>

#include <fmt/format.h>

#include <promptview/pqxx.hpp>
#include <promptview/promptview.hpp>

namespace pv = promptview;

class Money {
 public:
  constexpr Money() = default;
  static constexpr Money cents(std::int64_t cents) {
    Money money;
    money.cents_ = cents;
    return money;
  }
  constexpr std::int64_t cents() const { return cents_; }
  std::string to_string() const { return fmt::format("{}.{:02}", cents_ / 100, cents_ % 100); }

 private:
  std::int64_t cents_ = 0;
};

template <>
struct promptview::TypeMapping<Money> {
  static constexpr TypeInfo type{.kind = Kind::int64};
  static void write(ValueWriter& out, const Money& money) { out.integer(money.cents()); }
  static void read(ValueReader& in, Money& money) {
    const std::int64_t cents = in.integer();
    if (cents < 0) in.fail("a price is never negative");
    money = Money::cents(cents);
  }
};

struct Dish : pv::Model<Dish> {
  std::string name{};
  Money price{};
  std::optional<Money> discount{};
  std::vector<Money> history{};
};
PROMPTVIEW_MODEL(Dish, postgres, "example_menu", FIELD(name, primary_key), FIELD(price), FIELD(discount), FIELD(history))

int main() {
  pv::postgres::connect_or_embed();
  Dish::drop();
  Dish::initialize();
  fmt::print("{}\n", pv::postgres::SQLBuilder::create_table(pv::detail::model_of<Dish>()));

  Dish tea{.name = "Tea", .price = Money::cents(320), .history = {Money::cents(300), Money::cents(310)}};
  tea.save();  // the key is ours: one upsert
  Dish{.name = "Steak", .price = Money::cents(2900)}.save();
  for (const Dish& dish : Dish::query().filter("price__lt", Money::cents(1000)))
    fmt::print("cheaper than 10: {} {}\n", dish.name, dish.price.to_string());

  pv::postgres::acquire()->run_script("UPDATE example_menu SET price = -1 WHERE name = 'Tea'");
  try {
    (void)Dish::get("Tea");
  } catch (const pv::InvalidValue& refused) {
    fmt::print("refused: {}\n", refused.what());
  }
}

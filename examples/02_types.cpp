// SPDX-License-Identifier: MIT
// Types: what a field can be, and what column it becomes.
//
// expect: "id" uuid DEFAULT gen_random_uuid() NOT NULL
// expect: "price" numeric NOT NULL
// expect: "tags" text[] NOT NULL
// expect: "state" "example_order_state" NOT NULL
// expect: "valid" tstzrange NOT NULL
// expect: 12.50 EUR, open, tags: 2 (gift fragile)
// expect: shipped to Vienna, 2 hours by van
// expect: placed 1969-07-20 20:17:40.123456
// expect: CREATE TYPE "example_order_state" AS ENUM (''open'', ''shipped'')
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <promptview/json.hpp>
#include <promptview/promptview.hpp>

namespace pv = promptview;
using namespace std::chrono_literals;

namespace shop {

enum class OrderState { open, shipped };
PROMPTVIEW_ENUM_AS(OrderState, "example_order_state", open, shipped)

struct Address {
  std::string street{};
  std::string city{};
};
PROMPTVIEW_STRUCT(Address, FIELD(street), FIELD(city))  // stored as jsonb

struct Order : pv::Model<Order> {
  pv::Auto<pv::Uuid> id{};
  pv::Numeric price{};                                        // exact, never a double
  bool paid{};
  std::int16_t pieces{};
  double weight{};
  std::string note{};
  std::optional<std::string> coupon{};                        // NULL
  std::vector<std::string> tags{};                            // an array
  std::vector<std::byte> signature{};                         // bytes
  OrderState state{};                                         // an enum of the database
  Address address{};                                          // a struct, as jsonb
  pv::Json extras{};                                          // any JSON
  std::chrono::sys_time<std::chrono::microseconds> placed{};  // an instant: timestamptz
  std::chrono::local_time<std::chrono::microseconds> pickup{};  // what a clock on the wall shows: timestamp
  std::chrono::year_month_day due{};                          // date
  std::chrono::minutes travel{};                              // interval
  pv::Range<std::chrono::sys_time<std::chrono::microseconds>> valid{};
};
PROMPTVIEW_MODEL(Order, postgres, "example_orders",
                 FIELD(id, primary_key), FIELD(price, check="price >= 0"), FIELD(paid), FIELD(pieces), FIELD(weight),
                 FIELD(note, max_length=200), FIELD(coupon), FIELD(tags, index=gin), FIELD(signature), FIELD(state),
                 FIELD(address), FIELD(extras), FIELD(placed), FIELD(pickup), FIELD(due), FIELD(travel), FIELD(valid))

}  // namespace shop

int main() {
  pv::postgres::connect_or_embed();
  shop::Order::drop();
  shop::Order::initialize();
  fmt::print("{}\n\n", pv::postgres::SQLBuilder::create_table(pv::detail::model_of<shop::Order>()));

  using std::chrono::sys_days;
  const auto landing = sys_days{1969y / 7 / 20} + 20h + 17min + 40s + 123456us;
  const shop::Order saved = shop::Order::create({
      .price = pv::Numeric{"12.50"},
      .pieces = 3,
      .weight = 0.25,
      .note = "ring twice",
      .tags = {"gift", "fragile"},
      .signature = {std::byte{0}, std::byte{255}},
      .address = {.street = "Ring 1", .city = "Vienna"},
      .extras = {{"wrap", true}, {"colour", "blue"}},
      .placed = landing,
      .due = 1969y / 7 / 24,
      .travel = 120min,
      .valid = pv::Range<std::chrono::sys_time<std::chrono::microseconds>>::at_least(landing),
  });

  shop::Order order = shop::Order::query().filter("id", *saved.id).one();
  fmt::print("{} EUR, {}, tags: {} ({})\n", order.price.to_string(), order.state == shop::OrderState::open ? "open" : "shipped",
             order.tags.size(), fmt::join(order.tags, " "));
  order.state = shop::OrderState::shipped;
  order.save_fields("state");
  order = shop::Order::query().filter("state", shop::OrderState::shipped).filter("price__lt", 13).one();
  fmt::print("shipped to {}, {} hours by van\n", order.address.city, order.travel / 1h);
  fmt::print("placed {:%Y-%m-%d %H:%M:}{:09.6f}\n", std::chrono::time_point_cast<std::chrono::seconds>(order.placed),
             std::chrono::duration<double>{order.placed - std::chrono::floor<std::chrono::minutes>(order.placed)}.count());

  fmt::print("the enum's type: {}\n", pv::postgres::SQLBuilder::create_types(pv::detail::model_of<shop::Order>()).front());
}

// SPDX-License-Identifier: MIT
// expect: ForeignKey<T, Key>: Key is not the type of the primary key, or of a unique field, of T
// max_lines: 15

#include <promptview/model.hpp>

namespace pv = promptview;

struct Order : pv::Model<Order> {
  std::int64_t tenant{};
  std::int64_t number{};
};
PROMPTVIEW_MODEL(Order, postgres, "orders", FIELD(tenant), FIELD(number), TABLE(primary_key="tenant, number"))

void assign(Order order) {
  pv::OneToOne<Order> key{};
  key = order;
}

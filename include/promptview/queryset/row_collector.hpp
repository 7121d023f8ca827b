// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <type_traits>
#include <vector>

#include <promptview/queryset/row_type.hpp>
#include <promptview/store/row_sink.hpp>

namespace promptview::detail {

// Reads the rows of a QuerySet<M, Row> into a vector.
template <class M, class Row>
class RowCollector final : public RowSink {
 public:
  using Shape = RowShape<M, Row>;
  using Type = typename Shape::type;

  void expect(std::size_t count) override { rows.reserve(count); }
  void row(ValueReader& columns) override {
    if constexpr (std::is_same_v<Type, bool>) {  // std::vector packs them
      bool value = false;
      Shape::read(value, columns);
      rows.push_back(value);
    } else {
      Shape::read(rows.emplace_back(), columns);
    }
  }
  void* object(std::size_t place) override { return object_of<M>(rows, place); }

  std::vector<Type> rows{};
};

}  // namespace promptview::detail

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

#include <promptview/schema/model_info.hpp>

namespace promptview::postgres::ddl {

// A list of fields, in any order, that might need no index, since there is one that begins with them.
struct CoveredFields {
  const ModelInfo& model;
  std::string_view fields{};

  bool are_covered() const noexcept {
    if (begin_key()) return true;
    if (count() == 1 && only_field().unique) return true;
    for (std::size_t i = 0; i < model.item_count; ++i)
      if (is_plain_index(model.items[i]) && begin(model.items[i].text)) return true;
    return false;
  }
  bool is_indexed_field() const noexcept { return count() == 1 && only_field().index == IndexMethod::btree; }

 private:
  static bool is_plain_index(const TableItem& item) noexcept {
    return item.kind == ItemKind::unique ||
           (item.kind == ItemKind::index && item.method == IndexMethod::btree && item.where.empty());
  }
  const FieldOptions& only_field() const noexcept {
    return model.fields[model.place_of(promptview::detail::trim(fields))].options;
  }
  bool has(std::string_view field) const noexcept {
    for (std::string_view rest = fields; !rest.empty();)
      if (promptview::detail::take_element(rest) == field) return true;
    return false;
  }
  std::size_t count() const noexcept {
    std::size_t counted = 0;
    for (std::string_view rest = fields; !rest.empty(); ++counted) promptview::detail::take_element(rest);
    return counted;
  }
  bool begin(std::string_view list) const noexcept {
    std::size_t found = 0;
    const std::size_t wanted = count();
    while (!list.empty() && found < wanted &&
           has(promptview::detail::element_field(promptview::detail::take_element(list))))
      ++found;
    return found == wanted;
  }
  bool begin_key() const noexcept {
    std::size_t found = 0;
    const std::size_t wanted = count();
    while (found < model.key_count && found < wanted && has(model.key_field(found).name)) ++found;
    return found == wanted;
  }
};

}  // namespace promptview::postgres::ddl

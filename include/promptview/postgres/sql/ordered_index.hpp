// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <promptview/base/characters.hpp>
#include <promptview/query/select.hpp>
#include <promptview/schema/model_info.hpp>

// Whether an index of a model gives the rows of a key in an order: one that begins with the fields of the key, in any order,
// and goes on with those of the order, all in its direction or all against it.
namespace promptview::postgres::detail {

// A field of an INDEX, such as `age DESC NULLS LAST`.
struct IndexElement {
  std::size_t field = ModelInfo::no_field;  // also of an expression, a collation or a class of operators
  bool descending = false;
  bool nulls_first = false;
};

inline std::string_view take_word(std::string_view& text) noexcept {
  text = promptview::detail::trim(text);
  std::size_t end = 0;
  while (end < text.size() && !promptview::detail::is_space(text[end])) ++end;
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(end);
  return word;
}

inline IndexElement index_element(const ModelInfo& model, std::string_view text) noexcept {
  using promptview::detail::equals_ignoring_case;
  IndexElement element{.field = model.place_of(take_word(text))};
  std::string_view word = take_word(text);
  element.descending = element.nulls_first = equals_ignoring_case(word, "desc");
  if (element.descending || equals_ignoring_case(word, "asc")) word = take_word(text);
  if (equals_ignoring_case(word, "nulls")) {
    element.nulls_first = equals_ignoring_case(take_word(text), "first");
    word = take_word(text);
  }
  if (!word.empty()) element.field = ModelInfo::no_field;
  return element;
}

// The fields of a key, and the keys of an order behind them.
struct OrderOfKey {
  const ModelInfo& model;
  const promptview::detail::List<std::uint16_t>& key;
  const promptview::detail::List<OrderTerm>& order;
  std::size_t count = 0;  // of the order's keys that must be in the index, at least one

  // A primary key, UNIQUE and INDEX by btree count, not an index of some rows only.
  bool has_index() const noexcept {
    for (std::size_t i = 0; i < count; ++i)
      if (!order[i].by.empty() || order[i].field >= model.field_count) return false;
    const auto part_of_key = [this](std::size_t at) { return IndexElement{.field = at < model.key_count ? model.key[at] : ModelInfo::no_field}; };
    if (begins(part_of_key)) return true;
    for (std::size_t i = 0; i < model.item_count; ++i)
      if (is_served_by(model.items[i])) return true;
    return false;
  }

 private:
  bool is_served_by(const TableItem& item) const noexcept {
    const bool is_index = item.kind == ItemKind::index && item.method == IndexMethod::btree && item.where.empty();
    if (!is_index && item.kind != ItemKind::unique) return false;
    std::string_view rest = item.text;
    return begins([&](std::size_t) {
      return rest.empty() ? IndexElement{} : index_element(model, promptview::detail::take_element(rest));
    });
  }
  bool is_in_key(std::size_t field) const noexcept {
    for (const std::uint16_t each : key)
      if (each == field) return true;
    return false;
  }
  // `element_at` is asked for each element once, from the first on.
  bool begins(const auto& element_at) const noexcept {
    std::size_t at = 0;
    for (; at < key.size(); ++at)
      if (!is_in_key(element_at(at).field)) return false;
    bool is_first = true;
    bool is_turned = false;
    for (std::size_t i = 0; i < count; ++i) {
      const OrderTerm& term = order[i];
      if (is_in_key(term.field)) continue;  // the same in all rows of a key
      const IndexElement element = element_at(at++);
      if (element.field != term.field) return false;
      if (is_first) is_turned = element.descending != term.descending;
      is_first = false;
      if ((element.descending != term.descending) != is_turned) return false;
      const bool nulls_first = term.nulls == NullsPlace::first || (term.nulls == NullsPlace::standard && term.descending);
      if (model.fields[term.field].type->nullable && (element.nulls_first != nulls_first) != is_turned) return false;
    }
    return true;
  }
};

}  // namespace promptview::postgres::detail

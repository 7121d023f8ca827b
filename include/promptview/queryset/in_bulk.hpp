// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <promptview/lookups/bound_argument.hpp>
#include <promptview/query/select_edits.hpp>
#include <promptview/queryset/query_set.hpp>
#include <promptview/schema/model_traits.hpp>
#include <promptview/store/namespace_for.hpp>
#include <promptview/store/row_sink.hpp>
#include <promptview/store/run_query.hpp>

// `User::query().in_bulk({1, 2, 3})`: the rows with these primary keys, as a std::map from key to object; keys without a
// row are missing. One round trip, and none for an empty list.
namespace promptview::detail {

// The type that keys of the caller's type have in the map: texts own their bytes there.
template <class Key>
using BulkKey = std::conditional_t<TextLike<Key>, std::string, std::conditional_t<UnsignedNumber<Key>, std::int64_t, Key>>;

template <class M, class Key>
class BulkReader {
 public:
  using Map = std::map<BulkKey<Key>, M>;

  template <class Keys>
  static Map read(const Context& context, Select select, const Keys& keys) {
    static_assert(model_of<M>().key_count == 1, "in_bulk needs a model whose primary key is one field; use filter() for others");
    static_assert(key_fits(), "give keys of the type of the primary key's field");
    const std::vector<Key> list(keys.begin(), keys.end());
    narrow(select, make_leaf(model_of<M>(), {.field = model_of<M>().key[0], .lookup = lookup_named("in")},
                             bind_argument(list)));
    Rows rows;
    run(namespace_for<M>(), context, select, rows);
    return std::move(rows.objects);
  }

 private:
  class Rows final : public RowSink {
   public:
    void expect(std::size_t rows) override { places_.reserve(rows); }
    void row(ValueReader& columns) override {
      const ModelInfo& model = model_of<M>();
      BulkKey<Key> key{};
      M object{};
      for (std::size_t i = 0; i < model.field_count; ++i) {
        columns.next_item();
        if (i == model.key[0]) TypeMapping<BulkKey<Key>>::read(columns, key);
        model.fields[i].codec->read(columns, model.fields[i].address(&object));
      }
      bind_relations(model, &object);
      places_.push_back(&objects.insert_or_assign(std::move(key), std::move(object)).first->second);
    }
    void* object(std::size_t place) override { return places_[place]; }
    Map objects{};

   private:
    std::vector<M*> places_{};
  };

  static consteval bool key_fits() {
    if (model_of<M>().key_count != 1) return true;  // said already
    constexpr OperandType given = Argument<Key>::operand;
    return given.form == OperandForm::value && !given.type->nullable && accepts(*model_of<M>().key_field(0).type, *given.type);
  }
};

}  // namespace promptview::detail

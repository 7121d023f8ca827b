// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <promptview/lookups/bound_argument.hpp>
#include <promptview/lookups/key_check.hpp>
#include <promptview/schema/model_traits.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/feature.hpp>
#include <promptview/store/namespace.hpp>
#include <promptview/store/namespace_for.hpp>
#include <promptview/store/read_request.hpp>
#include <promptview/store/row_sink.hpp>

// `User::get_many({3, 1, 2})`: the rows with these primary keys, in their order, empty where there is none. One statement
// with a list of keys, since that is faster than a pipeline of gets; of a composite key, such a pipeline:
// `Line::get_many(std::vector<std::tuple<std::int64_t, int>>{{7, 1}, {7, 2}})`. One round trip; none for an empty list.
namespace promptview::detail {

template <class M>
class ManyReader {
 public:
  template <class Keys>
  static std::vector<std::optional<M>> read(const Context& context, const Keys& keys) {
    using Key = std::remove_cvref_t<decltype(*keys.begin())>;
    std::vector<std::optional<M>> found(keys.size());
    if constexpr (fits<Key>())
      if (!found.empty()) read(context, keys, found);
    return found;
  }

 private:
  template <class Key>
  static constexpr bool is_whole_key = requires { std::tuple_size<Key>::value; };

  template <class Key>
  static consteval bool fits() {
    constexpr bool has_parts = is_whole_key<Key> || model_of<M>().key_count == 1;
    static_assert(has_parts, "the key of the model has several fields: give a std::tuple of their values for each row");
    if constexpr (!has_parts)
      return false;
    else if constexpr (is_whole_key<Key>)
      return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return key_fits_model<M, std::tuple_element_t<I, Key>...>();
      }(std::make_index_sequence<std::tuple_size<Key>::value>{});
    else
      return key_fits_model<M, Key>();
  }

  template <class Keys>
  static void read(const Context& context, const Keys& keys, std::vector<std::optional<M>>& found) {
    using Key = std::remove_cvref_t<decltype(*keys.begin())>;
    if constexpr (is_whole_key<Key>)
      read_one_by_one(context, keys, found);
    else
      read_by_list<Key>(context, keys, found);
  }

  class Rows final : public PlacedRowSink {
   public:
    explicit Rows(std::vector<std::optional<M>>& found) : found_{found} {}
    std::size_t count() const override { return found_.size(); }
    void row(std::size_t place, ValueReader& columns) override { read_fields(model_of<M>(), &found_[place].emplace(), columns); }

   private:
    std::vector<std::optional<M>>& found_;
  };

  template <class Key, class Keys>
  static void read_by_list(const Context& context, const Keys& keys, std::vector<std::optional<M>>& found) {
    const std::vector<Key> list(keys.begin(), keys.end());
    Rows rows{found};
    Namespace& space = namespace_for<M>();
    if (space.supports(Feature::key_lists)) {
      const BoundArgument key = bind_argument(list);
      ReadRequest request{.kind = ReadRequest::Kind::by_keys, .space = &space, .key = &key, .placed = &rows};
      return space.read(context, request);
    }
    ask(context, list.size(), found, [&](std::size_t i, BoundArgument* key) { key[0] = bind_item(list, i); });
  }
  // std::vector packs bools.
  template <class Key>
  static BoundArgument bind_item(const std::vector<Key>& list, std::size_t i) {
    static_assert(!std::is_same_v<Key, bool>, "a bool is no key for many rows: use filter()");
    return bind_argument(list[i]);
  }

  template <class Keys>
  static void read_one_by_one(const Context& context, const Keys& keys, std::vector<std::optional<M>>& found) {
    auto next = keys.begin();
    ask(context, keys.size(), found, [&](std::size_t, BoundArgument* key) {
      std::apply(
          [&](const auto&... part) {
            std::size_t at = 0;
            ((key[at++] = bind_argument(part)), ...);
          },
          *next);
      ++next;
    });
  }

  template <class Bind>
  static void ask(const Context& context, std::size_t count, std::vector<std::optional<M>>& found, const Bind& bind) {
    constexpr std::size_t parts = model_of<M>().key_count;
    std::vector<BoundArgument> keys(count * parts);
    std::vector<ReadRequest> requests(count);
    for (std::size_t i = 0; i < count; ++i) {
      bind(i, &keys[i * parts]);
      requests[i] = {.kind = ReadRequest::Kind::get, .place = i, .space = &namespace_for<M>(), .key = &keys[i * parts]};
      requests[i].object = &found[i].emplace();
    }
    namespace_for<M>().read_together(context, {.first = requests.data(), .count = count});
    for (std::size_t i = 0; i < count; ++i)
      if (requests[i].number == 0) found[i].reset();
  }
};

}  // namespace promptview::detail

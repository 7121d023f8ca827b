// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <promptview/query/checked_lookup.hpp>
#include <promptview/query/select.hpp>
#include <promptview/schema/model_traits.hpp>
#include <promptview/types/deferred.hpp>

// The arguments of `defer` and `only`: names of fields, checked while they compile, or member pointers.
namespace promptview::detail {

template <class M>
constexpr bool has_deferred() noexcept {
  for (std::size_t i = 0; i < model_of<M>().field_count; ++i)
    if (model_of<M>().fields[i].is_deferred) return true;
  return false;
}

inline FieldBits deferred_fields(const ModelInfo& model) noexcept {
  FieldBits fields;
  for (std::size_t i = 0; i < model.field_count; ++i)
    if (model.fields[i].is_deferred) fields.set(i);
  return fields;
}

// A field that can be left out; empty when it was not given.
template <class M>
class DeferredField {
 public:
  constexpr DeferredField() = default;
  consteval DeferredField(const char* text) : place_{FieldName<M>::place_of(text)} {  // NOLINT(google-explicit-constructor)
    if (place_ == FieldName<M>::none) error_of_field<M>(text)();
    if (model_of<M>().is_key(place_)) error_the_primary_key_is_always_read_do_not_defer_it();
    if (!model_of<M>().fields[place_].is_deferred)
      error_make_the_field_a_pv_Deferred_to_leave_it_out_others_cannot_tell_that_they_were_not_read();
  }
  template <class C, class T>
  DeferredField(T C::*member) : place_{place_of_member<M>(member)} {  // NOLINT(google-explicit-constructor)
    static_assert(is_deferred<T>, "make the field a pv::Deferred to leave it out: others cannot tell that they were not read");
  }

  void add_to(FieldBits& fields) const noexcept {
    if (place_ != FieldName<M>::none) fields.set(place_);
  }

 private:
  std::uint16_t place_ = FieldName<M>::none;
};

// A field that is read; empty when it was not given.
template <class M>
class ReadField {
 public:
  constexpr ReadField() = default;
  consteval ReadField(const char* text) : place_{FieldName<M>::place_of(text)} {  // NOLINT(google-explicit-constructor)
    if (place_ == FieldName<M>::none) error_of_field<M>(text)();
  }
  template <class C, class T>
  ReadField(T C::*member) : place_{place_of_member<M>(member)} {}  // NOLINT(google-explicit-constructor)

  void take_from(FieldBits& fields) const noexcept {
    if (place_ != FieldName<M>::none) fields.reset(place_);
  }

 private:
  std::uint16_t place_ = FieldName<M>::none;
};

}  // namespace promptview::detail

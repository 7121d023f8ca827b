// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <promptview/base/concat.hpp>
#include <promptview/base/error.hpp>
#include <promptview/schema/model_info.hpp>

// Names the place of a value that cannot be sent.
namespace promptview::postgres::detail {

template <class Named>
[[noreturn]] void raise_at(Named error, std::size_t place) {
  error.set_place(place);
  throw error;
}

// Throws the error of a value again, with the model and the field in front, as "shop::User.name (object 3): ...". `field`:
// what the writer of values calls it. `place`: of the object among those that are written at once; Error::no_place: it is
// the only one.
[[noreturn]] inline void raise_value_error(const InvalidValue& error, const ModelInfo& model, std::string_view field,
                                           std::size_t place = Error::no_place) {
  std::string_view reason{error.what()};
  if (reason.starts_with(field) && reason.substr(field.size()).starts_with(": ")) reason.remove_prefix(field.size() + 2);
  const bool is_field = model.has_field(field);
  const std::string object = place == Error::no_place ? "" : " (object " + std::to_string(place) + ")";
  const std::string text = promptview::detail::concat({model.name, is_field ? "." : ", ", field, object, ": ", reason});
  if (dynamic_cast<const FieldNotLoaded*>(&error) != nullptr) raise_at(FieldNotLoaded{text}, place);
  raise_at(InvalidValue{text}, place);
}

// A row that is inserted has all values of its object. Throws FieldNotLoaded for a Deferred that a query left out.
inline void check_not_left_out(const ModelInfo& model, const FieldInfo& field, const void* object, std::size_t place) {
  if (!promptview::detail::was_left_out(field, object)) return;
  raise_value_error(FieldNotLoaded{"refresh() the object first: a query left the field out, and an insert would write another value"}, model, field.name, place);
}

}  // namespace promptview::postgres::detail

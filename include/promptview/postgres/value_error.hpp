// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <promptview/detail/concat.hpp>
#include <promptview/error.hpp>
#include <promptview/model_info.hpp>

// Names the place of a value that cannot be sent.
namespace promptview::postgres::detail {

// Throws the error of a value again, with the model and the field in front, as "shop::User.name (object 3): ...". `field`:
// what the writer of values calls it. `place`: of the object among those that are written at once; Error::no_place: it is
// the only one.
[[noreturn]] inline void raise_value_error(const InvalidValue& error, const ModelInfo& model, std::string_view field,
                                           std::size_t place = Error::no_place) {
  std::string_view reason{error.what()};
  if (reason.starts_with(field) && reason.substr(field.size()).starts_with(": ")) reason.remove_prefix(field.size() + 2);
  const bool is_field = model.has_field(field);
  const std::string object = place == Error::no_place ? "" : " (object " + std::to_string(place) + ")";
  InvalidValue named{promptview::detail::concat({model.name, is_field ? "." : ", ", field, object, ": ", reason})};
  named.set_place(place);
  throw named;
}

}  // namespace promptview::postgres::detail

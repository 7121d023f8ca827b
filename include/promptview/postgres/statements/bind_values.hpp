// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <promptview/lookups/bound_argument.hpp>
#include <promptview/postgres/format/parameters.hpp>
#include <promptview/postgres/format/value_error.hpp>
#include <promptview/postgres/sql/statement.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/values/value.hpp>

// Writes what a statement binds.
namespace promptview::postgres {

namespace detail {

inline void bind_each(Parameters& to, const Statement& statement, const ModelInfo& model) try {
  static constexpr TypeInfo number_type{.kind = Kind::int64};
  for (const BoundValue& bound : statement.values) {
    if (bound.number != nullptr) {
      to.begin(number_type, bound.name);
      to.integer(*bound.number);
    } else if (bound.value->as_text) {
      to.begin(*bound.value->type, bound.name, true);
      to.text(bound.value->text);
    } else {
      to.begin(*bound.value->type, bound.name, bound.untyped, bound.pattern);
      write_value(to, *bound.value);
    }
  }
} catch (const InvalidValue& error) {
  raise_value_error(error, model, to.name());
}

}  // namespace detail

// Throws as check_parameter_count, and InvalidValue with the field of a value that cannot be sent.
inline void bind_values(Parameters& to, const Statement& statement, const ModelInfo& model) {
  check_parameter_count(statement.values.size(), model.name);
  detail::bind_each(to, statement, model);
}

// The values of a primary key, as many as it has fields.
inline void bind_key(Parameters& to, const ModelInfo& model, const promptview::detail::BoundArgument* key) try {
  for (std::size_t i = 0; i < model.key_count; ++i) {
    const FieldInfo& field = model.key_field(i);
    to.begin(*field.type, field.name, field.is_untyped_text());
    key[i].write(to, key[i].value);
  }
} catch (const InvalidValue& error) {
  detail::raise_value_error(error, model, to.name());
}

}  // namespace promptview::postgres

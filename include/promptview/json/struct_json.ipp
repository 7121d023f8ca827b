// SPDX-License-Identifier: MIT
#pragma once

#include <promptview/json/json_object.hpp>
#include <promptview/model/struct_macro.hpp>

namespace promptview::detail {

inline void write_struct(ValueWriter& out, const ModelInfo& info, const void* object) {
  static const JsonFields all;
  write_json(out, write_json_object(info, {.object = object, .fields = &all}));
}

inline void read_struct(ValueReader& in, const ModelInfo& info, void* object) {
  if (const auto* json = dynamic_cast<const JsonReader*>(&in))
    read_json_object(info, json->value(), object, in.place(), json->unknown_keys());
  else
    read_json_object(info, read_json(in), object, in.place(), UnknownKeys::ignore);
}

inline constexpr StructJson struct_json_functions{.write = &write_struct, .read = &read_struct};

bool set_struct_json() noexcept {
  struct_json = &struct_json_functions;
  return true;
}

}  // namespace promptview::detail

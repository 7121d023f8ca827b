// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <promptview/base/error.hpp>
#include <promptview/json/json_object.hpp>

namespace promptview::detail {

nlohmann::json object_to_json(const ModelInfo& model, const void* object, const JsonFields& fields) {
  fields.check(model);
  return write_json_object(model, {.object = object, .fields = &fields});
}

void object_from_json(const ModelInfo& model, const nlohmann::json& json, void* object, UnknownKeys unknown) {
  const std::string place{model.name};
  if (is_too_deep(json)) throw InvalidValue{place + ": " + json_too_deep};
  read_json_object(model, json, object, place, unknown);
}

}  // namespace promptview::detail

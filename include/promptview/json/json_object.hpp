// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include <promptview/base/error.hpp>
#include <promptview/json/json_reader.hpp>
#include <promptview/json/json_relations.hpp>
#include <promptview/json/json_writer.hpp>
#include <promptview/query/runtime_lookup.hpp>
#include <promptview/schema/model_info.hpp>

// Objects of registered types as JSON objects, without their C++ types.
namespace promptview::detail {

// Throws the error that is under way again, with its place in front where the message does not name it yet.
[[noreturn]] inline void rethrow_at(const std::string& place, const InvalidValue& error) {
  const std::string_view what{error.what()};
  if (what.starts_with(place)) throw;
  throw InvalidValue{place + ": " + std::string{what}};
}

inline Json write_json_object(const ModelInfo& model, const JsonNesting& nesting) {
  const void* const object = nesting.object;
  Json json = Json::object();
  JsonWriter writer;
  for (std::size_t i = 0; i < model.field_count; ++i) {
    const FieldInfo& field = model.fields[i];
    if (!nesting.shows(field.name, field.options.hidden)) continue;
    if (field.is_deferred && !has_field_value(field, object)) continue;
    writer.begin(*field.type);
    try {
      field.codec->write(writer, field.address(const_cast<void*>(object)));
    } catch (const InvalidValue& error) {
      rethrow_at(std::string{model.name} + "." + std::string{field.name}, error);
    }
    json[std::string{field.name}] = writer.take();
  }
  add_relations(json, model, nesting);
  return json;
}

inline void check_keys(const ModelInfo& model, const Json& json, const std::string& place) {
  for (const auto& [key, value] : json.items()) {
    if (model.has_field(key) || model.relation_of(key) != ModelInfo::no_field) continue;
    throw InvalidValue{place + ": no field has the key " + json_excerpt(key) + suggest_field(model, key) +
                       " (promptview::UnknownKeys::ignore skips such keys)"};
  }
}

// Reads the fields whose keys are in `json` into `object`. A null for an Auto leaves it as it is: the database makes
// the value. `place` names the object in messages.
inline void read_json_object(const ModelInfo& model, const Json& json, void* object, const std::string& place,
                             UnknownKeys unknown) {
  if (!json.is_object()) throw InvalidValue{place + ": give an object instead of " + json_excerpt(json)};
  if (unknown == UnknownKeys::refuse) check_keys(model, json, place);
  JsonReader reader{place, unknown};
  for (std::size_t i = 0; i < model.field_count; ++i) {
    const FieldInfo& field = model.fields[i];
    const auto found = json.find(std::string{field.name});
    if (found == json.end() || (field.is_auto && found->is_null())) continue;
    if (field.options.read_only && unknown == UnknownKeys::ignore) continue;
    if (field.options.read_only)
      throw InvalidValue{place + "." + std::string{field.name} + ": leave it out, it is read only (promptview::UnknownKeys::ignore skips such keys)"};
    if (found->is_object() && member_of_field(model, i, object) != nullptr) {
      read_foreign_key(model, i, *found, object, place + "." + std::string{field.name}, unknown);
      continue;
    }
    reader.begin(*field.type, field.name, *found);
    try {
      field.codec->read(reader, field.address(object));
    } catch (const InvalidValue& error) {
      rethrow_at(reader.place(), error);
    }
  }
  read_relations(model, json, object, place, unknown);
}

}  // namespace promptview::detail

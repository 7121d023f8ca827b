// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include <promptview/base/error.hpp>
#include <promptview/json/json_fields.hpp>
#include <promptview/json/json_reader.hpp>
#include <promptview/json/json_writer.hpp>
#include <promptview/links/field_values.hpp>
#include <promptview/links/loaded_object.hpp>
#include <promptview/links/relation_link.hpp>
#include <promptview/links/relation_member.hpp>
#include <promptview/relations/relation_arguments.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/types/json_parser.hpp>

// The objects that relations hold, as JSON.
namespace promptview::detail {

// The objects that are being written, from the innermost outward, so that circles end.
struct JsonNesting {
  const void* object = nullptr;
  const JsonNesting* outer = nullptr;
  const JsonFields* fields = nullptr;
  std::string path{};  // from the outermost object
  std::size_t depth = outer == nullptr ? 1 : outer->depth + 1;

  std::string path_to(std::string_view name) const { return path.empty() ? std::string{name} : path + "__" + std::string{name}; }
  bool shows(std::string_view name, bool hidden) const { return fields->is_all() ? !hidden : fields->shows(path_to(name), path, hidden); }
  bool has(const void* wanted) const noexcept {
    for (const JsonNesting* each = this; each != nullptr; each = each->outer)
      if (each->object == wanted) return true;
    return false;
  }
};

Json write_json_object(const ModelInfo& model, const JsonNesting& nesting);
void read_json_object(const ModelInfo& model, const Json& json, void* object, const std::string& place, UnknownKeys unknown);

inline Json field_to_json(const FieldInfo& field, const void* object) {
  JsonWriter writer;
  writer.begin(*field.type);
  field.codec->write(writer, field_address(field, object));
  return writer.take();
}

// The value of the key's field; of several, an object with them.
inline Json key_to_json(const ModelInfo& model, const void* object) {
  if (model.key_count == 1) return field_to_json(model.key_field(0), object);
  Json key = Json::object();
  for (std::size_t i = 0; i < model.key_count; ++i) key[std::string{model.key_field(i).name}] = field_to_json(model.key_field(i), object);
  return key;
}

inline Json held_to_json(const LoadedPointer& held, const JsonNesting& nesting, const std::string& path) {
  const ModelInfo& model = *held.get()->model;
  if (nesting.depth >= max_json_depth / 2)  // each can stand in an array
    throw InvalidValue{std::string{model.name} + ": write at most 50 objects in each other: unload the relations that lead further"};
  if (nesting.has(held.object())) return key_to_json(model, held.object());
  return write_json_object(model, {.object = held.object(), .outer = &nesting, .fields = nesting.fields, .path = path});
}

inline bool is_hidden(const ModelInfo& model, const RelationInfo& relation) {
  const std::size_t field = model.place_of(relation.name);
  return field != ModelInfo::no_field && model.fields[field].options.hidden;
}

// The key of an object that was assigned to a foreign key, which a save will take; null where it has none yet.
inline Json assigned_key_to_json(const RelationInfo& relation, const LoadedPointer& given) {
  const FieldInfo& key = given.get()->model->fields[link_of(relation).pairs.front().target];
  return has_field_value(key, given.object()) ? field_to_json(key, given.object()) : Json{};
}

// Adds what is loaded. `json` has the keys of foreign keys already.
inline void add_relations(Json& json, const ModelInfo& model, const JsonNesting& nesting) {
  for (std::size_t i = 0; i < model.relation_count; ++i) {
    const RelationInfo& relation = model.relations[i];
    const RelationMember& member = *relation.member(const_cast<void*>(nesting.object));
    if (!member.is_loaded()) continue;
    const LoadedPointer& loaded = RelationAccess::loaded(member);
    if (!nesting.shows(relation.name, is_hidden(model, relation))) continue;
    const std::string path = nesting.path_to(relation.name);
    if (RelationAccess::is_assigned(member) && loaded && !nesting.fields->asks_for(path)) {
      json[std::string{relation.name}] = assigned_key_to_json(relation, loaded);
      continue;
    }
    Json& made = json[std::string{relation.name}];
    if (is_to_many(relation.kind)) {
      made = Json::array();
      for (const LoadedPointer& each : RelationAccess::list(member)) made.push_back(held_to_json(each, nesting, path));
    } else if (loaded && !(model.has_field(relation.name) && nesting.has(loaded.object()))) {
      made = held_to_json(loaded, nesting, path);  // otherwise its key stays, or null
    }
  }
}

inline LoadedPointer held_from_json(const RelationInfo& relation, const Json& json, const std::string& place, UnknownKeys unknown) {
  const ModelInfo& target = model_in(*relation.target, relation);
  LoadedPointer made{target.make(target)};
  read_json_object(target, json, made.object(), place, unknown);
  return made;
}

// The object of a foreign key; its key is taken when it has one.
inline void read_foreign_key(const ModelInfo& model, std::size_t field, const Json& json, void* object, const std::string& place,
                             UnknownKeys unknown) {
  const RelationInfo& relation = model.relations[model.relation_of(model.fields[field].name)];
  const LoadedPointer made = held_from_json(relation, json, place, unknown);
  const FieldInfo& key = made.get()->model->fields[link_of(relation).pairs.front().target];
  const bool has_key = has_field_value(key, made.object());
  set_field(model, field, object, has_key ? field_value(key, made.object()) : Value{.type = key.type});
  RelationAccess::set_loaded(*relation.member(object), made);
}

// Reads the relations that are no fields.
inline void read_relations(const ModelInfo& model, const Json& json, void* object, const std::string& place, UnknownKeys unknown) {
  for (std::size_t i = 0; i < model.relation_count; ++i) {
    const RelationInfo& relation = model.relations[i];
    const auto found = json.find(std::string{relation.name});
    if (found == json.end() || model.has_field(relation.name)) continue;
    const std::string here = place + "." + std::string{relation.name};
    RelationMember& member = *relation.member(object);
    if (!is_to_many(relation.kind)) {
      RelationAccess::set_loaded(member, found->is_null() ? LoadedPointer{} : held_from_json(relation, *found, here, unknown));
      continue;
    }
    if (!found->is_array()) throw InvalidValue{here + ": give an array of objects instead of " + json_excerpt(*found)};
    List<LoadedPointer> items;
    for (const Json& item : *found) items.push_back(held_from_json(relation, item, here + "[" + std::to_string(items.size()) + "]", unknown));
    replace_list(member, model_in(*relation.target, relation), std::move(items));
  }
}

}  // namespace promptview::detail

// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <utility>

#include <nlohmann/json_fwd.hpp>

#include <promptview/base/inline.hpp>
#include <promptview/json/json_fields.hpp>
#include <promptview/json/struct_json.hpp>
#include <promptview/schema/model_traits.hpp>
#include <promptview/schema/struct_traits.hpp>
#include <promptview/types/missing_json.hpp>

// Models and registered structs as JSON: `to_json`, `from_json`, and the conversions of nlohmann::json itself
// (`nlohmann::json j = user; j.get<User>()`). A file that makes or reads JSON includes <promptview/json.hpp>, which has the type
// itself; this header has its name only.
namespace promptview {

namespace detail {

template <class T>
constexpr const ModelInfo& info_of() noexcept {
  if constexpr (RegisteredStruct<T>)
    return struct_of<T>();
  else
    return model_of<T>();
}

// Whether this file has included the type of JSON.
template <class T>
inline constexpr bool knows_json = requires { typename IncludeTypesJsonHpp<T>::Json; };

// Throws UnknownField for a name of `fields` that leads to none.
PROMPTVIEW_INLINE nlohmann::json object_to_json(const ModelInfo& model, const void* object, const JsonFields& fields);
// Reads a whole document, which can be a stranger's, into `object`.
PROMPTVIEW_INLINE void object_from_json(const ModelInfo& model, const nlohmann::json& json, void* object, UnknownKeys unknown);

}  // namespace detail

// A type that PROMPTVIEW_MODEL or PROMPTVIEW_STRUCT has registered.
template <class T>
concept JsonObject = Registered<T> || RegisteredStruct<T>;

// An object with one key a field: the name of the C++ member (of a struct: its `column`, where one is given). The
// values have the forms that are listed at JsonWriter; an empty Auto or optional is null. Throws InvalidValue for an
// enumerator that is not registered.
//
// A foreign key is its key; the object, when that is loaded. An object that was only assigned is its key (null before it is
// saved), unless pv::only names the relation. Relations without a column are there only when they
// are loaded: to one an object or null, to many an array. An object inside of which it is being written already is its key
// (of several fields, an object with them), so that circles end.
//
// As everywhere in nlohmann::json, a text that is not UTF-8 throws only in `dump`.
//
// `FIELD(password_hash, hidden)` is left out, unless pv::only names it. `pv::to_json(user, pv::only("id", "author__name"))` has
// these keys only, `pv::except("bio")` all but those; a name of no field throws UnknownField.
template <JsonObject T>
[[nodiscard]] auto to_json(const T& object, const JsonFields& fields) {
  static_assert(detail::knows_json<T>, "include <promptview/json.hpp> where JSON is made: it has the type pv::Json");
  return detail::object_to_json(detail::info_of<T>(), &object, fields);
}
template <JsonObject T>
[[nodiscard]] auto to_json(const T& object) {
  return promptview::to_json(object, JsonFields{});
}

// A `FIELD(created, read_only)` is refused, or skipped as unknown keys are.
//
// The object that `json` describes, in the forms that `to_json` makes and those listed at JsonReader. A missing key
// leaves the member's default; a null is an empty optional, and leaves an Auto at its default. Throws InvalidValue with
// the type, the path, what is wanted and what was found:
//
//   blog::User.age: give a whole number from -2147483648 to 2147483647 instead of 3.5
//
// A relation takes what `to_json` makes of it: a foreign key its key, or an object, which it then holds, with its key when that
// has one; to many an array of objects. pv::save_graph saves what came. A list is loaded then, whatever the database has.
// Keys in the place of objects of other relations are refused.
//
// `unknown` is about the keys of the structs and objects inside, too. `json` is a parsed document: nlohmann::json::parse(text).
// One of more than 100 levels is refused, so that nobody's JSON can exhaust the stack.
template <JsonObject T>
[[nodiscard]] T from_json(const nlohmann::json& json, UnknownKeys unknown = UnknownKeys::refuse) {
  T object{};
  detail::object_from_json(detail::info_of<T>(), json, &object, unknown);
  return object;
}

// Changes only the members whose keys are present; a struct inside is replaced as a whole. A null leaves an Auto as it
// is, since the database makes its value. If this throws, `into` is unchanged.
template <JsonObject T>
  requires std::copyable<T>
void from_json(const nlohmann::json& json, T& into, UnknownKeys unknown = UnknownKeys::refuse) {
  T changed = into;
  detail::object_from_json(detail::info_of<T>(), json, &changed, unknown);
  into = std::move(changed);
}

namespace detail {

// The type has a `to_json(nlohmann::json&, const T&)` of its own, which then stays in force.
template <class T>
concept HasOwnJson = requires(nlohmann::json& json, const T& object) {
  to_json(json, object);
};

template <class T>
concept JsonConvertible = JsonObject<T> && !HasOwnJson<T>;

}  // namespace detail
}  // namespace promptview

template <promptview::detail::JsonConvertible T>
struct nlohmann::adl_serializer<T, void> {
  static void to_json(json& to, const T& object) { to = promptview::to_json(object); }
  static T from_json(const json& from) { return promptview::from_json<T>(from); }
  static void from_json(const json& from, T& into) { promptview::from_json(from, into); }
};

#ifndef PROMPTVIEW_COMPILED
#include <promptview/json/object_conversion.ipp>
#endif

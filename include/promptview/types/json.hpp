// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include <promptview/base/inline.hpp>
#include <promptview/values/type_mapping.hpp>

#define PROMPTVIEW_HAS_JSON
#include <promptview/types/missing_json.hpp>  // behind the macro, for which it looks

namespace promptview {

// A JSON document, stored as jsonb. The database keeps no order of keys and no duplicates. A number in it that is
// neither 64-bit nor a double loses digits when it is read, and NaN or infinity is written as null: as nlohmann::json
// does in both cases. A document of more than 100 levels is refused with InvalidValue, when it is written and when it is read.
using Json = nlohmann::json;

namespace detail {

template <class>
struct IncludeTypesJsonHpp {
  using Json = nlohmann::json;
};

// The text of a document. Throws InvalidValue when a text in it is not UTF-8, when it is too deep, or when it is the remains
// of a failed parse.
PROMPTVIEW_INLINE std::string json_text(const Json& value);
// Throws as json_text.
PROMPTVIEW_INLINE void write_json(ValueWriter& out, const Json& value);
PROMPTVIEW_INLINE Json read_json(ValueReader& in);

}  // namespace detail

template <>
struct TypeMapping<Json> {
  static constexpr TypeInfo type{.kind = Kind::json};
  static void write(ValueWriter& out, const Json& value) { detail::write_json(out, value); }
  static void read(ValueReader& in, Json& value) { value = detail::read_json(in); }
};

// Stores a type that nlohmann::json converts (to_json and from_json, e.g. by NLOHMANN_DEFINE_TYPE_INTRUSIVE) as jsonb:
//
//   template <> struct promptview::TypeMapping<Address> : promptview::JsonMapping<Address> {};
//
// A document that does not fit the type throws InvalidValue.
template <class T>
struct JsonMapping {
  static constexpr TypeInfo type{.kind = Kind::json};
  // As nlohmann::json converts it. `read` throws InvalidValue for a document that it does not convert.
  static void write(ValueWriter& out, const T& value) { detail::write_json(out, Json(value)); }
  static void read(ValueReader& in, T& value) {
    const Json document = detail::read_json(in);
    try {
      document.get_to(value);
    } catch (const Json::exception& error) {
      in.fail(std::string{"the JSON document does not fit the C++ type: "} + error.what());
    }
  }
};

}  // namespace promptview

#ifndef PROMPTVIEW_COMPILED
#include <promptview/types/json.ipp>
#endif

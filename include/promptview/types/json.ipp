// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <promptview/base/error.hpp>
#include <promptview/types/json_parser.hpp>

namespace promptview::detail {

std::string json_text(const Json& value) {
  if (value.is_discarded()) throw InvalidValue{"parse the JSON again: this document was discarded by a failed parse"};
  if (is_too_deep(value)) throw InvalidValue{json_too_deep};
  try {
    return value.dump();
  } catch (const Json::exception& error) {
    throw InvalidValue{std::string{"make every text in the JSON document valid UTF-8: "} + error.what()};
  }
}

void write_json(ValueWriter& out, const Json& value) { out.text(out.keep(json_text(value))); }

Json read_json(ValueReader& in) {
  JsonParser parser;
  if (parser.parse(in.text())) return parser.take();
  in.fail("the column holds no JSON that can be read: " + parser.message());
}

}  // namespace promptview::detail

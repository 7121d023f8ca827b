// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include <promptview/base/error.hpp>
#include <promptview/postgres/format/byte_buffer.hpp>
#include <promptview/postgres/format/numeric_format.hpp>
#include <promptview/values/escaped_nul.hpp>
#include <promptview/values/kind.hpp>

// Values that travel as texts (ValueForm::text): their bytes in PostgreSQL's binary format, and back.
namespace promptview::postgres {

// Whether the bytes are the text itself.
constexpr bool is_sent_as_it_is(Kind kind) noexcept { return kind == Kind::text || kind == Kind::enumeration; }

inline constexpr char jsonb_version = 1;  // of jsonb's binary format, in front of the text

// Appends the bytes of the value whose text is `text`. Throws InvalidValue, without the place, for what is no text of the kind.
inline void append_from_text(ByteBuffer& to, Kind kind, std::string_view text) {
  switch (kind) {
    case Kind::numeric: return append_numeric(to, text);
    case Kind::json:
      if (promptview::detail::has_escaped_nul(text)) throw InvalidValue{"a text in JSON cannot hold the character \\u0000"};
      to.push_back(jsonb_version);
      return to.append(text);
    default: return to.append(text);
  }
}

// The text of a value, in `bytes` or in `home`. Throws InvalidValue, without the place, for bytes that are no value of the kind.
inline std::string_view text_from_bytes(Kind kind, std::string_view bytes, std::string& home) {
  switch (kind) {
    case Kind::numeric: return home = numeric_text(bytes);
    case Kind::json: return !bytes.empty() && bytes.front() == jsonb_version ? bytes.substr(1) : bytes;
    default: return bytes;
  }
}

}  // namespace promptview::postgres

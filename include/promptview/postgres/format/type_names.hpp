// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <string>
#include <string_view>
#include <utility>

#include <promptview/base/error.hpp>
#include <promptview/postgres/format/sql_types.hpp>

// Types of the database by their names, in messages.
namespace promptview::postgres::detail {

// Kinds by OID: the scalar's row, and whether the OID is that of its array, range or array of ranges.
struct OidMeaning {
  const SqlType* row = nullptr;
  bool array = false;
  bool range = false;
};

constexpr OidMeaning meaning_of(Oid oid) noexcept {
  for (const SqlType& row : sql_types) {
    if (oid == 0) break;
    if (row.oid == oid) return {&row, false, false};
    if (row.array_oid == oid) return {&row, true, false};
    if (row.range_oid == oid) return {&row, false, true};
    if (row.range_array_oid == oid) return {&row, true, true};
  }
  return {};
}

// The name of a type that a field can have, e.g. `bigint[]`; empty: only the server knows it.
inline std::string known_type_name(Oid oid) {
  const OidMeaning meaning = meaning_of(oid);
  if (meaning.row == nullptr) return {};
  return std::string{meaning.range ? meaning.row->range : meaning.row->name} + (meaning.array ? "[]" : "");
}

// A message about a type whose name only the server knows; what is thrown where the server cannot be asked.
class UnnamedType final : public TypeMismatch {
 public:
  // The name stands between the two texts.
  UnnamedType(Oid type, std::string before, std::string behind, ServerReport about)
      : TypeMismatch{before + "of a type that could not be named, with the OID " + std::to_string(type) + behind, std::move(about)},
        type_{type},
        before_{std::move(before)},
        behind_{std::move(behind)} {}

  Oid type() const noexcept { return type_; }
  [[noreturn]] void raise(std::string_view name) const { throw TypeMismatch{before_ + std::string{name} + behind_, report()}; }

 private:
  Oid type_;
  std::string before_;
  std::string behind_;
};

// Throws TypeMismatch about a column of the type, whose name stands between the two texts.
[[noreturn]] inline void refuse_type(Oid type, std::string before, std::string behind, ServerReport about) {
  UnnamedType error{type, std::move(before), std::move(behind), std::move(about)};
  if (const std::string name = known_type_name(type); !name.empty()) error.raise(name);
  throw error;
}

}  // namespace promptview::postgres::detail

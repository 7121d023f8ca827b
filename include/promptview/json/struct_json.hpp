// SPDX-License-Identifier: MIT
#pragma once

#include <promptview/base/inline.hpp>

// The JSON of registered structs, where they are values of fields.
namespace promptview::detail {

PROMPTVIEW_INLINE bool set_struct_json() noexcept;
inline const bool struct_json_is_set = set_struct_json();

}  // namespace promptview::detail

#ifndef PROMPTVIEW_COMPILED
#include <promptview/json/struct_json.ipp>
#endif

// SPDX-License-Identifier: MIT
#pragma once

#include <promptview/base/fixed_string.hpp>

namespace promptview {

// Whether PROMPTVIEW_MODEL(Type, name, ...) takes this name of a store. A store says so in its own header, which is included in
// front of the models in it: `template <> inline constexpr bool promptview::is_backend<"name"> = true;`
template <detail::FixedString name>
inline constexpr bool is_backend = false;

// Said here, since headers with models include nothing of it.
template <>
inline constexpr bool is_backend<"postgres"> = true;

}  // namespace promptview

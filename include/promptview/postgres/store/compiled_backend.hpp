// SPDX-License-Identifier: MIT
#pragma once

// Stands for the backend in a source file whose target links promptview::promptview, which compiles the backend once and not in
// each file. A file that names a part of it, such as SQLBuilder, includes that part's header.
namespace promptview::postgres::detail {

// Defined by promptview_backend; its name is what the linker says when PROMPTVIEW_COMPILED is defined by other means.
bool link_this_target_to_promptview_compiled();

inline const bool compiled_backend_registered = link_this_target_to_promptview_compiled();

}  // namespace promptview::postgres::detail

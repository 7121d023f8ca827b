// SPDX-License-Identifier: MIT
#pragma once

// pv::Json is this type while its header was not included: the name in the compiler's message says what is missing. (A name of
// promptview itself comes before one that only a using directive finds.)
#ifndef PROMPTVIEW_HAS_JSON
namespace include_promptview_types_json_hpp {
struct Json;
}
namespace promptview {
using namespace include_promptview_types_json_hpp;
}
#endif

namespace promptview::detail {

// The same for the results of functions, which are templates: it is declared here, and has its member where that header is included.
template <class>
struct IncludeTypesJsonHpp;

}  // namespace promptview::detail

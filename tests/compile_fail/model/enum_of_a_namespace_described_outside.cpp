// SPDX-License-Identifier: MIT
// expect: PROMPTVIEW_ENUM(app::Role) stands outside of the namespace of the enum

#include <promptview/model.hpp>

namespace pv = promptview;

namespace app {
enum class Role { guest, member };
}
PROMPTVIEW_ENUM(app::Role, guest, member)

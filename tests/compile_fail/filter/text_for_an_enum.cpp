// SPDX-License-Identifier: MIT
// expect-first: error_the_value_has_another_type_than_the_field
// max_lines: 15

#include <promptview/model.hpp>
#include <promptview/types/enumeration.hpp>

namespace pv = promptview;

enum class Role { guest, member };
PROMPTVIEW_ENUM(Role, guest, member)
enum class Mood { calm, wild };
PROMPTVIEW_ENUM(Mood, calm, wild)

struct Row : pv::Model<Row> {
  Role role{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(role))

auto rows = Row::query().filter("role", "guest");

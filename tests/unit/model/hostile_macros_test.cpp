// SPDX-License-Identifier: MIT
// no precompiled header
// A header with models, behind macros such as <windows.h> and <X11/Xlib.h> have, and behind <strings.h>, whose
// function `index` is a name of an option too.
#include <promptview_test/catch.hpp>

#include <charconv>
#include <chrono>
#include <compare>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <ratio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <strings.h>

// clang-format off
#define min(a, b) (((a) < (b)) ? (a) : (b))
#define max(a, b) (((a) > (b)) ? (a) : (b))
#define small char
#define near
#define far
#define interface struct
#define ERROR 0
#define DELETE 0x00010000L
#define IN
#define OUT
#define OPTIONAL
#define CONST const
#define VOID void
#define BOOL int
#define TRUE 1
#define FALSE 0
#define STRICT 1
#define NO_ERROR 0L
#define GetObject GetObjectW
#define CHECKED 1
#define FIELD_OFFSET(type, field) 0
#define Yield()
#define Bool int
#define Status int
#define None 0L
#define Success 0
#define Always 2
#define check(condition) ((void)0)
#define verify(condition) ((void)0)
// clang-format on

#include <promptview/model.hpp>
#include <promptview/types/enumeration.hpp>
#include <promptview/types/numeric.hpp>
#include <promptview/types/range.hpp>
#include <promptview/types/time.hpp>

struct HostileUser : promptview::Model<HostileUser> {
  promptview::Auto<std::int64_t> id{};
  std::string name{};
  std::optional<std::chrono::sys_days> born{};
  promptview::Numeric credit{};
};
PROMPTVIEW_MODEL(HostileUser, postgres, "hostile_users",
                 FIELD(id, primary_key), FIELD(name, index=btree, check="name <> ''"), FIELD(born), FIELD(credit),
                 INDEX("name, born DESC", method=btree, unique), UNIQUE("name"), CONSTRAINT("credit >= 0"))

TEST_CASE("a model behind hostile macros is a model") {
  constexpr const promptview::ModelInfo& model = promptview::detail::model_of<HostileUser>();
  STATIC_REQUIRE(model.field_count == 4);
  STATIC_REQUIRE(model.fields[1].options.index == promptview::IndexMethod::btree);
  STATIC_REQUIRE(model.items[0].unique);
  const auto query = HostileUser::query().filter("name__contains", "x").exclude("id__in", {1, 2}).order_by("-born");
  CHECK(query.select().where.parts.size() == 2);
  REQUIRE(query.select().order.size() == 1);
  CHECK(query.select().order[0].field == 2);
  CHECK(query.select().order[0].descending);
}

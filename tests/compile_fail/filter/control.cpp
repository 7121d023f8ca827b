// SPDX-License-Identifier: MIT
// expect: ok

#include <promptview/model.hpp>
#include <promptview/types/enumeration.hpp>

namespace pv = promptview;

enum class Role { guest, member };
PROMPTVIEW_ENUM(Role, guest, member)
enum class Mood { calm, wild };
PROMPTVIEW_ENUM(Mood, calm, wild)

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  std::optional<std::string> bio{};
  bool active{};
  double score{};
  Role role{};
  std::vector<std::string> tags{};
};
PROMPTVIEW_MODEL(User, postgres, "users", FIELD(id, primary_key), FIELD(name), FIELD(age), FIELD(bio), FIELD(active),
                 FIELD(score), FIELD(role), FIELD(tags))

auto rows = User::query()
                .filter("id", 1)
                .filter("age__gt", 25L)
                .filter("age__in", {1, 2})
                .filter("age__in", {})
                .filter("age__in", std::vector<int>{})
                .filter("age__range", {18, 65})
                .filter("age__range", std::pair{18, 65})
                .filter("name__istartswith", "jo")
                .filter("name__in", {"a", "b"})
                .filter("bio", nullptr)
                .filter("bio__ne", std::nullopt)
                .filter("bio", std::optional<std::string>{})
                .filter("bio__isnull", true)
                .filter("active", true)
                .filter("score__lt", 3)
                .filter("role", Role::guest)
                .filter("role__contains", "ue")
                .filter("tags", std::vector<std::string>{"a"})
                .filter(pv::runtime("age__gt"), 25)
                .filter(User::q("age__lt", 18) || !User::q("bio__isnull", true))
                .exclude("age", 3U)
                .exclude(pv::q<User>("name", std::string_view{"x"}));

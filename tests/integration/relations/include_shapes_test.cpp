// SPDX-License-Identifier: MIT
// include beside aggregates, conditions across relations, and join rows that were removed softly.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/database.hpp>

using namespace promptview_test;

namespace include_shapes_test {

using Time = std::chrono::sys_time<std::chrono::microseconds>;

struct Membership;
struct Club;
struct Member : pv::Model<Member> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::ManyToMany<Club, Membership> clubs{};
};
struct Club : pv::Model<Club> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<Membership> memberships{};
};
struct Membership : pv::Model<Membership> {
  pv::Auto<std::int64_t> id{};
  int fee{};
  std::optional<Time> ended_at{};
  pv::ForeignKey<Member> member{};
  pv::ForeignKey<Club> club{};
};
PROMPTVIEW_MODEL(Member, postgres, "include_members", FIELD(id, primary_key), FIELD(name), RELATION(clubs))
PROMPTVIEW_MODEL(Club, postgres, "include_clubs", FIELD(id, primary_key), FIELD(name), RELATION(memberships))
PROMPTVIEW_MODEL(Membership, postgres, "include_memberships", FIELD(id, primary_key), FIELD(fee), FIELD(ended_at), RELATION(member),
                 RELATION(club), TABLE(soft_remove="ended_at"))

template <class Rows>
std::string ids(const Rows& rows) {
  std::string text;
  for (const auto& row : rows) text += std::to_string(*row.id) + " ";
  return text;
}

}  // namespace include_shapes_test

using namespace include_shapes_test;

TEST_CASE("include beside aggregates, conditions across relations and removed join rows") {
  for (const pv::ConnectOptions& options : std::vector<pv::ConnectOptions>{{}, {.pipelining = false}}) {
    CAPTURE(options.pipelining);
    const TestDatabase database{options};
    Member::initialize();
    Club::initialize();
    Membership::initialize();
    std::vector<Member> members{{.name = "Ann"}, {.name = "Bob"}};
    Member::save_all(members);
    std::vector<Club> clubs{{.name = "chess"}, {.name = "go"}, {.name = "rowing"}};
    Club::save_all(clubs);
    std::vector<Membership> rows{{.fee = 5, .member = 1, .club = 1}, {.fee = 7, .member = 1, .club = 2}, {.fee = 9, .member = 2, .club = 2}, {.fee = 1, .member = 1, .club = 2}};
    Membership::save_all(rows);

    CHECK(ids(Member::query().order_by("id").include("clubs").first()->clubs) == "1 2 ");
    CHECK(ids(Member::query().order_by("id").include("clubs", Club::query().order_by("-id").limit(2)).first()->clubs) == "2 1 ");
    rows[0].remove();
    CHECK(ids(Member::query().order_by("id").include("clubs").first()->clubs) == "2 ");
    CHECK(ids(Club::query().filter("name", "go").include("memberships").one().memberships) == "2 3 4 ");
    CHECK(Club::query().order_by("id").include("memberships").first()->memberships.empty());

    const auto counted = Club::query().annotate<"longest">(pv::max(pv::length(&Club::name))).order_by("id").include("memberships__member");
    std::vector<std::string> found;
    for (const auto& [club, longest] : counted) found.push_back(std::to_string(longest.value_or(0)) + ": " + ids(club.memberships));
    CHECK(found == std::vector<std::string>{"5: ", "2: 2 3 4 ", "6: "});

    // Conditions and orders across relations, of the query and of what it includes.
    const auto filtered = Club::query().filter("memberships__member__name", "Bob").include("memberships", Membership::query().filter("member__name", "Ann").order_by("-member__name", "fee")).execute();
    REQUIRE(filtered.size() == 1);
    CHECK(ids(filtered[0].memberships) == "4 2 ");
    const auto ordered = Membership::query().order_by("-member__name", "id").limit(2).include("member").include("club__memberships").execute();
    CHECK(ids(ordered) == "3 2 ");
    CHECK(ordered[0].member->name == "Bob");
    CHECK(ids(ordered[1].club->memberships) == "2 3 4 ");
    const auto expensive = Club::query().order_by("id").include("memberships", Membership::query().alias<"double">(Membership::f(&Membership::fee) * 2).filter("double__gt", 10)).execute();
    CHECK(ids(expensive[1].memberships) == "2 3 ");
  }
}

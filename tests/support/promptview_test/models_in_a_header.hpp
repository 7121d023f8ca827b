// SPDX-License-Identifier: MIT
#pragma once

// A header with models, of every type that a member can have: nothing is included but model.hpp, and <chrono> for its types.
#include <chrono>

#include <promptview/model.hpp>

namespace models_in_a_header {

namespace pv = promptview;

enum class State { open, closed };
PROMPTVIEW_ENUM(State, open, closed)
enum class Mood { calm, wild };
PROMPTVIEW_TEXT_ENUM(Mood, calm, wild)

struct Address {
  std::string street{};
  std::vector<pv::Numeric> rents{};
  friend bool operator==(const Address&, const Address&) = default;
};
PROMPTVIEW_STRUCT(Address, FIELD(street), FIELD(rents))

struct Comment;
struct Ticket : pv::Model<Ticket> {
  pv::Auto<pv::Uuid> id{};
  pv::Numeric price{};
  std::chrono::sys_days day{};
  std::optional<std::chrono::year_month_day> date{};
  pv::TimeOfDay opens{std::chrono::hours{9}};
  std::chrono::hh_mm_ss<std::chrono::microseconds> closes{std::chrono::hours{17}};
  std::chrono::local_time<std::chrono::microseconds> local{};
  pv::Auto<std::chrono::sys_time<std::chrono::microseconds>> created{};
  std::chrono::system_clock::time_point seen{};
  std::chrono::minutes span{};
  pv::Range<std::int32_t> numbers{};
  pv::Range<pv::Numeric> amounts{};
  std::optional<pv::Range<std::chrono::sys_days>> days{};
  pv::Range<std::chrono::sys_time<std::chrono::microseconds>> times{};
  std::vector<std::byte> bytes{};
  std::vector<pv::Uuid> others{};
  State state{};
  std::vector<Mood> moods{};
  Address address{};
  std::vector<Address> past{};
  pv::HasMany<Comment> comments{};
};
PROMPTVIEW_MODEL(Ticket, postgres, "tickets",
                 FIELD(id, primary_key), FIELD(price), FIELD(day), FIELD(date), FIELD(opens), FIELD(closes), FIELD(local),
                 FIELD(created, auto_now_add), FIELD(seen), FIELD(span), FIELD(numbers), FIELD(amounts), FIELD(days),
                 FIELD(times), FIELD(bytes), FIELD(others), FIELD(state), FIELD(moods), FIELD(address), FIELD(past),
                 RELATION(comments))

struct Comment : pv::Model<Comment> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<Ticket, pv::Uuid> ticket{};
  pv::OptionalForeignKey<Comment> parent{};
};
PROMPTVIEW_MODEL(Comment, postgres, "comments", FIELD(id, primary_key), RELATION(ticket), RELATION(parent))

}  // namespace models_in_a_header

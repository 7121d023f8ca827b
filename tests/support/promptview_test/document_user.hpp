// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <promptview/json.hpp>
#include <promptview/promptview.hpp>

// A model with a field of each kind, for the tests of documents.
namespace document_test {

namespace pv = promptview;

enum class Role { guest, member };
PROMPTVIEW_ENUM(Role, guest, member)

struct User : pv::Model<User> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  std::int16_t small{};
  std::int64_t big{};
  std::optional<std::string> bio{};
  bool active{};
  float real{};
  double score{};
  pv::Numeric price{};
  std::chrono::sys_days born{};
  pv::TimeOfDay time{};
  std::chrono::local_time<std::chrono::microseconds> local{};
  std::chrono::sys_time<std::chrono::microseconds> at{};
  std::chrono::microseconds length{};
  std::optional<pv::Uuid> code{};
  Role role{};
  std::vector<std::string> tags{};
  std::vector<std::byte> bytes{};
  pv::Json data{};
  std::optional<pv::Range<int>> spans{};
  std::optional<pv::Range<pv::Numeric>> prices{};
  std::string password{};
};
PROMPTVIEW_MODEL(User, postgres, "document_users", FIELD(id, primary_key), FIELD(name), FIELD(age), FIELD(small), FIELD(big), FIELD(bio),
                 FIELD(active), FIELD(real), FIELD(score), FIELD(price), FIELD(born), FIELD(time), FIELD(local), FIELD(at), FIELD(length),
                 FIELD(code), FIELD(role), FIELD(tags), FIELD(bytes), FIELD(data), FIELD(spans), FIELD(prices),
                 FIELD(password))

}  // namespace document_test

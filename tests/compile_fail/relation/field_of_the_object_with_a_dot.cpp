// SPDX-License-Identifier: MIT
// expect: ForeignKey<Project>

#include <promptview/model.hpp>

namespace pv = promptview;

struct Project : pv::Model<Project> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
};
struct Ticket : pv::Model<Ticket> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<Project> project{};
};

const std::string& name_of(const Ticket& ticket) { return ticket.project.name; }

// SPDX-License-Identifier: MIT
#include <string>

#include <promptview/model.hpp>
#include <promptview/postgres.hpp>

namespace {
struct Shelve : promptview::Model<Shelve> {
  int a{};
};
PROMPTVIEW_MODEL(Shelve, postgres, "", FIELD(a))
}  // namespace

std::string sql_of_shelves() { return Shelve::query().filter("a", 1).to_sql(); }

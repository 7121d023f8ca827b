// SPDX-License-Identifier: MIT
// expect: INDEX: unknown index method in 'method=rtree'; write btree, hash, gin, gist, spgist, brin or none

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(name), INDEX("name", method=rtree))

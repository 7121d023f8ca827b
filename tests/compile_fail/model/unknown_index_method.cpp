// SPDX-License-Identifier: MIT
// expect: FIELD(name): unknown index method in 'index=btre'; write btree, hash, gin, gist, spgist, brin or none: did you mean btree?

#include <promptview/model.hpp>

namespace pv = promptview;

struct Row : pv::Model<Row> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
};
PROMPTVIEW_MODEL(Row, postgres, "rows", FIELD(name, index=btre))

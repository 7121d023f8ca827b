// SPDX-License-Identifier: MIT
// expect: leave out pv::Deferred around fields of the primary key, of a pv::Reference, the row_version and soft_remove: they are always read

#include <promptview/model.hpp>

namespace pv = promptview;

struct Page : pv::Model<Page> {
  std::string slug{};
  pv::Deferred<std::int64_t> edition{};
};
PROMPTVIEW_MODEL(Page, postgres, "pages", FIELD(slug, primary_key), FIELD(edition, row_version))

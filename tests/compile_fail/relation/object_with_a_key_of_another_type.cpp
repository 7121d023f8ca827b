// SPDX-License-Identifier: MIT
// expect: ForeignKey<T, Key>: Key is not the type of the primary key, or of a unique field, of T
// max_lines: 15

#include <promptview/model.hpp>

namespace pv = promptview;

struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
};
PROMPTVIEW_MODEL(Author, postgres, "authors", FIELD(id, primary_key), FIELD(name))

void assign(Author author) {
  pv::ForeignKey<Author, int> key{};
  key = author;
}

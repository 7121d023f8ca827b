// SPDX-License-Identifier: MIT
#pragma once

#include <promptview/model.hpp>
#include <promptview/types/json.hpp>

#include "../rows.hpp"

namespace benchmark {

PROMPTVIEW_MODEL(Person, postgres, "promptview_benchmark_people",
                 FIELD(id, primary_key), FIELD(name), FIELD(email), FIELD(age), FIELD(score), FIELD(active), FIELD(bio))
PROMPTVIEW_MODEL(WrittenPerson, postgres, "promptview_benchmark_written",
                 FIELD(id, primary_key), FIELD(name), FIELD(email), FIELD(age), FIELD(score), FIELD(active), FIELD(bio))
PROMPTVIEW_MODEL(Document, postgres, "promptview_benchmark_documents", FIELD(id, primary_key), FIELD(body))
PROMPTVIEW_MODEL(Tagged, postgres, "promptview_benchmark_tagged",
                 FIELD(id, primary_key), FIELD(numbers), FIELD(tags))

struct ListedChild;
struct ListedParent {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<ListedChild> children{};
};
PROMPTVIEW_MODEL(ListedParent, postgres, "promptview_benchmark_parents", FIELD(id, primary_key), FIELD(name), RELATION(children))
struct ListedChild : ChildFields {
  pv::ForeignKey<ListedParent> parent{};
};
PROMPTVIEW_MODEL(ListedChild, postgres, "promptview_benchmark_children",
                 FIELD(id, primary_key), FIELD(title), FIELD(mark), RELATION(parent))

}  // namespace benchmark

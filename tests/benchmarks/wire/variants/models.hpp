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

}  // namespace benchmark

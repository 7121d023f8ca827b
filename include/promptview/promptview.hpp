// SPDX-License-Identifier: MIT
#pragma once

// Everything but testing.hpp, for small programs. A header with models includes <promptview/model.hpp> only, and a file with values of
// pv::Json <promptview/json.hpp> too: a JSON library costs each file more than all else here.
#include <promptview/model.hpp>  // first, so that errors are short

#include <promptview/model/bulk_range.hpp>
#include <promptview/diagram.hpp>
#include <promptview/document.hpp>
#include <promptview/expressions.hpp>
#include <promptview/get_many.hpp>
#include <promptview/in_bulk.hpp>
#include <promptview/page.hpp>
#include <promptview/pipeline.hpp>
#include <promptview/postgres.hpp>
#include <promptview/relations.hpp>
#include <promptview/json/object_conversion.hpp>
#include <promptview/json/row_json.hpp>
#include <promptview/json/struct_json.hpp>
#include <promptview/schema.hpp>
#include <promptview/stream.hpp>
#include <promptview/types/enumeration.hpp>
#include <promptview/types/numeric.hpp>
#include <promptview/types/range.hpp>
#include <promptview/types/time.hpp>
#include <promptview/types/uuid.hpp>
#include <promptview/version.hpp>

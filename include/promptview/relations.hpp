// SPDX-License-Identifier: MIT
#pragma once

// Loading and changing rows through relations. Headers with models do not include it.
#include <promptview/relations/prefetch.hpp>
#include <promptview/relations/relation_writer.hpp>
#include <promptview/relations/save_graph.hpp>

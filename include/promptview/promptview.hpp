// SPDX-License-Identifier: MIT
#pragma once

// Everything, for small programs. A header with models includes <promptview/model.hpp> only.
#include <promptview/model.hpp>
#include <promptview/postgres.hpp>
#include <promptview/version.hpp>

// SPDX-License-Identifier: MIT
#pragma once

// check_schema: what differs between models and the tables that a database has.
#include <promptview/model/check_schema.hpp>

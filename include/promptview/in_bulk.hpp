// SPDX-License-Identifier: MIT
#pragma once

// in_bulk: the objects of a query by key.
#include <promptview/queryset/in_bulk.hpp>

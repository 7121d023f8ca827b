// SPDX-License-Identifier: MIT
#pragma once

// Pages of a query that begin behind a row: page_after, page_before.
#include <promptview/queryset/page.hpp>

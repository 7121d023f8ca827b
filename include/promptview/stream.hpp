// SPDX-License-Identifier: MIT
#pragma once

// stream: the rows of a query one by one, in constant memory.
#include <promptview/queryset/stream.hpp>

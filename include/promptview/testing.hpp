// SPDX-License-Identifier: MIT
#pragma once

// What the tests of an application need, for any test framework; its programs do not.
#include <promptview/testing/count_queries.hpp>
#include <promptview/testing/factory.hpp>
#include <promptview/testing/rolled_back_transaction.hpp>
#include <promptview/testing/temporary_database.hpp>

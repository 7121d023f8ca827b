// SPDX-License-Identifier: MIT
#pragma once

// The registered models and their relations as a picture.
#include <promptview/model/diagram.hpp>

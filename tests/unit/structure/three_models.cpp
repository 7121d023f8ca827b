// SPDX-License-Identifier: MIT
// A file as users write it, with models and no backend: it must reach no driver, and be quick to parse.

#include <promptview/model.hpp>

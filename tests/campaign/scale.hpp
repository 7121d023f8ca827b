// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>
#include <string>

// How much a campaign does: little in CI, much by tests/campaign/run.
namespace campaign {

inline int number_in_environment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr || *text == '\0' ? otherwise : std::stoi(text);
}

// `count` in CI, and so many times as much as PROMPTVIEW_CAMPAIGN_SCALE says elsewhere.
inline int scaled(int count) { return count * number_in_environment("PROMPTVIEW_CAMPAIGN_SCALE", 1); }

// Of all that is random; the same seed gives the same choices.
inline unsigned seed() { return static_cast<unsigned>(number_in_environment("PROMPTVIEW_CAMPAIGN_SEED", 20261129)); }

}  // namespace campaign

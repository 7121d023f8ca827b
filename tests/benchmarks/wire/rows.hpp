// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <promptview/types/auto.hpp>

// The rows that all variants read and write.
namespace benchmark {

namespace pv = promptview;

struct PersonFields {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  std::string email{};
  std::int32_t age{};
  double score{};
  bool active{};
  std::optional<std::string> bio{};
};

struct Person : PersonFields {};         // those that are read
struct WrittenPerson : PersonFields {};  // those that are inserted and updated

struct Document {
  pv::Auto<std::int64_t> id{};
  nlohmann::json body{};
};

struct Tagged {
  pv::Auto<std::int64_t> id{};
  std::vector<std::int64_t> numbers{};
  std::vector<std::string> tags{};
};

struct ChildFields {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  std::int32_t mark{};
};

// As they are read by hand.
struct Parent {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  std::vector<ChildFields> children{};
};

}  // namespace benchmark

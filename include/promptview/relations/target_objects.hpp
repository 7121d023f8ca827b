// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include <promptview/links/loaded_object.hpp>
#include <promptview/relations/include_plan.hpp>
#include <promptview/relations/key_numbers.hpp>
#include <promptview/relations/relation_filler.hpp>
#include <promptview/schema/model_info.hpp>

namespace promptview::detail {

// Makes the objects that a node loads, row by row, and gives them to a filler. A row that comes again for a relation that shares
// rows is the same object.
class TargetObjects {
 public:
  TargetObjects(const IncludeNode& node, RelationFiller& filler)
      : model_{*node.link.target}, filler_{filler}, shares_rows_{node.shares_rows() && model_.key_count > 0} {}

  // Whether `add` needs the number of each row's key.
  bool shares_rows() const noexcept { return shares_rows_; }

  // Takes a row that belongs to the owners of `group`. Returns the object that it is to be read into, which lives as long as the
  // filler and its owners hold it; null: it was read before, or nobody takes it.
  void* add(std::uint32_t group, std::uint32_t key) {
    if (key < shared_.size()) {
      (void)filler_.add(group, shared_[key]);
      return nullptr;
    }
    const LoadedPointer object{model_.make(model_)};
    if (key != KeyNumbers::none) shared_.push_back(object);
    return filler_.add(group, object) || key != KeyNumbers::none ? object.object() : nullptr;
  }

 private:
  const ModelInfo& model_;
  RelationFiller& filler_;
  bool shares_rows_;
  std::vector<LoadedPointer> shared_{};
};

}  // namespace promptview::detail

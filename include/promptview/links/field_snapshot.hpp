// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include <promptview/base/list.hpp>
#include <promptview/links/field_values.hpp>
#include <promptview/schema/model_info.hpp>

namespace promptview::detail {

// Keeps the fields of objects that writing can change: keys, and those that the database makes. Puts them back when it ends,
// unless `release` was called. The objects must stay until then.
class FieldSnapshot {
 public:
  FieldSnapshot() = default;
  FieldSnapshot(const FieldSnapshot&) = delete;
  FieldSnapshot& operator=(const FieldSnapshot&) = delete;
  ~FieldSnapshot() {
    if (!released_) restore();
  }

  void keep(const ModelInfo& model, void* object) {
    for (std::size_t i = 0; i < model.field_count; ++i) {
      const FieldInfo& field = model.fields[i];
      const bool is_made = field.is_auto || field.generated_on_insert() || field.generated_on_update() || i == model.row_version ||
                           (field.is_deferred && !has_field_value(field, object) && !was_left_out(field, object));
      if (is_made || member_of_field(model, i, object) != nullptr) keep(model, object, static_cast<std::uint16_t>(i));
    }
  }
  void keep(const ModelInfo& model, void* object, std::uint16_t field) {
    kept_.push_back({.model = &model, .object = object, .field = field, .value = field_value(model.fields[field], object)});
  }
  void release() noexcept { released_ = true; }

 private:
  struct Kept {
    const ModelInfo* model = nullptr;
    void* object = nullptr;
    std::uint16_t field = 0;
    Value value{};
  };

  // The last first: what was kept first counts.
  void restore() noexcept try {
    for (std::size_t i = kept_.size(); i-- > 0;)
      if (const Kept& each = kept_[i]; !each.value.null || each.model->fields[each.field].codec->clear != nullptr)
        set_field(*each.model, each.field, each.object, each.value);
  } catch (...) {  // without memory nothing better can be done
  }

  List<Kept> kept_{};
  bool released_ = false;
};

}  // namespace promptview::detail

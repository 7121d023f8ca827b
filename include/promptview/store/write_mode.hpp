// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <promptview/base/concat.hpp>
#include <promptview/base/error.hpp>
#include <promptview/base/list.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/store/write_request.hpp>

// What writing an object means for its row, whatever the store.
namespace promptview::detail {

// What `mode` is for this object: insert, update or upsert. `deferred`: the model's pv::Deferred fields; an object from which a
// query left one out has a row.
template <class Places>
WriteMode mode_of_write(const ModelInfo& model, const Places& deferred, const void* object, WriteMode mode) {
  if (mode == WriteMode::insert || model.key_count == 0) return WriteMode::insert;
  if (mode != WriteMode::save) return mode;
  bool is_of_row = false;  // it was read or inserted before
  for (std::size_t i = 0; i < model.key_count; ++i) {
    const FieldInfo& key = model.key_field(i);
    if (key.is_auto && !key.codec->has_value(key.address(const_cast<void*>(object)))) return WriteMode::insert;
    is_of_row = is_of_row || key.is_auto;
  }
  for (const std::uint16_t place : deferred) is_of_row = is_of_row || was_left_out(model.fields[place], object);
  return is_of_row ? WriteMode::update : WriteMode::upsert;
}

// For an update or upsert. Throws NotFound for an object whose key the store has not made yet.
inline void check_has_key(const ModelInfo& model, const void* object) {
  for (std::size_t i = 0; i < model.key_count; ++i)
    if (const FieldInfo& key = model.key_field(i); key.is_auto && !key.codec->has_value(key.address(const_cast<void*>(object))))
      throw NotFound{concat({model.name, ": the object has no key yet; save() or insert() it first"})};
}

// `which`: of many, e.g. " (object 3)".
[[noreturn]] inline void throw_no_row_to_update(const ModelInfo& model, std::string_view which = {}) {
  throw NotFound{concat({model.name, which, ": there is no row with this key to update; it was removed, or never saved: use insert() or upsert()"})};
}

}  // namespace promptview::detail

// SPDX-License-Identifier: MIT
#pragma once

#include <promptview/base/error.hpp>
#include <promptview/lookups/bound_argument.hpp>
#include <promptview/schema/model_traits.hpp>

// An object as the value beside a relation: `filter("author", ann)`, `filter("author__in", authors)`.
namespace promptview::detail {

[[gnu::noinline]] inline void write_key_of(ValueWriter& out, const ModelInfo& model, const void* object) {
  const FieldInfo& key = model.key_field(0);
  void* const value = key.address(const_cast<void*>(object));
  if (!key.codec->has_value(value)) throw InvalidValue{std::string{model.name} + ": the object has no key yet: save() it first"};
  key.codec->write(out, value);
}

// Stands for its key, beside relations to its model.
template <Registered M>
  requires(!Mapped<M> && !TextLike<M>)
struct Argument<M> {
  static constexpr OperandForm form = model_of<M>().key_count == 1 ? OperandForm::value : OperandForm::refused;
  static constexpr OperandType operand{.type = model_of<M>().key_field(0).type, .form = form, .object = model_of<M>().slot};
  static void write(ValueWriter& out, const M& object) { write_key_of(out, model_of<M>(), &object); }
};

}  // namespace promptview::detail

// SPDX-License-Identifier: MIT
#pragma once

#include <promptview/schema/model_traits.hpp>
#include <promptview/store/namespace_manager.hpp>

// From a struct to the namespace that stores its objects.
namespace promptview::detail {

[[gnu::noinline]] inline Namespace& registered_namespace(AtomicPointer<Registration*>& registration, const ModelInfo& model) {
  Registration* known = registration.load();
  if (known == nullptr) registration.store(known = &register_model(model));
  return NamespaceManager::namespace_of(*known);
}

// The namespace of M. The registration is looked up once; using a model is enough to register it, wherever its object
// file stands.
template <class M>
Namespace& namespace_for() {
  static AtomicPointer<Registration*> registration{};
  return registered_namespace(registration, model_of<M>());
}

}  // namespace promptview::detail

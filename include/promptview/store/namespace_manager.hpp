// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <promptview/base/atomic_pointer.hpp>
#include <promptview/base/concat.hpp>
#include <promptview/base/error.hpp>
#include <promptview/base/inline.hpp>
#include <promptview/base/list.hpp>
#include <promptview/store/ambient_context.hpp>
#include <promptview/store/feature_check.hpp>
#include <promptview/store/namespace.hpp>

namespace promptview {

namespace detail {

// Two models that cannot both exist.
struct Contradiction {
  const ModelInfo* earlier = nullptr;
  const ModelInfo* later = nullptr;
};

// The fact that a model exists. Made once per model by its first user or at start-up; never destroyed.
struct Registration {
  const ModelInfo* model = nullptr;
  Contradiction problem{};                  // with another model, where there is one; reported at each use
  AtomicPointer<Namespace*> space{};        // built at the first use, since its backend may register later
};

using NamespaceFactory = Namespace* (*)(const ModelInfo& model);

struct Backend {
  std::string_view name{};
  NamespaceFactory make = nullptr;
  Backend* next = nullptr;
};

struct Registry {
  SpinLock lock{};
  List<Registration*> models{};
  Backend* backends = nullptr;  // a list; never destroyed
};

// Never destroyed, so that static objects of the program may use models while it ends.
inline Registry& registry() {
  static Registry& instance = *new Registry;
  return instance;
}

[[noreturn]] PROMPTVIEW_INLINE void throw_contradiction(const Contradiction& found);

// Adds the model, or finds it when it is there already. Does not throw for a contradiction: static initialisers call it.
PROMPTVIEW_INLINE Registration& register_model(const ModelInfo& model);

// In the order in which they were added.
inline List<Registration*> registrations() {
  Registry& all = registry();
  const SpinGuard guard{all.lock};
  return all.models;
}

inline bool register_backend(std::string_view name, NamespaceFactory make) {
  Registry& all = registry();
  const SpinGuard guard{all.lock};
  Backend** end = &all.backends;
  for (; *end != nullptr; end = &(*end)->next)
    if ((*end)->name == name) return false;
  *end = new Backend{name, make};
  return true;
}

// The factory of the namespaces of a model's backend. Throws RegistrationError where no file of the program has included it.
PROMPTVIEW_INLINE NamespaceFactory factory_of(const ModelInfo& model);

// Calls `work(spaces)` for each kind of store with those of `rest` that are in it.
template <class Work>
void for_each_store(List<Namespace*> rest, const Work& work) {
  while (!rest.empty()) {
    List<Namespace*> same, others;
    for (Namespace* each : rest) (each->model().backend == rest.front()->model().backend ? same : others).push_back(each);
    work(same);
    rest = std::move(others);
  }
}

}  // namespace detail

// The registered models and their namespaces; all of it static. Thread-safe, except that `reset` needs quiet.
class NamespaceManager {
 public:
  NamespaceManager() = delete;

  // Makes the namespace of a model by its backend. Once per model; later calls return it. Throws RegistrationError when the model
  // contradicts another one or its backend is not part of the program, NotSupported for options that the store has not got.
  static Namespace& build_namespace(const ModelInfo& model) { return namespace_of(detail::register_model(model)); }

  // The namespace of the model with this name, qualified (`blog::User`) or not where that is unique.
  // Throws RegistrationError that names what is registered.
  static Namespace& get_namespace(std::string_view name) {
    Namespace* found = find_namespace(name);
    if (found != nullptr) return *found;
    std::string known;
    for (const detail::Registration* model : detail::registrations()) known.append(known.empty() ? "" : ", ").append(model->model->name);
    throw RegistrationError{detail::concat({"no model is named ", name, "; registered: ", known.empty() ? "none" : known})};
  }

  // As get_namespace, but null when there is none.
  static Namespace* find_namespace(std::string_view name) {
    const detail::List<detail::Registration*> all = detail::registrations();
    for (detail::Registration* model : all)
      if (model->model->name == name) return &namespace_of(*model);
    detail::Registration* found = nullptr;
    for (detail::Registration* model : all) {
      if (detail::unqualified(model->model->name) != name) continue;
      if (found != nullptr)
        throw RegistrationError{
            detail::concat({"the name ", name, " is ambiguous: it could be ", found->model->name, " or ", model->model->name})};
      found = model;
    }
    return found == nullptr ? nullptr : &namespace_of(*found);
  }

  // The namespaces of all registered models, in the order of registration. (A template, so that only files that use it pay
  // for compiling it.)
  template <class Space = Namespace>
  static std::vector<Space*> namespaces() {
    const detail::List<Space*> all = built();
    return {all.begin(), all.end()};
  }

  // Creates what is missing of all models, whatever refers to what among them: types, tables, join tables, indexes, then
  // foreign keys; on a database, all or nothing of it, in two round trips. Throws RegistrationError for relations that do not
  // fit together, and SchemaMismatch (see store/schema_difference.hpp) where a table that is there differs so that queries would fail.
  static void initialize_all(std::string_view database = {}) {
    const Context context = detail::ambient_context(database);
    detail::for_each_store(built(), [&](const detail::List<Namespace*>& spaces) { spaces.front()->create(context, spaces); });
  }

  // Drops the tables of all models, and their join tables, likewise.
  static void drop_all(std::string_view database = {}) {
    const Context context = detail::ambient_context(database);
    detail::for_each_store(built(), [&](const detail::List<Namespace*>& spaces) { spaces.front()->drop(context, spaces); });
  }

  // Forgets the namespaces that were built; the models stay registered. For tests; no query may be running.
  static void reset() {
    for (detail::Registration* model : detail::registrations()) delete model->space.exchange(nullptr);
  }

  // The namespace of a registration that is at hand: the fast way of the typed façade.
  static Namespace& namespace_of(detail::Registration& registration) {
    Namespace* space = registration.space.load();
    return space != nullptr ? *space : build(registration);
  }

 private:
  static detail::List<Namespace*> built() {
    detail::List<Namespace*> all;
    for (detail::Registration* model : detail::registrations()) all.push_back(&namespace_of(*model));
    return all;
  }

  static Namespace& build(detail::Registration& registration) {
    if (registration.problem.later != nullptr) detail::throw_contradiction(registration.problem);
    const ModelInfo& model = *registration.model;
    Namespace* made = detail::factory_of(model)(model);
    if (const Features missing = detail::features_of(model).without(made->features()); !missing.empty()) {
      delete made;
      detail::throw_not_supported(model, missing.first());
    }
    Namespace* expected = nullptr;
    if (registration.space.compare_exchange(expected, made)) return *made;
    delete made;  // another thread was first
    return *expected;
  }
};

}  // namespace promptview

#ifndef PROMPTVIEW_COMPILED
#include <promptview/store/namespace_manager.ipp>
#endif

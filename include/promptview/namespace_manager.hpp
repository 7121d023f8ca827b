// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <promptview/detail/atomic.hpp>
#include <promptview/error.hpp>
#include <promptview/namespace.hpp>

namespace promptview {

namespace detail {

// The fact that a model exists. Made once per model by its first user or at start-up; never destroyed.
struct Registration {
  const ModelInfo* model = nullptr;
  std::string problem{};                     // a contradiction with another model, reported at each use
  AtomicPointer<Namespace*> space{};         // built at the first use, since its backend may register later
};

using NamespaceFactory = Namespace* (*)(const ModelInfo& model);

struct Backend {
  std::string_view name{};
  NamespaceFactory make = nullptr;
  Backend* next = nullptr;
};

struct Registry {
  SpinLock lock{};
  std::vector<Registration*> models{};
  Backend* backends = nullptr;  // a list; never destroyed
};

// Never destroyed, so that static objects of the program may use models while it ends.
inline Registry& registry() {
  static Registry& instance = *new Registry;
  return instance;
}

inline bool is_anonymous(std::string_view type_name) noexcept {
  return type_name.find("{anonymous}") != std::string_view::npos ||
         type_name.find("(anonymous namespace)") != std::string_view::npos;
}

inline bool same_fields(const ModelInfo& left, const ModelInfo& right) noexcept {
  if (left.field_count != right.field_count || left.table != right.table) return false;
  for (std::size_t i = 0; i < left.field_count; ++i) {
    const FieldInfo& one = left.fields[i];
    const FieldInfo& other = right.fields[i];
    if (one.name != other.name || one.column() != other.column()) return false;
    if (one.type->kind != other.type->kind || one.type->nullable != other.type->nullable || one.is_auto != other.is_auto) return false;
  }
  return true;
}

inline std::string contradiction(const ModelInfo& earlier, const ModelInfo& later) {
  const std::string table = "\"" + std::string{later.table} + "\"";
  if (earlier.name == later.name && !is_anonymous(later.name) && !same_fields(earlier, later))
    return "the model " + std::string{later.name} +
           " is registered twice with different fields: keep one definition, in one header, or put one into a namespace";
  if (earlier.name != later.name && earlier.backend == later.backend && earlier.table == later.table &&
      earlier.schema() == later.schema())
    return "the models " + std::string{earlier.name} + " and " + std::string{later.name} + " are both registered on the table " +
           table + ": give one of them another table";
  return {};
}

// Adds the model, or finds it when it is there already. Does not throw for a contradiction: static initialisers call it.
inline Registration& register_model(const ModelInfo& model) {
  Registry& all = registry();
  const SpinGuard guard{all.lock};
  auto* added = new Registration{.model = &model};
  for (Registration* known : all.models) {
    const bool same = known->model == &model ||
                      (known->model->name == model.name && !is_anonymous(model.name) && same_fields(*known->model, model));
    if (same) {
      delete added;
      return *known;
    }
    const std::string problem = contradiction(*known->model, model);
    if (problem.empty()) continue;
    if (added->problem.empty()) added->problem = problem;
    if (known->problem.empty()) known->problem = problem;
  }
  all.models.push_back(added);
  return *added;
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

inline NamespaceFactory factory_of(const ModelInfo& model) {
  Registry& all = registry();
  std::string known = "none";
  {
    const SpinGuard guard{all.lock};
    for (const Backend* backend = all.backends; backend != nullptr; backend = backend->next) {
      if (backend->name == model.backend) return backend->make;
      known = known == "none" ? std::string{backend->name} : known + ", " + std::string{backend->name};
    }
  }
  const std::string backend{model.backend};
  throw RegistrationError{"include <promptview/" + backend + ".hpp> (or <promptview/promptview.hpp>) in at least one source file: the model " +
                          std::string{model.name} + " uses the backend " + backend + ", which is not in this program (registered: " +
                          known + "). In a static library, make sure that its object file is linked."};
}

}  // namespace detail

// The registered models and their namespaces; all of it static. Thread-safe, except that `reset` needs quiet.
class NamespaceManager {
 public:
  NamespaceManager() = delete;

  // Makes the namespace of a model: its backend's object, with each field added. Once per model; later calls return it.
  // Throws RegistrationError when the model contradicts another one or its backend is not part of the program.
  static Namespace& build_namespace(const ModelInfo& model) { return namespace_of(detail::register_model(model)); }

  // The namespace of the model with this name, qualified (`blog::User`) or not where that is unique.
  // Throws RegistrationError that names what is registered.
  static Namespace& get_namespace(std::string_view name) {
    Namespace* found = find_namespace(name);
    if (found != nullptr) return *found;
    std::string known;
    for (const detail::Registration* model : registrations())
      known += (known.empty() ? "" : ", ") + std::string{model->model->name};
    throw RegistrationError{"no model is named " + std::string{name} + "; registered: " + (known.empty() ? "none" : known)};
  }

  // As get_namespace, but null when there is none.
  static Namespace* find_namespace(std::string_view name) {
    const std::vector<detail::Registration*> all = registrations();
    for (detail::Registration* model : all)
      if (model->model->name == name) return &namespace_of(*model);
    detail::Registration* found = nullptr;
    for (detail::Registration* model : all) {
      if (detail::unqualified(model->model->name) != name) continue;
      if (found != nullptr)
        throw RegistrationError{"the name " + std::string{name} + " is ambiguous: it could be " +
                                std::string{found->model->name} + " or " + std::string{model->model->name}};
      found = model;
    }
    return found == nullptr ? nullptr : &namespace_of(*found);
  }

  // The namespaces of all registered models, in the order of registration.
  static std::vector<Namespace*> namespaces() {
    std::vector<Namespace*> all;
    for (detail::Registration* model : registrations()) all.push_back(&namespace_of(*model));
    return all;
  }

  // Creates what is missing of all models: types, then tables, then indexes; on a database, all or nothing of it, in one
  // round trip.
  static void initialize_all(std::string_view database = {}) {
    const Context context = detail::ambient_context(database);
    std::vector<Namespace*> rest = namespaces();
    while (!rest.empty()) {
      std::vector<Namespace*> same, others;
      for (Namespace* each : rest) (each->model().backend == rest.front()->model().backend ? same : others).push_back(each);
      same.front()->create_all(context, same);
      rest = std::move(others);
    }
  }

  // Drops the tables of all models, the last registered first.
  static void drop_all(std::string_view database = {}) {
    const Context context = detail::ambient_context(database);
    const std::vector<Namespace*> all = namespaces();
    for (auto each = all.rbegin(); each != all.rend(); ++each) (*each)->drop_namespace(context);
  }

  // Forgets the namespaces that were built; the models stay registered. For tests; no query may be running.
  static void reset() {
    for (detail::Registration* model : registrations()) delete model->space.exchange(nullptr);
  }

  // The namespace of a registration that is at hand: the fast way of the typed façade.
  static Namespace& namespace_of(detail::Registration& registration) {
    Namespace* space = registration.space.load();
    return space != nullptr ? *space : build(registration);
  }

 private:
  static std::vector<detail::Registration*> registrations() {
    detail::Registry& all = detail::registry();
    const detail::SpinGuard guard{all.lock};
    return all.models;
  }

  static Namespace& build(detail::Registration& registration) {
    if (!registration.problem.empty()) throw RegistrationError{registration.problem};
    const ModelInfo& model = *registration.model;
    Namespace* made = detail::factory_of(model)(model);
    try {
      for (std::size_t i = 0; i < model.field_count; ++i) made->add_field(model.fields[i]);
    } catch (...) {
      delete made;
      throw;
    }
    Namespace* expected = nullptr;
    if (registration.space.compare_exchange(expected, made)) return *made;
    delete made;  // another thread was first
    return *expected;
  }
};

}  // namespace promptview

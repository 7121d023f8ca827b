// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace promptview::detail {

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

inline bool contradict(const ModelInfo& earlier, const ModelInfo& later) noexcept {
  if (earlier.name == later.name) return !is_anonymous(later.name) && !same_fields(earlier, later);
  return earlier.backend == later.backend && earlier.table == later.table && earlier.schema() == later.schema();
}

void throw_contradiction(const Contradiction& found) {
  const ModelInfo& later = *found.later;
  if (found.earlier->name == later.name)
    throw RegistrationError{concat({"the model ", later.name, " is registered twice with different fields: keep one definition, in one "
                                    "header, or put one into a namespace"})};
  throw RegistrationError{concat({"the models ", found.earlier->name, " and ", later.name, " are both registered on the table \"",
                                  later.table, "\": give one of them another table"})};
}

Registration& register_model(const ModelInfo& model) {
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
    if (!contradict(*known->model, model)) continue;
    const Contradiction found{.earlier = known->model, .later = &model};
    if (added->problem.later == nullptr) added->problem = found;
    if (known->problem.later == nullptr) known->problem = found;
  }
  all.models.push_back(added);
  if (model.slot != nullptr) model.slot->model.store(&model);
  return *added;
}

NamespaceFactory factory_of(const ModelInfo& model) {
  Registry& all = registry();
  std::string known;
  {
    const SpinGuard guard{all.lock};
    for (const Backend* backend = all.backends; backend != nullptr; backend = backend->next) {
      if (backend->name == model.backend) return backend->make;
      known.append(known.empty() ? "" : ", ").append(backend->name);
    }
  }
  throw RegistrationError{concat({"include <promptview/", model.backend, ".hpp> (or <promptview/promptview.hpp>) in at least one source "
                                  "file: the model ", model.name, " uses the backend ", model.backend, ", which is not in this program "
                                  "(registered: ", known.empty() ? "none" : known, "). In a static library, make sure that its object "
                                  "file is linked."})};
}

}  // namespace promptview::detail

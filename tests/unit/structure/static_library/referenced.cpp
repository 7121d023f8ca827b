// SPDX-License-Identifier: MIT
// One reference into the library's object file brings the backend and all models of it.
#include <cstdio>
#include <string>

#include "models.hpp"

namespace pv = promptview;

int main() {
  if (library::touch() != 7) return 1;
  const std::string sql = library::User::query().filter("name", "x").to_sql();
  if (sql != "SELECT \"id\", \"name\" FROM \"library_users\" WHERE \"name\" = 'x'") {
    std::printf("FAILED: the SQL is: %s\n", sql.c_str());
    return 1;
  }
  const pv::Namespace* hidden = pv::NamespaceManager::find_namespace("library::Hidden");
  if (hidden == nullptr || hidden->model().table != "library_hidden") {
    std::puts("FAILED: a model that only the library knows must be registered");
    return 1;
  }
  if (pv::NamespaceManager::namespaces().size() != 2) {
    std::puts("FAILED: the model of the header must be registered once");
    return 1;
  }
  return 0;
}

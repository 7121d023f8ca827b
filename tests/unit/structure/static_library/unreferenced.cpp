// SPDX-License-Identifier: MIT
// Nothing here refers to a symbol of the library: its models work by their header, and the backend's absence is an
// error that says what to do.
#include <cstdio>
#include <string>

#include "models.hpp"

namespace pv = promptview;

int main() {
  const auto query = library::User::query().filter("name__contains", "x").order_by("-id");
  if (query.select().model->table != "library_users" || query.select().order.size() != 1) {
    std::puts("FAILED: the model must work without its object file");
    return 1;
  }
  const std::string wanted =
      "include <promptview/postgres.hpp> (or <promptview/promptview.hpp>) in at least one source file: the model library::User "
      "uses the backend postgres, which is not in this program (registered: none). In a static library, make sure that its "
      "object file is linked.";
  try {
    std::puts(query.to_sql().c_str());
    std::puts("FAILED: the backend must be missing");
  } catch (const pv::RegistrationError& error) {
    if (error.what() == wanted) return 0;
    std::printf("FAILED: the message is: %s\n", error.what());
  }
  return 1;
}

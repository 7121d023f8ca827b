// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <promptview/postgres/connection/connection.hpp>
#include <promptview/postgres/format/parameters.hpp>
#include <promptview/postgres/format/result.hpp>
#include <promptview/values/type_info.hpp>

namespace promptview::postgres {

const char* AdvisoryKey::bind(Parameters& to) const {
  static constexpr TypeInfo text_type{.kind = Kind::text};
  static constexpr TypeInfo half_type{.kind = Kind::int32};
  static constexpr TypeInfo number_type{.kind = Kind::int64};
  if (form_ == Form::text) {
    to.begin(text_type, "advisory key");
    to.text(text_);
    return "(hashtextextended($1, 0))";
  }
  to.begin(form_ == Form::pair ? half_type : number_type, "advisory key");
  to.integer(first_);
  if (form_ == Form::number) return "($1)";
  to.begin(half_type, "advisory key");
  to.integer(second_);
  return "($1, $2)";
}

namespace detail {

bool advisory_lock(Connection& session, const char* function, const AdvisoryKey& key) {
  Parameters parameters;
  const char* const arguments = key.bind(parameters);
  const Result result = session.run(std::string{"SELECT "} + function + arguments, parameters);
  return result.bytes(0, 0) != std::string_view{"\0", 1};
}

void set_local(Connection& session, std::string_view parameter, std::string_view value) {
  static constexpr TypeInfo text_type{.kind = Kind::text};
  Parameters parameters;
  parameters.begin(text_type, "parameter");
  parameters.text(parameter);
  parameters.begin(text_type, parameter);
  parameters.text(value);
  session.run("SELECT set_config($1, $2, true)", parameters);
}

}  // namespace detail
}  // namespace promptview::postgres

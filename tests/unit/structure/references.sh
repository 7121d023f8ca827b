#!/usr/bin/env bash
# references.sh ROOT: what the manuals list in full, they list in full: errors, options of the macro, of connections, transactions,
# documents and embedded servers, and the doors in README.
set -euo pipefail
cd "$1/include/promptview"
failed=0

# expect MANUAL WHAT: the manual has each name of the input in a table, in backquotes.
expect() {
  local count=0 name
  while IFS= read -r name; do
    count=$((count + 1))
    grep -qE "^\|.*\`$name\`" "$1" || { echo "$1: its table needs the $2 $name" >&2; failed=1; }
  done
  [[ $count -gt 3 ]] || { echo "hardly any $2 was found for $1, so that this test says nothing" >&2; failed=1; }
}
# members HEADER STRUCT: the members of a struct.
members() {
  sed -n "/^struct $2 {/,/^};/p" "$1" | sed -nE 's/^  [A-Za-z_][A-Za-z_:<>, ]* ([a-z_]+)(\{[^}]*\}| = [^;]*)?;.*/\1/p'
}

expect base/README.md error < <(sed -nE 's/^(struct|class) ([A-Za-z]+) : (public )?[A-Za-z:]+ \{.*/\2/p' base/error.hpp)
expect schema/README.md option < <(sed -nE 's/^    \{"([a-z_]+)"sv, .*/\1/p' schema/option_rules.hpp)
expect postgres/connection/README.md option < <(members postgres/connection/connect_options.hpp ConnectOptions)
expect postgres/transaction/README.md option < <(members postgres/transaction/transaction_options.hpp TransactionOptions)
expect postgres/embedded/README.md option < <(members postgres/embedded/embedded_server.hpp EmbeddedServerOptions)
expect documents/README.md rule < <(members documents/document_rules.hpp DocumentRules)
expect documents/README.md name < <(members documents/document_rules.hpp ParameterNames)
expect ../../README.md door < <(printf '%s\n' *.hpp)
exit "$failed"

#!/usr/bin/env bash
# waiting.sh INCLUDE_DIR: who may wait for a server. The functions of libpq that block are called in one header each, where another way
# of waiting can come in.
set -euo pipefail
cd "$1/promptview"
failed=0
# only FILE PATTERN...: the calls are in FILE, and there alone
only() {
  local file=$1 pattern=$2 found
  grep -qE "$pattern" "$file" || { echo "$file: calls none of $pattern: correct this test" >&2; failed=1; }
  found=$(grep -rnE --include='*.hpp' --include='*.ipp' "$pattern" . | grep -v "^./$file:" || true)
  [[ -z $found ]] || { echo "call it by $file, which is the one place that waits:" >&2; echo "$found" >&2; failed=1; }
}
only postgres/connection/waiting.hpp '\bPQ(getResult|exec|execParams|execPrepared|prepare|putCopyData|putCopyEnd|getCopyData|fn)\('
only postgres/errors/connect_failure.hpp '\bPQ(connectdb|connectdbParams|setdbLogin|reset|ping|pingParams)\('
only postgres/pool/connection_pool.hpp '\bwait(_for|_until)?\(lock'
only postgres/transaction/atomic.ipp '\bsleep_(for|until)\('
exit "$failed"

#!/usr/bin/env bash
# header_only.sh HEADER NM COMPILER [FLAG...]: a file that includes HEADER, without PROMPTVIEW_COMPILED, defines no function or variable that
# another file which includes it defines too: each is inline, a template or of that file alone.
set -euo pipefail
header=$1 nm=$2
shift 2
object=$(mktemp)
trap 'rm -f "$object"' EXIT
args=()
for arg in "$@"; do [[ $arg == -fsyntax-only ]] || args+=("$arg"); done
echo "#include <$header>" | "${args[@]}" -O0 -w -c -x c++ - -o "$object"
[[ $("$nm" "$object" | wc -l) -gt 1 ]] || { echo "FAILED: nothing was compiled, so that this test says nothing" >&2; exit 1; }
if "$nm" --demangle --defined-only --extern-only "$object" | grep ' [TDBR] '; then
  echo "FAILED: declare the above PROMPTVIEW_INLINE, or define it inline: two files that include <$header> cannot be linked" >&2
  exit 1
fi

#!/usr/bin/env bash
# empty_file.sh NM COMPILER [FLAG...]: a file that includes promptview and uses nothing of it compiles none of its functions: all doors
# where PROMPTVIEW_COMPILED is defined; header-only, those that register nothing. (A virtual function that is defined
# inline below its class, and not declared so in it, or a variable that is set before main, would make each file compile all that it calls.)
set -euo pipefail
nm=$1
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
args=()
for arg in "$@"; do [[ $arg == -fsyntax-only ]] || args+=("$arg"); done

# check WHAT DOORS [FLAG...]: the file also has a function of its own, so that the names of nothing are not taken for success.
check() {
  local what=$1 doors=$2 door found
  for door in $doors; do echo "#include <promptview/$door.hpp>"; done >"$folder/empty.cpp"
  echo 'namespace promptview { template <class T> int used() { return sizeof(T); } int of_its_own() { return used<int>(); } }' >>"$folder/empty.cpp"
  "${args[@]}" -O0 -w "${@:3}" -c "$folder/empty.cpp" -o "$folder/empty.o"
  found=$("$nm" --demangle --defined-only "$folder/empty.o" | grep ' W ' | grep 'promptview::' || true)
  [[ $(grep -c 'promptview::used<int>' <<<"$found") -eq 1 ]] || { echo "FAILED: nothing was compiled, so that this test says nothing" >&2; exit 1; }
  found=$(grep -v 'promptview::used<int>' <<<"$found" || true)
  [[ -n $found ]] || return 0
  head -n 20 <<<"$found"
  echo "FAILED: each file that includes $what compiles the above ($(wc -l <<<"$found") functions)" >&2
  exit 1
}
check 'promptview.hpp, with PROMPTVIEW_COMPILED,' 'promptview json struct testing' -DPROMPTVIEW_COMPILED
check 'the doors that know no store' 'model expressions relations page stream pipeline get_many in_bulk schema diagram document' -UPROMPTVIEW_COMPILED

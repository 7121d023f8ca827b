#!/usr/bin/env bash
# tree.sh ROOT: what lies where, and what each file must have or not have.
set -euo pipefail
cd "$1"
failed=0
ending=$(mktemp)
trap 'rm -f "$ending"' EXIT
complain() {
  echo "$1" >&2
  failed=1
}

for entry in *; do
  case $entry in
    include | tests | examples | cmake | CMakeLists.txt | README.md | LICENSE | build) ;;
    *) complain "$entry: the top level holds only include, tests, examples, cmake, CMakeLists.txt, README.md, LICENSE" ;;
  esac
done
for entry in tests/*/; do
  case $entry in
    tests/unit/ | tests/integration/ | tests/compile_fail/ | tests/install/ | tests/benchmarks/ | tests/campaign/ | tests/support/) ;;
    *) complain "$entry: tests has the folders unit, integration, compile_fail, install, benchmarks, campaign and support" ;;
  esac
done

while IFS= read -r -d '' header; do
  [[ $(head -n1 "$header") == '// SPDX-License-Identifier: MIT' ]] || complain "$header:1: needs the SPDX line"
  [[ $(sed -n 2p "$header") == '#pragma once' ]] || complain "$header:2: needs #pragma once"
  count=$(wc -l <"$header")
  [[ $count -le 300 ]] || complain "$header: has $count lines; 300 are allowed, 150 aimed at"
done < <(find include -name '*.[hi]pp' -print0)
# The bodies of a header's functions lie beside it, and it ends with them.
while IFS= read -r bodies; do
  header=${bodies%.ipp}.hpp
  printf '#ifndef PROMPTVIEW_COMPILED\n#include <%s>\n#endif\n' "${bodies#include/}" >"$ending"
  [[ -e $header ]] && tail -n3 "$header" | cmp -s - "$ending" || complain "$header: its last lines must be: $(tr '\n' '~' <"$ending")"
  grep -q '<promptview/base/inline.hpp>' "$header" || complain "$header: needs <promptview/base/inline.hpp> for PROMPTVIEW_INLINE"
done < <(find include -name '*.ipp')

while IFS= read -r -d '' file; do
  [[ $(basename "$file") =~ ^[a-z0-9_]+\.(hpp|ipp|cpp|cmake|sh)$ || $file != *.@(hpp|ipp|cpp) ]] ||
    complain "$file: names are snake_case"
  [[ $file != *_test.cpp || $file == tests/unit/* || $file == tests/integration/* || $file == tests/campaign/* ]] ||
    complain "$file: tests live in tests/unit, tests/integration or tests/campaign"
done < <(find include tests examples cmake -type f -print0)
while IFS= read -r file; do
  complain "$file: names end in .hpp or .cpp"
done < <(find include tests examples -type f \( -name '*.h' -o -name '*.cc' -o -name '*.cxx' -o -name '*.hxx' -o -name '*.h++' \))
while IFS= read -r file; do
  complain "$file: is no test until its name ends in _test.cpp (or _helper.cpp, for what tests share)"
done < <(find tests/unit tests/integration -name '*.cpp' ! -name '*_test.cpp' ! -name '*_helper.cpp' ! -path 'tests/unit/structure/*')

# A store is known to the rest by its name in a model, and by nothing else.
if grep -rn --include='*.[hi]pp' '"postgres"' include | grep -v -e '^include/promptview/postgres/' -e '^include/promptview/schema/backend\.hpp:'; then
  complain 'the lines above name a store outside of it: go by what it supports (store/feature.hpp)'
fi
if grep -rnE '\b(TO''DO|FIX''ME|XX''X)\b' include tests examples cmake CMakeLists.txt; then
  complain 'the lines above have notes of unfinished work'
fi
exit "$failed"

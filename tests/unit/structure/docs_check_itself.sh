#!/usr/bin/env bash
# docs_check_itself.sh DOCS_SCRIPT DOXYGEN DOXYFILE SOURCE: the check of the reference finds what it is there to find, in a small tree
# beside the real one, and nothing in what has its comments.
set -euo pipefail
docs=$1 doxygen=$2 doxyfile=$3 source=$4
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree/include/promptview" "$tree/tests/benchmarks/results" "$tree/.github" "$tree/docs"
printf '# small\n\n## A part\n\n[to it](#a-part)\n' >"$tree/README.md"
: >"$tree/include/promptview/postgres.hpp"
output=$(dirname "$doxyfile")
# The scripts stay those of the real tree.
sed -e "s|$source/cmake|SCRIPTS|g; s|$output|$tree/docs|g; s|$source|$tree|g; s|SCRIPTS|$source/cmake|g" "$doxyfile" >"$tree/Doxyfile"

# check WHAT_IT_SAYS BODY: the header with this in namespace promptview; an empty WHAT_IT_SAYS: nothing.
check() {
  printf '// SPDX-License-Identifier: MIT\n#pragma once\n\n%snamespace promptview {\n\n%s\n\n}  // namespace promptview\n' "${3-$'// A file.\n'}" "$2" \
    >"$tree/include/promptview/small.hpp"
  local said
  if said=$(bash "$docs" "$doxygen" "$tree/Doxyfile" "$tree" "$tree/docs" 2>&1); then said=; fi
  if [[ -z $1 && -n $said ]] || [[ $said != *"$1"* ]]; then
    printf 'FAILED: of\n%s\nit must say "%s", and says "%s"\n' "$2" "$1" "$said" >&2
    exit 1
  fi
}

check '' $'// Doubles `x`, where x < y && @z.\n//\n//   f(1);\ninline int f(int x) { return x * 2; }\ninline int f(long x) { return 1; }'
check 'small.hpp:7: warning: Member f(int x) (function)' 'inline int f(int x) { return x; }'
check 'Member g(int x) (function)' $'// Of f.\ninline int f(int x) { return x; }\n\ninline int g(int x) { return x; }'
check 'Compound promptview::S is not documented' 'struct S { int a = 0; };'
check '' $'// S.\nstruct S {\n  int a = 0;  // what a is\n\n protected:\n  int b() { return 1; }\n\n private:\n  int c() { return 1; }\n};'
check 'Member b() (function) of struct promptview::S' $'// S.\nstruct S {\n  // Of a.\n  int a() { return 1; }\n\n  int b() { return 1; }\n};'
check '' $'namespace detail {\nstruct S {};\ninline int f(int x) { return x; }\n}'
check 'Member Kind (enumeration)' 'enum class Kind { a, b };'
# Whether the file has a comment or not.
check 'Member f(int x) (function)' 'inline int f(int x) { return x; }' ''
check '' $'// Numbers.\n#define PROMPTVIEW_A 1\n#define PROMPTVIEW_B 2\n#define PROMPTVIEW_DETAIL_C 3'
check 'Member PROMPTVIEW_B (macro definition)' $'// A number.\n#define PROMPTVIEW_A 1\n\n#define PROMPTVIEW_B 2'
printf '# small\n\nCall `pv::g`.\n' >"$tree/README.md"
check 'the reference does not have them: g' $'// Of f.\ninline int f(int x) { return x; }'
check '' $'// Of g.\ninline int g(int x) { return x; }'

# Comments are shown as they stand.
printf '# small\n' >"$tree/README.md"
check '' $'// "a&b__c@d" of <T> at 5 % # and `x && *y` ~ z @ home:\n//\n//   h(a < b && c);\ninline int h(int x) { return x; }'
shown=$(sed 's/<[^>]*>//g' "$tree"/docs/html/namespacepromptview.html)
for text in '"a&amp;b__c@d" of &lt;T&gt; at 5 % # and x &amp;&amp; *y ~ z @ home:' 'h(a &lt; b &amp;&amp; c);'; do
  [[ $shown == *"$text"* ]] || { printf 'FAILED: the reference must show %s, and shows:\n%s\n' "$text" "$shown" >&2; exit 1; }
done

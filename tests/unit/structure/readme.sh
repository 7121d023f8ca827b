#!/usr/bin/env bash
# readme.sh MANUAL COMPILER [FLAG...]: the C++ blocks of the README, one after the other, are a program that compiles; those of another
# manual are one behind the README's, and behind those of each manual that a line `<!-- cpp after: PATH -->` of it names.
set -euo pipefail
manual=$1
shift
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
blocks() { sed -n '/^```cpp$/,/^```$/{/^```/d;p}' "$1"; }
is_readme=0
[[ $(realpath "$manual") != "$top/README.md" ]] || is_readme=1
code=$(blocks "$manual")
[[ -n $code ]] || { echo "$manual has no C++" >&2; exit 1; }
if [[ $is_readme -eq 0 ]]; then
  while IFS= read -r path; do
    code=$(blocks "$(dirname "$manual")/$path")$'\n'$code
  done < <(sed -nE 's/^<!-- cpp after: (.*) -->$/\1/p' "$manual")
  code=$(blocks "$top/README.md")$'\n'$code
fi
[[ $(wc -l <<<"$code") -gt 50 ]] || { echo "$manual has hardly any C++" >&2; exit 1; }
# The flags come behind -Wextra, which for clang would undo their -Wno-missing-field-initializers.
"$1" -Wall -Wextra -Werror -Wno-unused-variable "${@:2}" -fsyntax-only -x c++ - <<<"$code"
[[ $is_readme -eq 1 ]] || exit 0

# Every file that it links to exists.
while IFS= read -r link; do
  [[ -e $top/$link ]] || { echo "$manual links to $link, which does not exist" >&2; exit 1; }
done < <(sed '/^```/,/^```$/d' "$manual" | grep -oE '\]\([^):#]+\)' | sed 's/^](//; s/)$//')
# Every example is in it.
for example in "$top"/examples/[0-9]*.cpp; do
  grep -qF "(examples/$(basename "$example"))" "$manual" || { echo "$manual does not name $example" >&2; exit 1; }
done
# It is a door.
[[ $(wc -c <"$manual") -lt 20000 ]] || { echo "$manual has 20,000 bytes or more: move what users look up into the manual of a room" >&2; exit 1; }

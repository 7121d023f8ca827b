#!/usr/bin/env bash
# readme.sh README COMPILER [FLAG...]: the C++ blocks of the README, one after the other, are a program that compiles.
set -euo pipefail
readme=$1
shift
code=$(sed -n '/^```cpp$/,/^```$/{/^```/d;p}' "$readme")
[[ $(wc -l <<<"$code") -gt 50 ]] || { echo "$readme has hardly any C++" >&2; exit 1; }
# The flags come behind -Wextra, which for clang would undo their -Wno-missing-field-initializers.
"$1" -Wall -Wextra -Werror -Wno-unused-variable "${@:2}" -fsyntax-only -x c++ - <<<"$code"

# Every file that it links to exists.
folder=$(dirname "$readme")
while IFS= read -r link; do
  [[ -e $folder/$link ]] || { echo "$readme links to $link, which does not exist" >&2; exit 1; }
done < <(sed '/^```/,/^```$/d' "$readme" | grep -oE '\]\([^):#]+\)' | sed 's/^](//; s/)$//')
# Every example is in it.
for example in "$folder"/examples/[0-9]*.cpp; do
  grep -qF "(examples/$(basename "$example"))" "$readme" || { echo "$readme does not name $example" >&2; exit 1; }
done

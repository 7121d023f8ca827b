#!/usr/bin/env bash
# self_contained.sh HEADER COMPILER [FLAG...]: HEADER compiles alone, twice in one file, without a warning.
set -euo pipefail
header=$1
shift
printf '#include <%s>\n#include <%s>\n' "$header" "$header" |
  "$@" -Wall -Wextra -Wpedantic -Werror -fsyntax-only -x c++ -

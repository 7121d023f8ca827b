#!/usr/bin/env bash
# self_contained.sh HEADER COMPILER [FLAG...]: HEADER compiles alone, twice in one file, without a warning, also of those that
# users ask for who are stricter than -Wextra.
set -euo pipefail
header=$1
shift
printf '#include <%s>\n#include <%s>\n' "$header" "$header" |
  "$@" -Wall -Wextra -Wpedantic -Wshadow -Wold-style-cast -Wextra-semi -Woverloaded-virtual -Wnon-virtual-dtor -Werror -fsyntax-only -x c++ -

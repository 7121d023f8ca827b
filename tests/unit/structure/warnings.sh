#!/usr/bin/env bash
# warnings.sh INCLUDE_DIR SOURCE COMPILER [FLAG...]: all headers of INCLUDE_DIR, and SOURCE, which instantiates what users do,
# compile without a warning, also of those that users ask for who are stricter than -Wextra.
set -euo pipefail
include_dir=$1 source=$2
shift 2
{
  (cd "$include_dir" && find promptview -name '*.hpp' -printf '#include <%p>\n' | sort)
  echo "#include \"$source\""
} | "$@" -Wall -Wextra -Wpedantic -Wshadow -Wold-style-cast -Wextra-semi -Woverloaded-virtual -Wnon-virtual-dtor -Werror \
  -fsyntax-only -x c++ -

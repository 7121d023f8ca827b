#!/usr/bin/env bash
# warnings.sh SOURCE COMPILER [FLAG...]: SOURCE, which instantiates what users do, compiles without a warning.
set -euo pipefail
source=$1
shift
"$@" -Wall -Wextra -Wpedantic -Wshadow -Wold-style-cast -Wextra-semi -Woverloaded-virtual -Werror -fsyntax-only "$source"

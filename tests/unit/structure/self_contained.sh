#!/usr/bin/env bash
# self_contained.sh INCLUDE_DIR CLANG [FLAG...]: each header of INCLUDE_DIR/promptview includes what it needs, without a warning,
# also of those that users ask for who are stricter than -Wextra.
#
# clang makes one module of all headers, with one submodule a header: it parses each header once, and a header sees only
# what it includes itself, by any number of steps. The headers of others are modules too, so that they are parsed once.
# Flags may be those of g++.
set -euo pipefail
include_dir=$(cd "$1" && pwd)
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

mapfile -t dirs < <("$@" -x c++ -E -v /dev/null 2>&1 >/dev/null | sed -n 's/^ \(\/[^ ]*\)$/\1/p')
# submodule NAME: the line of the header of others that is included as <NAME>.
submodule() {
  for dir in "${dirs[@]}"; do
    [[ ! -f $dir/$1 || $dir == "$include_dir" ]] || { echo "  explicit module \"$1\" { header \"$dir/$1\" export * }"; return; }
  done
  echo "<$1> is in none of: ${dirs[*]}" >&2
  return 1
}

cd "$include_dir"
mapfile -t headers < <(find promptview -name '*.hpp' | sort)
mapfile -t others < <(sed -nE 's/^[[:space:]]*#[[:space:]]*include <([^>]+)>.*/\1/p' "${headers[@]}" | grep -v '^promptview/' | sort -u)
{
  echo 'module others [system] {'
  # <nlohmann/json.hpp> and json_fwd.hpp both need it, and it may be included once.
  submodule nlohmann/detail/abi_macros.hpp 2>/dev/null || true
  for name in "${others[@]}"; do
    # The headers of the system belong to all of the C library.
    [[ $name == *.h && $name != libpq-fe.h ]] || submodule "$name"
  done
  echo '}'
  echo 'module promptview {'
  for name in "${headers[@]}"; do
    echo "  explicit module \"$name\" { header \"$include_dir/$name\" export * }"
  done
  echo '}'
} >"$folder/headers.modulemap"

"$@" -Wall -Wextra -Wpedantic -Wshadow -Wold-style-cast -Wextra-semi -Woverloaded-virtual -Wnon-virtual-dtor -Werror \
  -Wno-modules-ambiguous-internal-linkage -Wno-unused-command-line-argument -fdiagnostics-color=never \
  -fmodules -fno-implicit-module-maps -fmodule-map-file="$folder/headers.modulemap" -fmodules-cache-path="$folder/cache" \
  -fmodule-name=promptview -Xclang -emit-module -c -x c++ "$folder/headers.modulemap" -o "$folder/headers.pcm"

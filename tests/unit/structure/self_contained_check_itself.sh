#!/usr/bin/env bash
# self_contained_check_itself.sh SCRIPT COMPILER [FLAG...]: SCRIPT must accept a right tree and refuse each way of being wrong.
set -euo pipefail
script=$1
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

# try accepted|refused WHAT LINE...: the lines are the header c of a tree in which a includes <string>, and b includes a.
try() {
  local verdict=accepted expected=$1 what=$2
  shift 2
  mkdir -p "$folder/promptview/room"
  printf '#pragma once\n#include <string>\ninline std::string a() { return "a"; }\n' >"$folder/promptview/room/a.hpp"
  printf '#pragma once\n#include <promptview/room/a.hpp>\ninline std::string b() { return a(); }\n' >"$folder/promptview/room/b.hpp"
  printf '%s\n' '#pragma once' "$@" >"$folder/promptview/room/c.hpp"
  bash "$script" "$folder" "${compiler[@]}" "-I$folder" >"$folder/output" 2>&1 || verdict=refused
  [[ $verdict == "$expected" ]] && return
  echo "FAILED: $what must be $expected"
  cat "$folder/output"
  failed=1
}
compiler=("$@")

try accepted 'a header that includes what it needs' '#include <promptview/room/a.hpp>' 'inline auto c() { return a(); }'
try accepted 'a header that needs what another includes' '#include <promptview/room/b.hpp>' 'inline std::string c() { return a(); }'
try refused 'a header without one of ours' '#include <string>' 'inline std::string c() { return a(); }'
try refused 'a header without one of the standard library' 'inline std::string c() { return {}; }'
try refused 'a header that is missing' '#include <promptview/room/missing.hpp>'
try refused 'a header of others that is missing' '#include <missing>'
try refused 'a warning' 'inline int c(int value) { return 1; }'
try refused 'a warning of the strict ones' 'inline int c(double value) { return (int)value; }'
exit "$failed"

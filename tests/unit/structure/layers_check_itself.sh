#!/usr/bin/env bash
# layers_check_itself.sh LAYERS: the script LAYERS must accept a right tree and refuse each way of being wrong.
set -euo pipefail
layers=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0


# try accepted|refused FROM TO: in a tree that is right, the header FROM also includes TO.
try() {
  local wanted=$1 from=$2 to=$3 verdict=accepted
  rm -rf "$folder/promptview"
  for name in error.hpp fwd.hpp detail/a.hpp types/a.hpp field.hpp query.hpp postgres.hpp postgres/a.hpp \
    postgres/detail/a.hpp qdrant/a.hpp versioning/a.hpp testing/a.hpp promptview.hpp; do
    mkdir -p "$folder/promptview/$(dirname "$name")"
    echo '#include <string>' >"$folder/promptview/$name"
  done
  echo '#include <promptview/field.hpp>' >>"$folder/promptview/query.hpp"
  echo '#include <promptview/postgres/a.hpp>' >>"$folder/promptview/versioning/a.hpp"
  [[ $to == \"* ]] || to="<promptview/$to>"
  echo "#include $to" >>"$folder/promptview/$from"
  bash "$layers" "$folder" >"$folder/output" 2>&1 || verdict=refused
  if [[ $verdict != "$wanted" ]]; then
    echo "FAILED: $from that includes $to must be $wanted"
    cat "$folder/output"
    failed=1
  fi
}

try accepted detail/a.hpp error.hpp
try accepted types/a.hpp detail/a.hpp
try accepted query.hpp types/a.hpp
try accepted postgres/a.hpp query.hpp
try accepted postgres/a.hpp postgres/detail/a.hpp
try accepted postgres.hpp postgres/a.hpp
try accepted promptview.hpp testing/a.hpp
try accepted testing/a.hpp postgres.hpp
try refused error.hpp detail/a.hpp
try refused detail/a.hpp types/a.hpp
try refused types/a.hpp field.hpp
try refused query.hpp postgres/a.hpp
try refused query.hpp postgres.hpp
try refused query.hpp promptview.hpp
try refused postgres/a.hpp testing/a.hpp
try refused postgres/a.hpp qdrant/a.hpp
try refused qdrant/a.hpp postgres.hpp
try refused qdrant/a.hpp versioning/a.hpp
try refused field.hpp query.hpp
try refused field.hpp field.hpp
try refused query.hpp missing.hpp
try refused query.hpp '"field.hpp"'
exit "$failed"
